"""Who belongs to which automatic chat and why, seen from the chat and from the person; and how a reason ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.domain.kinds import ChatKind, Part, UnitKind
from bot.domain.membership import Departure, Reason
from bot.domain.roster import Membership, Person
from bot.services.roster import Roster

Reasons = dict[str, list[Reason]]
Place = tuple[ChatKind, str]


async def reasons_in(roster: Roster, kind: ChatKind, unit_id: str) -> Reasons:
    """Everybody who belongs to the chat ``kind`` of a class, by person, with reasons."""
    members = await roster.active(units=[unit_id])
    reasons: Reasons = defaultdict(list)
    for row in members:
        if row.part is Part.HOMEROOM:
            reasons[row.person_id].append(Reason("homeroom", unit_id, row.person_id))
    pupils = [row.person_id for row in members if row.part is Part.PUPIL]
    match kind:
        case ChatKind.CLASS_PUPILS:
            for pupil in pupils:
                reasons[pupil].append(Reason("pupil", unit_id, pupil))
        case ChatKind.CLASS_PARENTS:
            await _add_guardians(roster, unit_id, pupils, reasons)
        case ChatKind.CLASS_COLLEAGUES:
            for teacher in sorted(await _teachers_of(roster, members, pupils)):
                reasons[teacher].append(Reason("teacher", unit_id, teacher))
    return reasons


async def reasons_of(roster: Roster, people: Collection[str]) -> dict[Place, list[Reason]]:
    """Every automatic chat that these people belong to, with reasons."""
    places: dict[Place, list[Reason]] = defaultdict(list)
    children = await roster.children(people)
    pupils = {pupil for group in children.values() for pupil in group}
    mine = await roster.active(people=people)
    classes = await _class_ids(roster, mine)
    for row in mine:
        if row.unit_id in classes:
            for place, code in _own_places(row):
                places[place].append(Reason(code, row.unit_id, row.person_id))
    childrens = [row for row in await roster.active(people=pupils) if row.part is Part.PUPIL] if pupils else []
    child_classes = await _class_ids(roster, childrens)
    enabled = {person.source_id for person in (await roster.people(people)).values() if person.enabled}
    for guardian in sorted(enabled & children.keys()):
        for row in childrens:
            if row.unit_id in child_classes and row.person_id in children[guardian]:
                reason = Reason("guardian", row.unit_id, guardian, row.person_id)
                places[(ChatKind.CLASS_PARENTS, row.unit_id)].append(reason)
    for teacher, unit_id in await _taught(roster, mine):
        places[(ChatKind.CLASS_COLLEAGUES, unit_id)].append(Reason("teacher", unit_id, teacher))
    return places


async def how_ended(roster: Roster, reasons: Iterable[Reason], linked: Collection[str]) -> Departure:
    """How the last of these reasons ended, for a page that is linked with the people ``linked`` now."""
    endings = [await _ending(roster, reason, linked) for reason in reasons]
    for departure in (Departure.MISSING, Departure.EXIT, Departure.TRANSFER):
        if departure in endings:
            return departure
    return Departure.UNLINKED


def _own_places(row: Membership) -> list[tuple[Place, str]]:
    match row.part:
        case Part.HOMEROOM:
            return [((kind, row.unit_id), "homeroom") for kind in ChatKind]
        case Part.PUPIL:
            return [((ChatKind.CLASS_PUPILS, row.unit_id), "pupil")]
        case Part.TEACHER:
            return []


async def _class_ids(roster: Roster, rows: Iterable[Membership]) -> set[str]:
    units = await roster.units({row.unit_id for row in rows})
    return {unit.source_id for unit in units.values() if unit.kind is UnitKind.CLASS and unit.active}


async def _add_guardians(roster: Roster, unit_id: str, pupils: Collection[str], reasons: Reasons) -> None:
    by_pupil = await roster.guardians(pupils)
    known = await roster.people({guardian for group in by_pupil.values() for guardian in group})
    for pupil, guardians in by_pupil.items():
        for guardian in guardians:
            if guardian in known and known[guardian].enabled:
                reasons[guardian].append(Reason("guardian", unit_id, guardian, pupil))


async def _teachers_of(roster: Roster, members: Iterable[Membership], pupils: Collection[str]) -> set[str]:
    """Teachers of the class itself and of every group in which one of its pupils learns."""
    groups = {row.unit_id for row in await roster.active(people=pupils) if row.part is Part.PUPIL} if pupils else set()
    rows = [*members, *(await roster.active(units=groups) if groups else ())]
    return {row.person_id for row in rows if row.part is Part.TEACHER}


async def _taught(roster: Roster, mine: Iterable[Membership]) -> set[tuple[str, str]]:
    """Pairs (teacher, class) for every class with a pupil in a unit that the teacher teaches."""
    taught = [row for row in mine if row.part is Part.TEACHER]
    if not taught:
        return set()
    learners: dict[str, set[str]] = defaultdict(set)
    for row in await roster.active(units={row.unit_id for row in taught}):
        if row.part is Part.PUPIL:
            learners[row.unit_id].add(row.person_id)
    pupils = set().union(*learners.values())
    rows = [row for row in await roster.active(people=pupils) if row.part is Part.PUPIL] if pupils else []
    classes = await _class_ids(roster, [*rows, *taught])
    classes_of: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.unit_id in classes:
            classes_of[row.person_id].add(row.unit_id)
    pairs = {(row.person_id, row.unit_id) for row in taught if row.unit_id in classes}
    for row in taught:
        for pupil in learners[row.unit_id]:
            pairs |= {(row.person_id, unit_id) for unit_id in classes_of[pupil]}
    return pairs


async def _ending(roster: Roster, reason: Reason, linked: Collection[str]) -> Departure:
    if reason.person_id not in linked:
        return Departure.UNLINKED
    subject = reason.pupil_id or reason.person_id
    people = await roster.people({reason.person_id, subject})
    if _is_off(people, reason.person_id) or _is_off(people, subject):
        return Departure.EXIT
    rows = await roster.memberships(people=[subject])
    here = [row for row in rows if row.unit_id == reason.unit_id]
    if reason.code in ("pupil", "guardian"):
        if await _is_elsewhere(roster, rows, reason.unit_id):
            return Departure.TRANSFER
        here = [row for row in here if row.part is Part.PUPIL]
    return Departure.EXIT if here and not any(map(roster.is_active, here)) else Departure.MISSING


def _is_off(people: dict[str, Person], person_id: str) -> bool:
    return person_id in people and not people[person_id].enabled


async def _is_elsewhere(roster: Roster, rows: Iterable[Membership], unit_id: str) -> bool:
    active = [row for row in rows if row.part is Part.PUPIL and roster.is_active(row)]
    classes = await _class_ids(roster, active)
    return any(row.unit_id in classes for row in active if row.unit_id != unit_id) and not any(
        row.unit_id == unit_id for row in active
    )
