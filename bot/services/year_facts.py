"""Loads what a plan of the school year is made from: the chats that the journal has left behind, and its classes."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Part, UnitKind
from bot.domain.membership import Reason
from bot.domain.roster import Unit
from bot.domain.russian import parse_class_title
from bot.domain.year import Cohort, Facts, KeptChat, Key, YearPlan, plan_year
from bot.services import belonging
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models import left_behind
from models.chats import Chat, ChatMember
from models.roster import RosterMembership, RosterUnit

LIVING = (ChatState.PLANNED, ChatState.CREATING, ChatState.ACTIVE, ChatState.PAUSED)
FOLLOWING = (*CLASS_CHATS, ChatKind.SUBJECT)


async def plan_of(school: SchoolContext) -> YearPlan:
    """What could become of every chat whose class or group is not there any more, or is one of an earlier year."""
    roster = await Roster.of(school.key, school.today())
    chats = await living(school)
    units = await roster.units({chat.unit_id for chat in chats})
    years = await _years(roster)
    year = max(years, default="")
    behind = tuple(_kept(chat, units) for chat in chats if _is_behind(chat, units.get(chat.unit_id), year))
    taken = {chat.unit_id for chat in chats if chat.kind in CLASS_CHATS and chat.year == year}
    now = await _now(roster, years.get(year, []))
    before = {
        key: await _before(roster, key, [chat for chat in behind if chat.key == key])
        for key in {chat.key for chat in behind if chat.kind in CLASS_CHATS}
    }
    unled = {one.unit.source_id for one in now} - await belonging.led_classes(roster)
    return plan_year(Facts(year, behind, before, now, frozenset(taken), frozenset(unled)))


async def claimed(school: SchoolContext) -> frozenset[str]:
    """Classes that may go on the chats of older ones, so that none is to be made for them yet."""
    roster = await Roster.of(school.key, school.today())
    # On most days no chat is left behind; then no pupil need be counted.
    if not await left_behind.is_any(school.key, roster.number):
        return frozenset()
    return (await plan_of(school)).claimed


async def living(school: SchoolContext) -> list[Chat]:
    """The chats of classes and groups that somebody may still use and that follow the journal."""
    wanted = Chat.filter(school_id=school.key, deleted_at=None, follows_journal=True)
    return await wanted.filter(kind__in=FOLLOWING, state__in=LIVING).order_by("id")


def _is_behind(chat: Chat, unit: Unit | None, year: str) -> bool:
    return unit is None or not unit.active or unit.year != chat.year or chat.year < year


def _kept(chat: Chat, units: dict[str, Unit]) -> KeptChat:
    unit = units.get(chat.unit_id)
    is_ended = unit is not None and unit.year == chat.year and not unit.active
    return KeptChat(chat.id, chat.kind, (chat.unit_id, chat.year), chat.title, is_ended)


async def _years(roster: Roster) -> dict[str, list[Unit]]:
    """The classes in which somebody learns today, by year: a year that the journal only prepares has not begun."""
    classes = await roster.classes()
    rows = await roster.active(units=[unit.source_id for unit in classes], part=Part.PUPIL)
    begun = {row.unit_id for row in rows}
    years: dict[str, list[Unit]] = defaultdict(list)
    for unit in classes:
        if unit.source_id in begun:
            years[unit.year].append(unit)
    return years


async def _now(roster: Roster, classes: Iterable[Unit]) -> tuple[Cohort, ...]:
    units = list(classes)
    pupils: dict[str, set[str]] = defaultdict(set)
    for row in await roster.active(units=[unit.source_id for unit in units], part=Part.PUPIL):
        pupils[row.unit_id].add(row.person_id)
    return tuple(Cohort(unit, frozenset(pupils[unit.source_id])) for unit in units)


async def _before(roster: Roster, key: Key, chats: Collection[KeptChat]) -> Cohort:
    """The class as it was: from older rosters, and where those are forgotten from what its chats remember."""
    unit_id, year = key
    rows = RosterUnit.filter(school=roster.school, unit_id=unit_id, year=year, since__lte=roster.number)
    row = await rows.order_by("-is_active", "-since").first()
    if row is None:
        return Cohort(_remembered_unit(key, chats), await _remembered_pupils(unit_id, chats))
    unit = Unit(unit_id, UnitKind.CLASS, row.title, year, row.parallel, row.letter)
    last = roster.number if row.until is None else min(row.until - 1, roster.number)
    return Cohort(unit, await _last_pupils(roster, unit_id, last) or await _remembered_pupils(unit_id, chats))


async def _last_pupils(roster: Roster, unit_id: str, number: int) -> frozenset[str]:
    """The pupils of a class in the newest roster up to this one that has any; how their parts ended does not matter."""
    rows = RosterMembership.filter(school=roster.school, unit_id=unit_id, part=Part.PUPIL, since__lte=number)
    spans = [
        (person_id, number if until is None else min(until - 1, number))
        for person_id, until in await rows.filter(is_ended=False).values_list("person_id", "until")
    ]
    last = max((end for _, end in spans), default=0)
    return frozenset(person_id for person_id, end in spans if end == last)


async def _remembered_pupils(unit_id: str, chats: Iterable[KeptChat]) -> frozenset[str]:
    members = await ChatMember.filter(chat_id__in=[chat.chat_id for chat in chats]).only("reasons")
    reasons = [Reason(**reason) for member in members for reason in member.reasons]
    mine = [reason for reason in reasons if reason.unit_id == unit_id and reason.code in ("pupil", "guardian")]
    return frozenset(reason.pupil_id or reason.person_id for reason in mine)


def _remembered_unit(key: Key, chats: Collection[KeptChat]) -> Unit:
    """What the title of one of its chats says of a class; a title begins with that of the class."""
    title = next(iter(sorted(chat.title for chat in chats))).partition(" ")[0]
    parsed = parse_class_title(title)
    parallel, letter = (parsed.parallel, parsed.letter) if parsed else (None, "")
    return Unit(key[0], UnitKind.CLASS, title, key[1], parallel, letter)
