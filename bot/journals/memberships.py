"""Who belongs where: enrolments of pupils and teachers by unit, and who is the class teacher.

The enrolments of a region are many and nearly all alike: what stands after the person is read once for all rows that
have it, and kept as a short text of what it means.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from bot.domain.kinds import Part, UnitKind
from bot.domain.roster import Stay, Unit
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.tables import OpenTable, Piece, Row
from bot.journals.text import clean_all
from bot.journals.users import BELONGS, LEARNS, PUPIL, Memo, Users
from bot.journals.words import BOOLEANS, ENROLMENT_ROLES, is_active, read_date

_COLUMNS = ("classSourcedId", "userSourcedId", "status", "role", "primary", "beginDate", "endDate")


@dataclass(frozen=True)
class Meaning:
    """What an enrolment says besides unit and person."""

    part: Part
    is_primary: bool
    begin_on: date | None
    end_on: date | None
    ended: bool

    @cached_property
    def text(self) -> bytes:
        """Short and equal for equal meanings."""
        days = (day.isoformat() if day else "" for day in (self.begin_on, self.end_on))
        return "\t".join([self.part, *days, "1" * self.is_primary, "1" * self.ended]).encode()

    def is_over(self, today: date) -> bool:
        """Whether it holds no more."""
        return self.ended or (self.end_on is not None and self.end_on < today)


Lines = dict[str, dict[bytes, bytearray]]
"""By unit and by the text of what that means the people who are there, one a line."""


@dataclass(slots=True)
class Enrolments:
    """Who is in which unit; ``led`` are those who lead a class although nobody is called primary."""

    units: Mapping[str, Unit]
    lines: Lines = field(default_factory=lambda: defaultdict(lambda: defaultdict(bytearray)))
    meanings: dict[bytes, Meaning] = field(default_factory=dict)
    led: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def content(self, unit_id: str) -> bytes:
        """What the memberships of a unit follow from, in one order."""
        led = "\t".join(sorted(self.led[unit_id])).encode() if unit_id in self.led else b""
        people = sorted((text, sorted(people)) for text, people in self._people(unit_id))
        return b"\n\n".join([led, *(b"\n".join([text, *keys]) for text, keys in people)])

    def stays(self, unit_id: str) -> dict[Stay, set[str]]:
        """Everybody in a unit, by what is said of them; nobody in a unit that is not there."""
        found: dict[Stay, set[str]] = defaultdict(set)
        if unit_id not in self.units:
            return found
        is_class, led = self.units[unit_id].kind is UnitKind.CLASS, self.led.get(unit_id, ())
        for text, people in self._people(unit_id):
            meaning, mentioned = self.meanings[text], set(map(bytes.decode, people))
            leaders = set[str]()
            if is_class and meaning.part is Part.TEACHER:
                leaders = mentioned if meaning.is_primary else mentioned.intersection(led)
            for part, some in ((meaning.part, mentioned - leaders), (Part.HOMEROOM, leaders)):
                if some:
                    found[Stay(part, meaning.begin_on, meaning.end_on, meaning.ended)] |= some
        return found

    def _people(self, unit_id: str) -> Iterator[tuple[bytes, list[bytes]]]:
        for text, lines in self.lines.get(unit_id, {}).items():
            yield text, bytes(lines).split(b"\n")[:-1]


def read_enrolments(feed: Feed, units: Mapping[str, Unit], users: Users, today: date, notes: Notes) -> Enrolments:
    """Read the enrolments in ``units``; teachers of a class unit become its class teacher or one of its teachers."""
    table = feed.enrolments
    if table is None:
        return Enrolments(units)
    reading = _Reading(feed, table, units, users, notes)
    for piece in feed.said.of(table, _COLUMNS, notes):
        reading.read(piece)
    places = {row["sourcedId"]: row.place for row in reversed(feed.classes.rows)}
    for key, unit in units.items():
        if unit.kind is UnitKind.CLASS:
            reading.find_class_teacher(unit, places[key], today)
    return reading.found


class _Reading:
    """One pass over the enrolments."""

    def __init__(self, feed: Feed, table: OpenTable, units: Mapping[str, Unit], users: Users, notes: Notes) -> None:
        self._table, self._users, self._notes = table, users, notes
        self._classes_file = feed.classes.file
        self._units = units
        self._classes = {row["sourcedId"].encode(): row["sourcedId"] for row in feed.classes.rows}
        self._pupils = {key for key, bits in users.bits.items() if bits & PUPIL}
        self._meanings = Memo(table, _COLUMNS[2:], _meaning, notes)
        self._teachers: dict[str, list[tuple[str, Meaning]]] = defaultdict(list)
        self.found = Enrolments(units)

    def read(self, piece: Piece) -> None:
        """Read some rows; nearly all follow one that differs from them only in the person, a pupil."""
        units, people, *rest = piece.columns
        first = 0
        for (unit, *cells), same in groupby(zip(units, *rest, strict=True)):
            after = first + len(list(same))
            meaning = self._meanings.known(tuple(cells))
            learn = meaning is not None and meaning.part is Part.PUPIL and self._pupils.issuperset(people[first:after])
            if learn and unit in self._classes:
                self._note(self._classes[unit], people[first:after], meaning)
            else:
                for place in range(first, after):
                    self._read_one(piece.lines[place], unit, people[place], tuple(cells))
            first = after

    def _read_one(self, line: int, unit: bytes, person: bytes, cells: tuple[bytes, ...]) -> None:
        is_usual, place = unit in self._classes and person in self._users.bits, f"{self._table.file}:{line}"
        unit_key, key = (unit, person) if is_usual else clean_all([unit, person])
        if unit_key not in self._classes:
            self._notes.repair(Code.DANGLING, place, column="classSourcedId", target=self._classes_file)
        elif key not in self._users.bits:
            self._notes.repair(Code.DANGLING, place, column="userSourcedId", target=self._users.table.file)
        elif (unit_id := self._classes[unit_key]) in self._units and (meaning := self._meanings.one(line, cells)):
            self._note(unit_id, [key], meaning)
            self._users.bits[key] |= BELONGS | LEARNS * (meaning.part is Part.PUPIL)
            if meaning.part is Part.TEACHER and self._units[unit_id].kind is UnitKind.CLASS:
                self._teachers[unit_id].append((key.decode(), meaning))

    def _note(self, unit_id: str, people: Sequence[bytes], meaning: Meaning) -> None:
        if unit_id in self._units:
            self.found.meanings[meaning.text] = meaning
            self.found.lines[unit_id][meaning.text] += b"\n".join([*people, b""])

    def find_class_teacher(self, unit: Unit, place: str, today: date) -> None:
        """Note whoever leads the class, or that nobody can be told to."""
        current = [(person, one) for person, one in self._teachers[unit.source_id] if not one.is_over(today)]
        everybody, primary = {person for person, _ in current}, {person for person, one in current if one.is_primary}
        if unit.active and len(primary) != 1:
            code = Code.HOMEROOM_GUESSED if len(everybody) == 1 else Code.HOMEROOM_UNKNOWN
            self._notes.repair(Code.HOMEROOM_SEVERAL if primary else code, place, title=unit.title)
        if not primary and len(everybody) == 1:
            self.found.led[unit.source_id] = everybody


def _meaning(row: Row, notes: Notes) -> Meaning | None:
    role = ENROLMENT_ROLES.read(row, "role", notes)
    if role is None or role[1] is None:
        notes.repair(Code.ENROLMENT_UNUSED, row.place, role=role[0]) if role else None
        return None
    primary = BOOLEANS.read(row, "primary", notes)
    begin_on, end_on = read_date(row, "beginDate", notes), read_date(row, "endDate", notes)
    return Meaning(role[1], primary is not None and primary[1], begin_on, end_on, ended=not is_active(row, notes))
