"""Everybody of a feed in a few bits each: who they are at school, and prints of what the feed says of them.

The names and numbers of a region do not fit into memory. So the users are gone through once for these bits, and once
more for those people about whom something may have changed.
"""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from zlib import crc32

from bot.domain.edition import FINEST_SHIFT, Division
from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.people import is_enabled, org_ids_of, person_of, role_here, role_of
from bot.journals.problems import Code
from bot.journals.schools import School
from bot.journals.tables import OpenTable, Row
from bot.journals.text import clean

BITS = {role: 1 << place for place, role in enumerate(Role)}
PUPIL, GUARDIAN = BITS[Role.PUPIL], BITS[Role.GUARDIAN]
ROLES = sum(BITS.values())
ENABLED, MADE_GUARDIAN = 1 << 5, 1 << 6
SHOWN = ROLES | ENABLED | MADE_GUARDIAN
"""Bits that show in the person's row."""
LEARNS, BELONGS = 1 << 7, 1 << 8
"""Is a pupil of some unit; belongs to the organisation of the school."""

COLUMNS = (
    *("sourcedId", "enabledUser", "status", "givenName", "familyName", "middleName", "sms", "phone"),
    *("agentSourcedIds", "role", "orgSourcedIds", "primaryOrgSourcedId"),
)
ROLE_COLUMNS = ("userSourcedId", "role", "status", "beginDate", "endDate", "orgSourcedId")
MEMO_SIZE = 4096
OwnBits = Callable[[int, tuple[str, ...]], int]
T = TypeVar("T")


class Memo:
    """Remembers what rows mean that differ in nothing else, unless there was something to note about them."""

    def __init__(self, read: Callable[[Row, Notes], Any], notes: Notes) -> None:
        self._read, self._notes = read, notes
        self._known: dict[tuple[str, ...], Any] = {}

    def of(self, table: OpenTable, line: int, columns: tuple[str, ...], cells: tuple[str, ...]) -> Any:
        """What the row means."""
        known = self._known.get(cells)
        if known is not None:
            return known
        before = self._notes.noted
        meaning = self._read(table.row(line, columns, cells), self._notes)
        if meaning is not None and self._notes.noted == before and len(self._known) < MEMO_SIZE:
            self._known[cells] = meaning
        return meaning


@dataclass(slots=True)
class Users:
    """The people of a feed: ``bits`` by id, and for those who name agents the cell and the line where it stands."""

    table: OpenTable
    bits: dict[bytes, int] = field(default_factory=dict)
    agents: dict[bytes, str] = field(default_factory=dict)
    agent_lines: "array[int]" = field(default_factory=lambda: array("L"))
    nameless: int = 0
    _prints: dict[int, Any] = field(default_factory=dict)
    _repeated: dict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))

    def prints(self, division: Division, kept: Callable[[int], bool]) -> dict[str, bytes]:
        """By portion what its people are, for those whose bits are to be ``kept``."""
        shown: dict[int, bytearray] = defaultdict(bytearray)
        for key, bits in self.bits.items():
            if kept(bits):
                shown[(crc32(key) & 0xFFFF) >> FINEST_SHIFT].append(bits & SHOWN)
        content: dict[str, bytearray] = defaultdict(bytearray)
        for fine in sorted(shown):
            portion = content[division.people(fine << FINEST_SHIFT)]
            portion += self._prints[fine].digest()
            portion += shown[fine]
        return {portion: bytes(seen) for portion, seen in content.items()}

    def people(
        self, portions: Collection[str], division: Division, kept: Callable[[int], bool], notes: Notes
    ) -> Iterator[tuple[str, Person, bool]]:
        """Portion, person, and whether something was noted, for everybody kept of these portions."""
        seen = set[bytes]()
        wanted = {fine for fine in range(1 << (16 - FINEST_SHIFT)) if division.people(fine << FINEST_SHIFT) in portions}
        for line, cells in self.table.cells(COLUMNS, Notes()):
            key = clean(cells[0]).encode()
            slot = crc32(key) & 0xFFFF
            if slot >> FINEST_SHIFT not in wanted or not (key and kept(self.bits[key])) or key in seen:
                continue
            if key in self._repeated:
                seen.add(key)
            before = notes.noted
            row, bits = self.table.row(line, COLUMNS, cells), self.bits[key]
            person = person_of(row, roles_of(bits), notes, is_enabled=bool(bits & ENABLED))
            yield division.people(slot), person, notes.noted > before

    def note_repetitions(self, notes: Notes) -> None:
        """Of rows with one id that say different things the first is kept."""
        first: dict[bytes, dict[str, str]] = {}
        for line, cells in self.table.cells(COLUMNS, Notes()) if self._repeated else ():
            key = clean(cells[0]).encode()
            if key in self._repeated:
                row = self.table.row(line, COLUMNS, cells)
                if first.setdefault(key, dict(row.cells)) != row.cells:
                    notes.incomplete(Code.DUPLICATE_ID, row.place)

    def read(self, rows: Iterable[tuple[int, tuple[str, ...]]], own_bits: OwnBits, notes: Notes) -> None:
        """Go through the rows; ``own_bits`` are those that the row itself tells."""
        bits, prints, join, nameless = self.bits, self._prints, "\x1f".join, 0
        for line, cells in rows:
            key = _key(cells[0])
            if not key:
                notes.incomplete(Code.MISSING_VALUE, f"{self.table.file}:{line}", column="sourcedId")
                continue
            own = own_bits(line, cells)
            if key in bits:
                self._repeated[key].append(line)
                continue
            bits[key] = own
            if not (cells[3] and cells[4]):
                nameless += 1
            if cells[8]:
                self.agents[key] = clean(cells[8])
                self.agent_lines.append(line)
            fine = (crc32(key) & 0xFFFF) >> FINEST_SHIFT
            if fine in prints:
                prints[fine].update(join(cells).encode())
            else:
                prints[fine] = hashlib.blake2b(join(cells).encode(), digest_size=16)
        self.nameless = nameless


def _key(cell: str) -> bytes:
    usual = cell.isascii() and cell.isprintable() and " " not in cell
    return (cell if usual else clean(cell)).encode()


def roles_of(bits: int) -> frozenset[Role]:
    """The roles among the bits, being somebody's guardian included."""
    roles = frozenset(role for role, bit in BITS.items() if bits & bit)
    return roles | {Role.GUARDIAN} if bits & MADE_GUARDIAN else roles


def read_users(feed: Feed, table: OpenTable, school: School, today: date, notes: Notes) -> Users:
    """Go through the users and their roles."""
    users = Users(table)
    state = Memo(lambda row, seen: ENABLED * is_enabled(row, seen), notes)
    place = Memo(lambda row, _: BELONGS * bool(school.org_ids & org_ids_of(row)), notes)
    own_role = Memo(lambda row, seen: _bit_of(role_of(row, org_ids_of(row), school, feed.orgs.file, seen)), notes)

    def own_bits(line: int, cells: tuple[str, ...]) -> int:
        own: int = state.of(table, line, COLUMNS[1:3], cells[1:3])
        if not school.is_only:
            own |= place.of(table, line, COLUMNS[10:], cells[10:])
        if feed.roles is None:
            own |= own_role.of(table, line, COLUMNS[9:], cells[9:])
        return own

    users.read(table.cells(COLUMNS, notes), own_bits, notes)
    users.note_repetitions(notes)
    if feed.roles is not None:
        here = Memo(lambda row, seen: _bit_of(role_here(row, school, feed.orgs.file, today, seen)), notes)
        _read_roles(feed.roles, users, here, notes)
    return users


def _bit_of(role: Role | None) -> int:
    return BITS[role] if role else 0


def _read_roles(table: OpenTable, users: Users, role: Memo, notes: Notes) -> None:
    bits, columns = users.bits, ROLE_COLUMNS[1:]
    for line, cells in table.cells(ROLE_COLUMNS, notes):
        key = _key(cells[0])
        if key in bits:
            bits[key] |= role.of(table, line, columns, cells[1:])
        else:
            notes.repair(Code.DANGLING, f"{table.file}:{line}", column="userSourcedId", target=users.table.file)
