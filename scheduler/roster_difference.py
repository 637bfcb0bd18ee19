"""The rows by which an edition differs from the visible roster, found without looking at what has the same print."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from bot.domain.edition import Edition, is_of_pairs, is_of_people, slot_of, slots_of, unit_of
from bot.domain.kinds import Part, UnitKind
from bot.domain.roster import Stay
from models.roster_sql import (
    GUARDIANSHIPS,
    MEMBERSHIPS,
    PEOPLE,
    PHONES,
    PORTIONS,
    UNITS,
    RowTable,
    Values,
    VisibleRoster,
)
from scheduler import roster_rows
from scheduler.roster_frames import Rows, Summary, UnitCount, Waiting
from scheduler.roster_rows import Digest

PORTIONS_AT_ONCE = 4096
"""Whose people are compared in one pass over the journal: so many fit into memory."""
PUPIL = Part.PUPIL.value


class Stored(NamedTuple):
    """What is known of a portion."""

    row_id: int
    print: str
    is_quiet: bool
    size: int
    teachers: int


@dataclass(slots=True)
class Present:
    """Rows of one table that are visible: id, and numbers that tell other values or other rights, by key."""

    table: RowTable
    rows: dict[Values, tuple[int, int, int]]

    @classmethod
    def of(cls, table: RowTable, rows: Iterable[tuple[int, Values]]) -> "Present":
        """Those of a query."""
        return cls(table, {table.key_of(row): (row_id, hash(row), hash(_rights(row))) for row_id, row in rows})


@dataclass
class Difference:
    """Compares portion by portion. ``is_complete``: what the edition does not mention is gone.

    ``summary`` says at the end what differed.
    """

    edition: Edition
    roster: VisibleRoster
    stored: Mapping[str, Stored]
    prints: Mapping[str, str]
    digest: Digest
    today: date
    is_complete: bool = False
    summary: Summary = field(default_factory=Summary)
    waiting: Waiting = field(default_factory=Waiting)
    _withheld: set[str] = field(default_factory=set)

    @cached_property
    def changed(self) -> list[str]:
        """Portions whose print is another one, or about which there was something to remark."""
        return [portion for portion, print_ in self.prints.items() if not self._is_known(portion, print_)]

    @cached_property
    def gone(self) -> list[str]:
        """Portions that the edition has no more."""
        return [portion for portion in self.stored if portion not in self.prints]

    def rows(self) -> Iterator[Rows]:
        """The difference by frames."""
        portions = sorted([*self.changed, *(self.gone if self.is_complete else ())])
        people = [portion for portion in portions if is_of_people(portion)]
        for some in _batches(people, len(people) if self.roster.is_empty else PORTIONS_AT_ONCE):
            yield from self._people(some)
        for portion in filter(is_of_pairs, portions):
            yield from self._pairs(portion)
        for portion in portions:
            if (unit_id := unit_of(portion)) is not None:
                yield from self._unit(portion, unit_id)
        yield from self.waiting.frames(is_last=True)

    # --- one kind of portion after the other ----------------------------------------------------------------------

    def _people(self, portions: Collection[str]) -> Iterator[Rows]:
        people, phones = (self._at(table, portions) for table in (PEOPLE, PHONES))
        at_slots = Counter[int]()
        division = self.edition.division
        for person in self.edition.people(set(portions)):
            slot = slot_of(person.source_id)
            at_slots[slot] += 1
            row = roster_rows.of_person(person, slot)
            known = people.rows.get(PEOPLE.key_of(row)) if people.rows else None
            has_news = self._want(people, row) and (known is None or known[2] != hash(_rights(row)))
            if has_news and not self.roster.is_empty:
                self.summary.people.add(person.source_id)
            for row in roster_rows.of_phones(person, slot, self.digest):
                self._want(phones, row)
            if self.waiting.is_full:
                yield from self.waiting.frames()
        for key in self._end_rest(people):
            self.summary.people.add(key[0])
            self._withhold(division.people(slot_of(key[0])))
        for _, person_id in self._end_rest(phones):
            self.summary.renumbered.add(person_id)
            self._withhold(division.people(slot_of(person_id)))
        sizes = Counter[str]()
        for slot, count in at_slots.items():
            sizes[division.people(slot)] += count
        for portion in portions:
            self._remember(portion, is_quiet=portion not in self.edition.noisy, size=sizes[portion])
            yield from self.waiting.frames()

    def _pairs(self, portion: str) -> Iterator[Rows]:
        present, size = self._at(GUARDIANSHIPS, [portion]), 0
        for pair in self.edition.guardianships(portion):
            size += 1
            if self._want(present, roster_rows.of_guardianship(pair)) and not self.roster.is_empty:
                self.summary.pupils.add(pair.pupil_id)
        for _, pupil_id in self._end_rest(present):
            self.summary.pupils.add(pupil_id)
            self._withhold(portion)
        self._remember(portion, size=size)
        yield from self.waiting.frames()

    def _unit(self, portion: str, unit_id: str) -> Iterator[Rows]:
        before, unit = Present.of(UNITS, self._of_unit(UNITS, unit_id)), self.edition.units().get(unit_id)
        if unit is not None and self._want(before, roster_rows.of_unit(unit)):
            self.summary.units.add(unit_id)
            self.summary.led.add(unit_id)
            self.summary.taught.add(unit_id)
        if self._end_rest(before):
            self.summary.units.add(unit_id)
            self.summary.taught.add(unit_id)
            self._withhold(portion)
        known = {row: row_id for row_id, row in self._of_unit(MEMBERSHIPS, unit_id)}
        rows = _lasting(unit_id, self.edition.stays(unit_id))
        same = known.keys() & rows if known else ()
        present = Present.of(MEMBERSHIPS, ((row_id, row) for row, row_id in known.items() if row not in same))
        different = [row for row in rows if row not in same] if same else rows
        pupils = [(row, MEMBERSHIPS.key_of(row) in present.rows) for row in different if row[2] == PUPIL]
        came = sum(not is_known for _, is_known in pupils)
        went = sum(is_known and bool(row[5] or row[4]) for row, is_known in pupils)
        self._want_all(present, different)
        if gone := self._end_rest(present):
            self._withhold(portion)
            went += sum(key[2] == PUPIL for key in gone)
        self._touch(unit_id, [*different, *gone])
        self._count(portion, unit_id, rows, came, went)
        yield from self.waiting.frames()

    def _touch(self, unit_id: str, rows: Collection[Values]) -> None:
        parts = {row[2] for row in rows}
        if parts:
            self.summary.units.add(unit_id)
        if parts - {PUPIL}:
            self.summary.taught.add(unit_id)
        if Part.HOMEROOM.value in parts:
            self.summary.led.add(unit_id)
        if not self.roster.is_empty:
            self.summary.moved.update(row[1] for row in rows if row[2] == PUPIL)

    def _count(self, portion: str, unit_id: str, rows: Collection[Values], came: int, went: int) -> None:
        today = self.today.isoformat()
        holding = [row[2] for row in rows if not row[5] and (row[4] is None or row[4] >= today)]
        pupils = holding.count(PUPIL)
        known = self.stored.get(portion)
        self._remember(portion, size=pupils, teachers=len(holding) - pupils)
        if known is not None and pupils < known.size:
            self.summary.lacking.append(UnitCount(unit_id, pupils, len(holding) - pupils, known.size))
        if came or went:
            self._name(unit_id)
            self.summary.came[unit_id], self.summary.went[unit_id] = came, went

    def _name(self, unit_id: str) -> None:
        unit = self.edition.units().get(unit_id)
        if unit is not None:
            kind, title = unit.kind.value, unit.title
        else:
            kind, title = next(((row[1], row[2]) for _, row in self.roster.of_unit(UNITS, unit_id)), ("", ""))
        if kind == UnitKind.CLASS:
            self.summary.titles[unit_id] = title

    # --- rows ----------------------------------------------------------------------

    def _is_known(self, portion: str, print_: str) -> bool:
        known = self.stored.get(portion)
        return known is not None and known.print == print_ and known.is_quiet

    def _at(self, table: RowTable, portions: Collection[str]) -> Present:
        if self.roster.is_empty:
            return Present(table, {})
        found = (pair for portion in portions for pair in self.roster.at_slots(table, slots_of(portion)))
        return Present.of(table, found)

    def _of_unit(self, table: RowTable, unit_id: str) -> Iterable[tuple[int, Values]]:
        return () if self.roster.is_empty else self.roster.of_unit(table, unit_id)

    def _want(self, present: Present, row: Values) -> bool:
        """Whether a row differs from what is there; whatever is left of ``present`` at the end is gone."""
        known = present.rows.pop(present.table.key_of(row), None) if present.rows else None
        if known is not None and known[1] == hash(row):
            return False
        counts = self.summary.of(present.table.name)
        if known is None:
            counts.added += 1
        else:
            counts.changed += 1
            self.waiting.end(present.table, known[0])
        self.waiting.add(present.table, row)
        return True

    def _want_all(self, present: Present, rows: list[Values]) -> None:
        """The same for many rows, of which nothing is there at first."""
        if present.rows:
            for row in rows:
                self._want(present, row)
        else:
            self.summary.of(present.table.name).added += len(rows)
            self.waiting.add(present.table, *rows)

    def _end_rest(self, present: Present) -> list[Values]:
        """Keys of rows that are not mentioned; they end only if that proves something."""
        if self.is_complete:
            self.summary.of(present.table.name).gone += len(present.rows)
            for row_id, *_ in present.rows.values():
                self.waiting.end(present.table, row_id)
        return list(present.rows)

    def _withhold(self, portion: str) -> None:
        if not self.is_complete:
            self._withheld.add(portion)

    def _remember(self, portion: str, *, is_quiet: bool = True, size: int = 0, teachers: int = 0) -> None:
        """Store the print of a portion, unless there is more in the roster than the edition says."""
        known = self.stored.get(portion)
        if portion not in self.prints:
            if known is not None:
                self.waiting.end(PORTIONS, known.row_id)
            return
        print_ = "" if portion in self._withheld else self.prints[portion]
        if portion in self._withheld and known is not None:
            size = max(size, known.size)
        if known != Stored(known.row_id if known else 0, print_, is_quiet, size, teachers):
            if known is not None:
                self.waiting.end(PORTIONS, known.row_id)
            self.waiting.add(PORTIONS, (portion, print_, int(is_quiet), size, teachers))


def _rights(row: Values) -> Values:
    """Of a person: the roles, and whether the journal has switched them off."""
    return row[4:6]


def _lasting(unit_id: str, stays: Mapping[Stay, Collection[str]]) -> list[Values]:
    """One row for each person and part: of several enrolments the one that lasts longest."""
    rows = [row for stay, people in stays.items() for row in roster_rows.of_stay(unit_id, stay, people)]
    chosen: dict[Values, Values] = {}
    for row in rows if len(set().union(*stays.values())) < len(rows) else ():
        known = chosen.get(row[:3])
        if known is None or _lasts(row) > _lasts(known):
            chosen[row[:3]] = row
    return list(chosen.values()) if chosen else rows


def _lasts(row: Values) -> tuple[bool, str, str]:
    begin_on, end_on, is_ended = row[3:]
    return not is_ended, end_on or "9999", begin_on or ""


def _batches(items: list[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
