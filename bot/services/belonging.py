"""Whom the journal puts into which chat and why, seen from the chat and from the person; and how a reason ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.domain.kinds import CLASS_CHATS, ChatKind, Part, UnitKind
from bot.domain.membership import STAND_IN, Departure, Reason
from bot.domain.roster import Membership, Person
from bot.services.roster import Roster
from models.people import PersonLink

Reasons = dict[str, list[Reason]]
Place = tuple[ChatKind, str]
_CODES = {part: part.value for part in Part}


async def reasons_in(roster: Roster, kind: ChatKind, unit_id: str) -> Reasons:
    """Everybody who belongs to the chat ``kind`` of a unit, by person, with reasons; nobody if it is a custom chat."""
    members = await roster.active(units=[unit_id])
    reasons: Reasons = defaultdict(list)
    if kind is ChatKind.SUBJECT:
        for row in members:
            reasons[row.person_id].append(Reason(_CODES[row.part], unit_id, row.person_id))
        return reasons
    if kind not in CLASS_CHATS:
        return {}
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
            for teacher in sorted(await _teachers_of(roster, unit_id, pupils)):
                reasons[teacher].append(Reason("teacher", unit_id, teacher))
    return reasons


async def led_classes(roster: Roster, units: Collection[str] | None = None) -> set[str]:
    """The classes (of those among ``units``) whose teacher is linked; only such a class has chats made for it."""
    leading = await roster.active(units=units, part=Part.HOMEROOM, in_classes=True)
    links = PersonLink.filter(school_id=roster.school, person_id__in=list({row.person_id for row in leading}))
    linked = set(map(str, await links.values_list("person_id", flat=True)))
    return {row.unit_id for row in leading if row.person_id in linked}


async def reasons_of(roster: Roster, people: Collection[str]) -> dict[Place, list[Reason]]:
    """Every chat of a class or of a group to which these people belong, with reasons."""
    places: dict[Place, list[Reason]] = defaultdict(list)
    rows = await roster.active(people=people)
    units = await roster.units({row.unit_id for row in rows})
    for row in rows:
        if row.unit_id in units and units[row.unit_id].active:
            for place, code in _own_places(row, units[row.unit_id].kind):
                places[place].append(Reason(code, row.unit_id, row.person_id))
    children = await roster.children(people)
    pupils = {pupil for group in children.values() for pupil in group}
    learning = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True) if pupils else []
    enabled = {person.source_id for person in (await roster.people(people)).values() if person.enabled}
    for guardian in sorted(enabled & children.keys()):
        for row in learning:
            if row.person_id in children[guardian]:
                reason = Reason("guardian", row.unit_id, guardian, row.person_id)
                places[(ChatKind.CLASS_PARENTS, row.unit_id)].append(reason)
    for teacher, unit_id in await _taught(roster, people):
        places[(ChatKind.CLASS_COLLEAGUES, unit_id)].append(Reason("teacher", unit_id, teacher))
    return places


async def how_ended(
    roster: Roster, reasons: Iterable[Reason], linked: Collection[str], vetoed: Collection[str] = ()
) -> Departure:
    """How the last of these reasons ended, for a page that is linked with the people ``linked`` now.

    ``vetoed`` are people who were taken out of the chat by hand.
    """
    endings = [
        Departure.BY_HAND if reason.person_id in vetoed else await _ending(roster, reason, linked) for reason in reasons
    ]
    for departure in (Departure.MISSING, Departure.EXIT, Departure.TRANSFER, Departure.BY_HAND, Departure.STOOD_IN):
        if departure in endings:
            return departure
    return Departure.UNLINKED


def _own_places(row: Membership, kind: UnitKind) -> list[tuple[Place, str]]:
    if kind is UnitKind.GROUP:
        return [((ChatKind.SUBJECT, row.unit_id), row.part.value)]
    match row.part:
        case Part.HOMEROOM:
            return [((kind, row.unit_id), "homeroom") for kind in CLASS_CHATS]
        case Part.PUPIL:
            return [((ChatKind.CLASS_PUPILS, row.unit_id), "pupil")]
        case Part.TEACHER:
            return []


async def _add_guardians(roster: Roster, unit_id: str, pupils: Collection[str], reasons: Reasons) -> None:
    by_pupil = await roster.guardians(pupils)
    known = await roster.people({guardian for group in by_pupil.values() for guardian in group})
    for pupil, guardians in by_pupil.items():
        for guardian in guardians:
            if guardian in known and known[guardian].enabled:
                reasons[guardian].append(Reason("guardian", unit_id, guardian, pupil))


async def _teachers_of(roster: Roster, unit_id: str, pupils: Collection[str]) -> set[str]:
    """Teachers of the class itself and of every group in which one of its pupils learns."""
    groups = {row.unit_id for row in await roster.active(people=pupils, part=Part.PUPIL)} if pupils else set()
    return {row.person_id for row in await roster.active(units={unit_id, *groups}, part=Part.TEACHER)}


async def _taught(roster: Roster, people: Collection[str]) -> set[tuple[str, str]]:
    """Pairs (teacher, class) for every class with a pupil in a unit that the teacher teaches."""
    taught = await roster.active(people=people, part=Part.TEACHER)
    if not taught:
        return set()
    learners: dict[str, set[str]] = defaultdict(set)
    for row in await roster.active(units={row.unit_id for row in taught}, part=Part.PUPIL):
        learners[row.unit_id].add(row.person_id)
    pupils = set().union(*learners.values())
    classes_of: dict[str, set[str]] = defaultdict(set)
    for row in await roster.active(people=pupils, part=Part.PUPIL, in_classes=True):
        classes_of[row.person_id].add(row.unit_id)
    own = await roster.active(people=people, part=Part.TEACHER, in_classes=True)
    pairs = {(row.person_id, row.unit_id) for row in own}
    for row in taught:
        for pupil in learners[row.unit_id]:
            pairs |= {(row.person_id, unit_id) for unit_id in classes_of[pupil]}
    return pairs


async def _ending(roster: Roster, reason: Reason, linked: Collection[str]) -> Departure:
    if reason == STAND_IN:
        return Departure.STOOD_IN
    if reason.person_id not in linked:
        return Departure.UNLINKED
    subject = reason.pupil_id or reason.person_id
    people = await roster.people({reason.person_id, subject})
    if _is_off(people, reason.person_id) or _is_off(people, subject):
        return Departure.EXIT
    if reason.code in ("picked", "author"):
        return Departure.BY_HAND if reason.person_id in people else Departure.MISSING
    here = await roster.memberships(units=[reason.unit_id], people=[subject])
    if reason.code in ("pupil", "guardian"):
        if await _is_elsewhere(roster, subject, reason.unit_id):
            return Departure.TRANSFER
        here = [row for row in here if row.part is Part.PUPIL]
    return Departure.EXIT if here and not any(map(roster.is_active, here)) else Departure.MISSING


def _is_off(people: dict[str, Person], person_id: str) -> bool:
    return person_id in people and not people[person_id].enabled


async def _is_elsewhere(roster: Roster, pupil: str, unit_id: str) -> bool:
    """Whether the pupil now learns in another class instead, or in another group of the same subject."""
    here = (await roster.units([unit_id])).get(unit_id)
    rows = await roster.active(people=[pupil], part=Part.PUPIL)
    others = (await roster.units({row.unit_id for row in rows})).values()
    if here is not None and here.kind is UnitKind.GROUP:
        alike = {unit.source_id for unit in others if unit.kind is UnitKind.GROUP and unit.subject == here.subject}
    else:
        alike = {unit.source_id for unit in others if unit.kind is UnitKind.CLASS and unit.active}
    return bool(alike) and unit_id not in alike
