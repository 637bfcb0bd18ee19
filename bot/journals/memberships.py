"""Who belongs where: enrolments of pupils and teachers by unit, and who is the class teacher.

The enrolments of a region are many and nearly all alike: what stands after the person is read once for all rows that
have it, and kept as a short text of what it means.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from operator import itemgetter

from bot.domain.kinds import Part, UnitKind
from bot.domain.roster import Membership, Unit
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.tables import OpenTable, PlainBody, Row
from bot.journals.users import BELONGS, LEARNS, MEMO_SIZE, PUPIL, Users
from bot.journals.words import BOOLEANS, ENROLMENT_ROLES, is_active, read_date

_AFTER_PERSON = ("role", "primary", "beginDate", "endDate")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an enrolment says besides unit and person."""

    part: Part
    is_primary: bool
    begin_on: date | None
    end_on: date | None
    ended: bool

    @property
    def text(self) -> bytes:
        """Short and equal for equal meanings."""
        days = (day.isoformat() if day else "" for day in (self.begin_on, self.end_on))
        return "\t".join([self.part, *days, "1" * self.is_primary, "1" * self.ended]).encode()

    def is_over(self, today: date) -> bool:
        """Whether it holds no more."""
        return self.ended or (self.end_on is not None and self.end_on < today)


Lines = dict[str, dict[Meaning, bytearray]]
"""By unit and by what that means the people who are there, one a line."""


@dataclass(slots=True)
class Enrolments:
    """Who is in which unit; ``led`` are those who lead a class although nobody is called primary."""

    units: Mapping[str, Unit]
    lines: Lines = field(default_factory=lambda: defaultdict(lambda: defaultdict(bytearray)))
    led: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def content(self, unit_id: str) -> bytes:
        """What the memberships of a unit follow from, in one order."""
        led = "\t".join(sorted(self.led[unit_id])).encode() if unit_id in self.led else b""
        people = sorted((meaning.text, sorted(people)) for meaning, people in self._people(unit_id))
        return b"\n\n".join([led, *(b"\n".join([text, *keys]) for text, keys in people)])

    def memberships(self, unit_id: str) -> Iterator[Membership]:
        """Everybody's part in a unit, without repetitions; nobody's in a unit that is not there."""
        if unit_id not in self.units:
            return
        is_class, led = self.units[unit_id].kind is UnitKind.CLASS, self.led.get(unit_id, ())
        found = {(key, meaning.text): meaning for meaning, people in self._people(unit_id) for key in people}
        for (key, _), meaning in sorted(found.items(), key=itemgetter(0)):
            person_id, part = key.decode(), meaning.part
            if is_class and part is Part.TEACHER and (meaning.is_primary or person_id in led):
                part = Part.HOMEROOM
            yield Membership(unit_id, person_id, part, meaning.begin_on, meaning.end_on, meaning.ended)

    def _people(self, unit_id: str) -> Iterator[tuple[Meaning, list[bytes]]]:
        for meaning, lines in self.lines.get(unit_id, {}).items():
            yield meaning, bytes(lines).split(b"\n")[:-1]


def read_enrolments(feed: Feed, units: Mapping[str, Unit], users: Users, today: date, notes: Notes) -> Enrolments:
    """Read the enrolments in ``units``; teachers of a class unit become its class teacher or one of its teachers."""
    table = feed.enrolments
    if table is None:
        return Enrolments(units)
    read = _Reading(feed, table, units, users, notes)
    if (body := table.plain_body) is not None and (columns := _columns(body)) is not None:
        read.plain(body, *columns)
    else:
        for row in table.rows(notes):
            read.row(row)
    places = {row["sourcedId"]: row.place for row in reversed(feed.classes.rows)}
    for key, unit in units.items():
        if unit.kind is UnitKind.CLASS:
            read.find_class_teacher(unit, places[key], today)
    return read.found


def _columns(body: PlainBody) -> tuple[int, int, int | None] | None:
    """Where unit, person and status stand, if all that matters besides stands after the person and nothing before."""
    unit, person, status = (body.place_of(name) for name in ("classSourcedId", "userSourcedId", "status"))
    rest = [place for name in _AFTER_PERSON if (place := body.place_of(name)) is not None]
    if unit is None or person is None or unit > person or any(place < person for place in rest):
        return None
    return unit, person, status if status is not None and status < person else None


class _Reading:
    """One pass over the enrolments."""

    def __init__(self, feed: Feed, table: OpenTable, units: Mapping[str, Unit], users: Users, notes: Notes) -> None:
        self._table, self._users, self._notes = table, users, notes
        self._classes_file = feed.classes.file
        self._classes = {row["sourcedId"] for row in feed.classes.rows}
        self._units = units
        self._teachers: dict[str, list[tuple[str, Meaning]]] = defaultdict(list)
        self.found = Enrolments(units)

    def plain(self, body: PlainBody, unit: int, person: int, status: int | None) -> None:
        """Read lines whose cells are divided by commas and nothing else; any other line is read like a row."""
        bits, first = self._users.bits, person + 1
        usual: dict[bytes, _Places] = {}
        body_lines, shift = iter(body), body.first_line
        for number, line in enumerate(body_lines):
            cells = line.split(b",", first)
            # Nearly every line is that of a pupil, with an ending that is known already.
            try:
                lines, who = usual[cells[first]][cells[unit]], bits[cells[person]]
            except (IndexError, KeyError):
                who = 0
            if who & PUPIL and not (status is not None and cells[status]) and b'"' not in line:
                if lines is not None:
                    lines += cells[person] + b"\n"
                continue
            taken = _Counted(line, body_lines)
            meaning = self._odd(number + shift, taken)
            if meaning is not None and taken.more == 0 and b'"' not in line and len(usual) < MEMO_SIZE:
                usual[cells[first]] = _Places(meaning, self.found.lines, self._units, self._classes)
            shift += taken.more
        if body.last:
            row = self._table.parse(body.first_line + body.lines, iter([body.last]), self._notes, is_last=True)
            if row is not None:
                self.row(row)

    def row(self, row: Row) -> Meaning | None:
        """Read one row; what it means if it counts."""
        unit_id, person_id = row["classSourcedId"], row["userSourcedId"]
        key = person_id.encode()
        if unit_id not in self._classes:
            self._notes.repair(Code.DANGLING, row.place, column="classSourcedId", target=self._classes_file)
        elif key not in self._users.bits:
            self._notes.repair(Code.DANGLING, row.place, column="userSourcedId", target=self._users.table.file)
        elif unit_id in self._units and (meaning := _meaning(row, self._notes)):
            self.found.lines[unit_id][meaning] += key + b"\n"
            self._users.bits[key] |= BELONGS | LEARNS * (meaning.part is Part.PUPIL)
            if meaning.part is Part.TEACHER and self._units[unit_id].kind is UnitKind.CLASS:
                self._teachers[unit_id].append((person_id, meaning))
            return meaning
        return None

    def find_class_teacher(self, unit: Unit, place: str, today: date) -> None:
        """Note whoever leads the class, or that nobody can be told to."""
        current = [(person, one) for person, one in self._teachers[unit.source_id] if not one.is_over(today)]
        everybody, primary = {person for person, _ in current}, {person for person, one in current if one.is_primary}
        if unit.active and len(primary) != 1:
            code = Code.HOMEROOM_GUESSED if len(everybody) == 1 else Code.HOMEROOM_UNKNOWN
            self._notes.repair(Code.HOMEROOM_SEVERAL if primary else code, place, title=unit.title)
        if not primary and len(everybody) == 1:
            self.found.led[unit.source_id] = everybody

    def _odd(self, number: int, lines: Iterator[bytes]) -> Meaning | None:
        """Read a line like a row; what it means if it is that of a pupil about whom there was nothing to note."""
        before = self._notes.noted
        row = self._table.parse(number, lines, self._notes)
        meaning = self.row(row) if row is not None else None
        is_usual = meaning is not None and meaning.part is Part.PUPIL and self._notes.noted == before
        return meaning if is_usual else None


class _Places(dict[bytes, bytearray | None]):
    """Where to note who means the same, by unit; None where nobody need be noted."""

    def __init__(self, meaning: Meaning, lines: Lines, units: Collection[str], classes: Collection[str]) -> None:
        super().__init__()
        self._meaning, self._lines, self._units, self._classes = meaning, lines, units, classes

    def __missing__(self, unit: bytes) -> bytearray | None:
        unit_id = unit.decode()
        if unit_id not in self._classes:
            raise KeyError(unit)
        found = self[unit] = self._lines[unit_id][self._meaning] if unit_id in self._units else None
        return found


class _Counted:
    """A line and, if they are asked for, those that follow; counts how many."""

    def __init__(self, line: bytes, following: Iterator[bytes]) -> None:
        self._lines = chain([line], following)
        self.more = -1

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = next(self._lines)
        self.more += 1
        return line


def _meaning(row: Row, notes: Notes) -> Meaning | None:
    role = ENROLMENT_ROLES.read(row, "role", notes)
    if role is None or role[1] is None:
        notes.repair(Code.ENROLMENT_UNUSED, row.place, role=role[0]) if role else None
        return None
    primary = BOOLEANS.read(row, "primary", notes)
    begin_on, end_on = read_date(row, "beginDate", notes), read_date(row, "endDate", notes)
    return Meaning(role[1], primary is not None and primary[1], begin_on, end_on, ended=not is_active(row, notes))
