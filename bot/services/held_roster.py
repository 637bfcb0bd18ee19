"""A roster that asks ahead and remembers the answers, so that many chats are planned by a few questions.

What a number of the roster says never changes, so whatever was read once stays true. Nothing has to be asked ahead:
what is not known yet is read when it is asked for.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from bot.domain.kinds import Part, Role, UnitKind
from bot.domain.roster import Membership, Person, Unit
from bot.services.roster import Roster
from models import roster_queries
from models.roster_queries import Span
from models.roster_sql import GUARDIANSHIPS, MEMBERSHIPS, PEOPLE, UNITS, RowTable

T = TypeVar("T")
ROWS_A_BREATH = 500
_PARTS = {part.value: part for part in Part}
_KINDS = {kind.value: kind for kind in UnitKind}


class Shelf(Generic[T]):
    """Rows of one table by one of its columns, for each of several rosters of a school."""

    def __init__(self, span: Span, numbers: Collection[int], table: RowTable, key: str, make: Callable[..., T]) -> None:
        self._span, self._table, self._key, self._make = span, table, key, make
        self._place = table.columns.index(key)
        self._rows: dict[int, dict[str, list[T]]] = {number: defaultdict(list) for number in numbers}
        self.known: set[str] = set()

    async def of(self, number: int, keys: Iterable[str]) -> Mapping[str, list[T]]:
        """The rows of a roster by key; those of other keys may be among them."""
        new = {key for key in keys if key not in self.known}
        if new:
            place, make, rosters = self._place, self._make, list(self._rows.items())
            found = await roster_queries.rows_of(self._span, self._table, self._key, new)
            for count, (since, until, *values) in enumerate(found):
                if count % ROWS_A_BREATH == 0:
                    await asyncio.sleep(0)
                made = make(*values)
                for at, rows in rosters:
                    if since <= at and (until is None or until > at):
                        rows[values[place]].append(made)
            self.known |= new
        return self._rows[number]


class Memory:
    """What has been read of several rosters of a school."""

    def __init__(self, school: str, numbers: Collection[int]) -> None:
        span = Span(school, min(numbers), max(numbers))
        self.people = Shelf(span, numbers, PEOPLE, "person_id", _person)
        self.units = Shelf(span, numbers, UNITS, "unit_id", _unit)
        self.of_unit = Shelf(span, numbers, MEMBERSHIPS, "unit_id", _membership)
        self.of_person = Shelf(span, numbers, MEMBERSHIPS, "person_id", _membership)
        self.guardians = Shelf(span, numbers, GUARDIANSHIPS, "pupil_id", _guardian)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRoster(Roster):
    """The same roster, with a memory; ``replace`` of the number keeps it, if it is one of those remembered."""

    memory: Memory

    @classmethod
    async def remembering(cls, school: str, today: date, earlier: Iterable[int]) -> "HeldRoster":
        """The roster that is visible now, together with those ``earlier`` ones."""
        now = await Roster.of(school, today)
        memory = Memory(school, {now.number, *earlier})
        known = (now.school, now.number, now.today, now.consent_parallels, now.excluded, now.shut_out)
        return cls(*known, memory=memory)

    async def people(self, ids: Collection[str]) -> dict[str, Person]:
        """As ``Roster.people``."""
        found = await self.memory.people.of(self.number, ids)
        return {key: found[key][0] for key in ids if key in found}

    async def units(self, ids: Collection[str]) -> dict[str, Unit]:
        """As ``Roster.units``."""
        found = await self.memory.units.of(self.number, ids)
        return {key: found[key][0] for key in ids if key in found}

    async def memberships(
        self, *, units: Collection[str] | None = None, people: Collection[str] | None = None
    ) -> list[Membership]:
        """As ``Roster.memberships``."""
        if people is not None:
            found = await self.memory.of_person.of(self.number, people)
            rows = (row for key in dict.fromkeys(people) if key in found for row in found[key])
            return list(rows) if units is None else [row for row in rows if row.unit_id in units]
        wanted = units or ()
        found = await self.memory.of_unit.of(self.number, wanted)
        return [row for key in dict.fromkeys(wanted) if key in found for row in found[key]]

    async def active(
        self,
        *,
        units: Collection[str] | None = None,
        people: Collection[str] | None = None,
        part: Part | None = None,
        in_classes: bool = False,
    ) -> list[Membership]:
        """As ``Roster.active``."""
        rows = await self.memberships(units=units, people=people)
        rows = [row for row in rows if (part is None or row.part is part) and self.is_active(row)]
        if in_classes:
            known = await self.units({row.unit_id for row in rows})
            classes = {key for key, unit in known.items() if unit.kind is UnitKind.CLASS and unit.active}
            rows = [row for row in rows if row.unit_id in classes]
        known_people = await self.memory.people.of(self.number, {row.person_id for row in rows})
        return [row for row in rows if row.person_id in known_people and known_people[row.person_id][0].enabled]

    async def guardians(self, pupils: Collection[str]) -> dict[str, list[str]]:
        """As ``Roster.guardians``."""
        found = await self.memory.guardians.of(self.number, pupils)
        allowed = {
            pupil: sorted(one for one in found[pupil] if (one, pupil) not in self.excluded)
            for pupil in sorted(pupils)
            if pupil in found
        }
        return {pupil: guardians for pupil, guardians in allowed.items() if guardians}


@lru_cache(maxsize=64)
def _roles(spelled: str) -> frozenset[Role]:
    return frozenset(Role(role) for role in spelled.split(",") if role)


@lru_cache(maxsize=1024)
def _day(spelled: str | None) -> date | None:
    return date.fromisoformat(spelled) if spelled else None


def _person(key: str, family: str, given: str, patronymic: str, *rest: Any) -> Person:
    roles, is_enabled, *_ = rest
    return Person(key, family, given, patronymic, _roles(roles), (), bool(is_enabled))


def _unit(key: str, kind: str, title: str, year: str, *rest: Any) -> Unit:
    parallel, letter, subject, is_active = rest
    return Unit(key, _KINDS[kind], title, year, parallel, letter, subject, bool(is_active))


def _membership(unit_id: str, person_id: str, part: str, *rest: Any) -> Membership:
    begin, end, ended = rest
    return Membership(unit_id, person_id, _PARTS[part], _day(begin), _day(end), bool(ended))


def _guardian(guardian: str, *_: Any) -> str:
    return guardian
