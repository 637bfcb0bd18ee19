"""The sheet of personal codes for everybody in a chat who has not linked: whom it may name, and what stands on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from bot.documents.drawing import sheet_order
from bot.documents.sheet import Invitation, SheetWords
from bot.domain.kinds import ChatKind, Part, Role
from bot.domain.permissions import Relation
from bot.domain.roster import Person
from bot.domain.russian import full_name, normal_name
from bot.errors import UserError
from bot.services import belonging, composition, ledger, personal_codes, relations
from bot.services.accounts import Profile
from bot.services.personal_codes import Printed
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from models.chats import Chat
from models.people import PersonalCode, PersonLink


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was ordered: how many cards, until when the first code works, and the order for drawing it."""

    cards: int
    valid_until: datetime
    order: str


async def recipients(school: SchoolContext, profile: Profile, chat: Chat) -> list[Person]:
    """Who would stand on the sheet that these people ask for.

    Never anybody who works at the school: whoever holds a code can become that person. A teacher gets codes only of
    the classes that they lead or teach, in any chat; a school administrator of all.
    """
    roster = await Roster.of(school.key, school.today())
    people = await roster.people(await composition.of_chat(roster, chat))
    linked = PersonLink.filter(school_id=school.key, person_id__in=list(people))
    for person_id in await linked.values_list("person_id", flat=True):
        people.pop(str(person_id), None)
    own = None
    if Relation.SCHOOL_ADMINISTRATOR not in relations.to_school(profile):
        own = await _of_own_classes(roster, profile.person_ids)
    working = await employed(roster, list(people.values()))
    found = [
        one
        for one in people.values()
        if one.enabled and one.source_id not in working and (own is None or one.source_id in own)
    ]
    return sorted(found, key=lambda one: normal_name(full_name(one.family, one.given, one.patronymic)))


async def may_name(school: SchoolContext, profile: Profile, chat: Chat, person_id: str) -> bool:
    """Whether somebody would stand on that sheet: nobody else's code is shown on its own either."""
    return any(one.source_id == person_id for one in await recipients(school, profile, chat))


async def order(school: SchoolContext, profile: Profile, chat: Chat) -> Sheet:
    """Codes for all recipients, those that still work are printed again; ``UserError`` when everybody has linked."""
    people = await recipients(school, profile, chat)
    if not people:
        raise UserError("c-sheet-nobody")
    actor = ledger.person(profile.account_id or 0)
    printed = await personal_codes.issue(school, people, actor=actor)
    await ledger.note(school, "sheet-printed", actor=actor, chat_id=chat.id, cards=len(printed))
    until = min(one.expires_at for one in printed)
    return Sheet(len(printed), until, await drawn(school, chat.title, printed))


async def renew(school: SchoolContext, profile: Profile, chat: Chat, *, up_to: int) -> Sheet | None:
    """Revoke the recipients' codes up to the number ``up_to``, order a sheet of new ones; None when that was done."""
    codes = living(school, await recipients(school, profile, chat))
    revoked = await codes.filter(id__lte=up_to).update(is_revoked=True)
    if not revoked and await codes.exists():
        return None
    return await order(school, profile, chat)


async def valid_until(school: SchoolContext, people: Collection[Person]) -> datetime | None:
    """When the first of these people's living codes ends."""
    first = await living(school, people).order_by("expires_at").first()
    return first.expires_at if first else None


async def newest_code(school: SchoolContext, people: Collection[Person]) -> int:
    """The number of the newest of these people's living codes; 0 when there is none."""
    newest = await living(school, people).order_by("-id").first()
    return newest.id if newest else 0


def living(school: SchoolContext, people: Collection[Person]) -> QuerySet[PersonalCode]:
    """The codes of these people that still work."""
    return PersonalCode.filter(
        school_id=school.key,
        person_id__in=[person.source_id for person in people],
        used_at__isnull=True,
        is_revoked=False,
        expires_at__gt=school.now(),
    )


async def _of_own_classes(roster: Roster, teachers: Collection[str]) -> set[str]:
    """Pupils of the classes that these people lead or teach, and their guardians."""
    places = await belonging.reasons_of(roster, teachers)
    classes = {unit_id for kind, unit_id in places if kind is ChatKind.CLASS_COLLEAGUES}
    pupils = {row.person_id for row in await roster.active(units=classes, part=Part.PUPIL)} if classes else set()
    return pupils | {guardian for group in (await roster.guardians(pupils)).values() for guardian in group}


async def employed(roster: Roster, people: Sequence[Person]) -> set[str]:
    """Those who work at the school, be it by another record: a parent's code would link the teacher's record too."""
    staff: dict[str, list[str]] = {}
    for one in await roster.staff():
        staff.setdefault(_name(one), []).append(one.source_id)
    found = set()
    for person in people:
        namesakes = [] if Role.PUPIL in person.roles else staff.get(_name(person), [])
        if any(role.is_staff for role in person.roles) or await _share_a_number(roster, person.source_id, namesakes):
            found.add(person.source_id)
    return found


async def _share_a_number(roster: Roster, person_id: str, others: Collection[str]) -> bool:
    mine = await roster.phone_digests(person_id) if others else set()
    return any([not mine.isdisjoint(await roster.phone_digests(other)) for other in others])


def _name(person: Person) -> str:
    return normal_name(full_name(person.family, person.given, person.patronymic))


async def drawn(school: SchoolContext, title: str, printed: Sequence[Printed]) -> str:
    """The order for drawing the sheet of these codes."""
    roster = await Roster.of(school.key, school.today())
    roles = await _roles(roster, [one.person for one in printed])
    cards = [
        Invitation(
            name=_shown(one.person),
            role=roles[one.person.source_id],
            code=one.code,
            address=one.link,
            valid_until=say("sheet-until", day=_day(school, one.expires_at)),
        )
        for one in printed
    ]
    words = SheetWords(
        heading=say("sheet-heading"),
        how_to=say("sheet-how-to"),
        code_label=say("sheet-code"),
        warning=say("sheet-warning"),
        footer=say("sheet-footer", school=school.settings.title, day=day_and_month(school.today())),
    )
    return sheet_order(title, cards, words)


async def _roles(roster: Roster, people: Sequence[Person]) -> dict[str, str]:
    """What each of them is at school: of a pupil the class, of a guardian the children."""
    children = await roster.children([one.source_id for one in people])
    pupils = {child for group in children.values() for child in group} | {one.source_id for one in people}
    names = await roster.people(pupils)
    rows = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True)
    units = await roster.units({row.unit_id for row in rows})
    classes = {row.person_id: units[row.unit_id].title for row in rows if row.unit_id in units}
    known = {one: f"{names[one].given}, {classes[one]}" for one in classes if one in names}
    said = {}
    for one in people:
        mine = [known[child] for child in children.get(one.source_id, ()) if child in known]
        said[one.source_id] = _role(one, classes, mine)
    return said


def _role(person: Person, classes: Mapping[str, str], children: Sequence[str]) -> str:
    if Role.PUPIL in person.roles:
        unit = classes.get(person.source_id)
        return say("role-pupil-of", classes=unit) if unit else say("role-pupil")
    return say("role-guardian-of", children="; ".join(children)) if children else say("role-guardian")


def _shown(person: Person) -> str:
    return full_name(person.family, person.given, person.patronymic)


def _day(school: SchoolContext, at: datetime) -> str:
    return day_and_month(at.astimezone(school.settings.time_zone).date())
