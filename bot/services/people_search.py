"""Finds people of the school for the console: by name, class, number or page; and those who have not linked."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.kinds import Part
from bot.domain.roster import Person, Unit
from bot.domain.russian import full_name, mobile_phone, normal_name, parse_class_title
from bot.services import accounts
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import LedgerLine
from models.people import PersonLink

PAGE_LINK = re.compile(r"(?:https?://)?(?:m\.)?(?:vk\.(?:com|ru|me)/)?id(\d{1,12})/?", re.IGNORECASE)
ANY_LINK = re.compile(r"(?:https?://)?(?:m\.)?vk\.(?:com|ru|me)/\S+", re.IGNORECASE)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many active people have not linked, and how many moved their link to another page within a week."""

    unlinked: int
    relinked: int


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Everybody who has not linked: pupils and guardians by class, and the staff; the lists are by name."""

    by_class: tuple[tuple[Unit, tuple[Person, ...]], ...]
    staff: tuple[Person, ...]
    count: int


def page_in(text: str) -> int | None:
    """The VK page that a text is the address of: «vk.com/id17»; None for anything else."""
    found = PAGE_LINK.fullmatch(text.strip())
    return int(found[1]) if found else None


def is_link(text: str) -> bool:
    """Whether a text is an address in VK at all."""
    return ANY_LINK.fullmatch(text.strip()) is not None


def number_in(school: SchoolContext, text: str) -> str:
    """The fingerprint of the mobile number that a text is; empty for anything else. The number is not kept."""
    phone = mobile_phone(text) if sum(sign.isdigit() for sign in text) > 9 else None
    return school.server_key.digest("phone", phone) if phone else ""


async def with_page(school: SchoolContext, page: int) -> list[Person]:
    """The people whom a page is linked with."""
    return list((await accounts.profile_of(school, page)).people)


async def with_number(school: SchoolContext, digest: str) -> list[Person]:
    """The people behind the fingerprint of a number."""
    return by_name(await (await Roster.of(school.key, school.today())).people_with_phone(digest))


async def named(school: SchoolContext, text: str) -> list[Person]:
    """Everybody of a class («8а»), or everybody whose name begins like this, the family name first."""
    roster = await Roster.of(school.key, school.today())
    if (parsed := parse_class_title(text)) is not None:
        units = {unit.source_id for unit in await roster.classes() if unit.title == parsed.title}
        return by_name(await _of_classes(roster, units))
    return await called(school, text)


async def called(school: SchoolContext, text: str) -> list[Person]:
    """Everybody active whose name begins like this."""
    name = normal_name(text)
    return await (await Roster.of(school.key, school.today())).people_called(name) if name else []


async def counts(school: SchoolContext) -> Counts:
    """The numbers of the people's screen."""
    recent = LedgerLine.filter(school=school.key, event="relinked", at__gt=school.now() - WEEK)
    return Counts(len(await _unlinked(school)), await recent.count())


async def unlinked(school: SchoolContext) -> Unlinked:
    """Who has not linked: a guardian stands in the class of every child."""
    roster = await Roster.of(school.key, school.today())
    waiting = {person.source_id: person for person in await _unlinked(school)}
    staff = [person for person in waiting.values() if any(role.is_staff for role in person.roles)]
    learning = await roster.active(part=Part.PUPIL, in_classes=True)
    families = await roster.guardians({row.person_id for row in learning})
    groups: dict[str, set[str]] = defaultdict(set)
    for row in learning:
        groups[row.unit_id] |= {row.person_id, *families.get(row.person_id, ())} & waiting.keys()
    classes = [
        (unit, tuple(by_name(waiting[one] for one in groups[unit.source_id])))
        for unit in await roster.classes()
        if groups[unit.source_id]
    ]
    return Unlinked(tuple(classes), tuple(by_name(staff)), len(waiting))


async def classes_of(school: SchoolContext, people: Collection[str]) -> dict[str, list[str]]:
    """Titles of the classes in which people learn, or their children do."""
    roster = await Roster.of(school.key, school.today())
    children = await roster.children(people)
    pupils = {*people, *(child for group in children.values() for child in group)}
    rows = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True)
    units = await roster.units({row.unit_id for row in rows})
    titles = {row.person_id: units[row.unit_id].title for row in rows if row.unit_id in units}
    return {
        one: sorted({titles[pupil] for pupil in (one, *children.get(one, ())) if pupil in titles}) for one in people
    }


def by_name(people: Iterable[Person]) -> list[Person]:
    """In the order of a list."""
    return sorted(people, key=_name_and_id)


def _name_and_id(one: Person) -> tuple[str, str]:
    return normal_name(full_name(one.family, one.given, one.patronymic)), one.source_id


async def _unlinked(school: SchoolContext) -> list[Person]:
    roster = await Roster.of(school.key, school.today())
    links = PersonLink.filter(school_id=school.key).values_list("person_id", flat=True)
    linked = set(map(str, await links))
    return [person for person in await roster.people_called("") if person.source_id not in linked]


async def _of_classes(roster: Roster, units: Collection[str]) -> list[Person]:
    """Who learns, leads and teaches in these classes, and the guardians."""
    rows = await roster.active(units=units)
    pupils = {row.person_id for row in rows if row.part is Part.PUPIL}
    guardians = {one for group in (await roster.guardians(pupils)).values() for one in group}
    people = await roster.people({*guardians, *(row.person_id for row in rows)})
    return [person for person in people.values() if person.enabled]
