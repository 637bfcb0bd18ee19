"""Reads a chat's part of the ledger: who changed what and when, with the people whom the lines speak of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.roster import Person
from bot.services import ledger
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, LedgerLine
from models.people import PersonLink

ACCOUNT = ledger.person(0).removesuffix("0")
LONGEST = 1000
"""So many lines of a chat are shown; older ones stay in the ledger."""
GROUPS = ("added", "removed", "promoted", "demoted")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``actor`` is None for the bot's own work, then ``by`` says whose.

    ``about`` is whom it concerns; ``groups`` are the people of a change of many, by what was done with them.
    """

    at: datetime
    event: str
    by: str
    actor: Person | None = None
    about: Person | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    groups: Mapping[str, list[Person]] = field(default_factory=dict)
    chat_id: int | None = None
    run_id: int | None = None

    def concerns(self, person_id: str) -> bool:
        """Whether the line is about this person."""
        people = [person for group in self.groups.values() for person in group]
        return person_id in {one.source_id for one in (*people, self.about) if one}


@dataclass(frozen=True, slots=True)
class Log:
    """The newest lines of a chat; ``looked_at`` of ``total`` were read."""

    entries: list[Entry]
    looked_at: int
    total: int


async def read(school: SchoolContext, chat: Chat, person_id: str = "") -> Log:
    """The chat's lines, the newest first; only those that concern a person if one is given."""
    mine = LedgerLine.filter(school=school.key, chat_id=chat.id)
    lines = await mine.order_by("-id").limit(LONGEST)
    entries = await entries_of(school, lines)
    wanted = [one for one in entries if not person_id or one.concerns(person_id)]
    return Log(wanted, len(lines), await mine.count())


async def entries_of(school: SchoolContext, lines: Sequence[LedgerLine]) -> list[Entry]:
    """These lines with the people whom they speak of."""
    linked = await _linked(school, lines)
    known = {str(line.details["person"]) for line in lines if "person" in line.details} | set(linked.values())
    known |= {person for line in lines for name in GROUPS for person in _group(line, name)}
    roster = await Roster.of(school.key, school.today())
    people = await roster.people(known)
    return [_entry(line, linked, people) for line in lines]


def _entry(line: LedgerLine, linked: Mapping[int, str], people: Mapping[str, Person]) -> Entry:
    actor = people.get(linked.get(_account(line.actor), ""))
    about = str(line.details.get("person") or linked.get(line.account_id or 0, ""))
    groups = {name: [people[one] for one in _group(line, name) if one in people] for name in GROUPS}
    about_whom = people.get(about)
    return Entry(line.at, line.event, line.actor, actor, about_whom, line.details, groups, line.chat_id, line.run_id)


def _group(line: LedgerLine, name: str) -> list[str]:
    found = line.details.get(name)
    return [str(one) for one in found] if isinstance(found, list) else []


async def _linked(school: SchoolContext, lines: Iterable[LedgerLine]) -> dict[int, str]:
    """The first person of every account that the lines name; erased accounts lead nowhere."""
    accounts = {number for line in lines for number in (line.account_id or 0, _account(line.actor)) if number}
    links = PersonLink.filter(school_id=school.key, account_id__in=list(accounts)).order_by("-id")
    return {link.account_id: link.person_id for link in await links}


def _account(actor: str) -> int:
    return int(actor.removeprefix(ACCOUNT)) if actor.startswith(ACCOUNT) else 0
