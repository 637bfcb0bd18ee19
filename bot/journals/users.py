"""Everybody of a feed in a few bits each: who they are at school, and prints of what the feed says of them.

The names and numbers of a region do not fit into memory. So the users are gone through once for these bits, and once
more for those people about whom something may have changed.
"""

import contextlib
import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from itertools import repeat
from operator import or_
from typing import Any
from zlib import crc32

from bot.domain.edition import FINEST_SHIFT, Division
from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.people import is_enabled, org_ids_of, person_of, role_here, role_of
from bot.journals.problems import Code
from bot.journals.schools import School
from bot.journals.tables import OpenTable, Piece, Row
from bot.journals.text import clean_all, clean_texts

BITS = {role: 1 << place for place, role in enumerate(Role)}
PUPIL, GUARDIAN = BITS[Role.PUPIL], BITS[Role.GUARDIAN]
ROLES = sum(BITS.values())
ENABLED, MADE_GUARDIAN = 1 << 5, 1 << 6
SHOWN = ROLES | ENABLED | MADE_GUARDIAN
"""Bits that show in the person's row."""
LEARNS, BELONGS = 1 << 7, 1 << 8
"""Is a pupil of some unit; belongs to the organisation of the school."""
OURS = ROLES | MADE_GUARDIAN | BELONGS
"""Bits of which nobody has any who is of another school of the same feed."""

COLUMNS = (
    *("sourcedId", "enabledUser", "status", "givenName", "familyName", "middleName", "sms", "phone"),
    *("agentSourcedIds", "role", "orgSourcedIds", "primaryOrgSourcedId"),
)
PERSON_COLUMNS = ("sourcedId", "givenName", "familyName", "middleName", "sms", "phone")
ROLE_COLUMNS = ("userSourcedId", "role", "status", "beginDate", "endDate", "orgSourcedId")
MEMO_SIZE = 4096
_BETWEEN = b"\x1f"
OwnBits = Callable[[Piece], list[int]]


class Memo:
    """Remembers what rows mean that differ in nothing else, unless there was something to note about them."""

    def __init__(
        self, table: OpenTable, columns: tuple[str, ...], read: Callable[[Row, Notes], Any], notes: Notes
    ) -> None:
        self._table, self._columns, self._read, self._notes = table, columns, read, notes
        self._known: dict[tuple[bytes, ...], Any] = {}

    def of(self, lines: Sequence[int], columns: Sequence[Sequence[bytes]]) -> list[Any]:
        """What each of some rows means."""
        if lines and all(column.count(column[0]) == len(lines) for column in columns):
            known = self.known(tuple(column[0] for column in columns))
            if known is not None:
                return [known] * len(lines)
        rows = list(zip(*columns, strict=True))
        found = list(map(self._known.get, rows))
        if None in found:
            found = [self.one(line, cells) for line, cells in zip(lines, rows, strict=True)]
        return found

    def known(self, cells: tuple[bytes, ...]) -> Any:
        """What such rows mean, if there was nothing to note about an earlier one."""
        return self._known.get(cells)

    def one(self, line: int, cells: tuple[bytes, ...]) -> Any:
        """What one row means."""
        known = self._known.get(cells)
        if known is not None:
            return known
        before = self._notes.noted
        meaning = self._read(self._table.row(line, self._columns, cells), self._notes)
        if meaning is not None and self._notes.noted == before and len(self._known) < MEMO_SIZE:
            self._known[cells] = meaning
        return meaning


@dataclass(slots=True)
class Users:
    """The people of a feed: ``bits`` by id, and ``agents``: pieces of ids and of the cells where they name agents."""

    table: OpenTable
    bits: dict[bytes, int] = field(default_factory=dict)
    agents: list[Piece] = field(default_factory=list)
    nameless: int = 0
    _content: dict[int, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    """By the finest slot the cells of ``PERSON_COLUMNS`` of everybody, ``_lines`` where they stand."""
    _lines: dict[int, "array[int]"] = field(default_factory=lambda: defaultdict(partial(array, "L")))
    _repeated: set[bytes] = field(default_factory=set)

    def prints(self, division: Division) -> dict[str, bytes]:
        """By portion what its people are, for those of the school."""
        shown: dict[int, bytearray] = defaultdict(bytearray)
        for check, bits in zip(map(crc32, self.bits), self.bits.values(), strict=True):
            if bits & OURS:
                shown[(check & 0xFFFF) >> FINEST_SHIFT].append(bits & SHOWN)
        content: dict[str, bytearray] = defaultdict(bytearray)
        for fine in sorted(shown):
            portion = content[division.people(fine << FINEST_SHIFT)]
            portion += hashlib.blake2b(self._content[fine], digest_size=16).digest()
            portion += shown[fine]
        return {portion: bytes(seen) for portion, seen in content.items()}

    def people(self, portions: Collection[str], division: Division, notes: Notes) -> Iterator[tuple[Person, bool]]:
        """Everybody of the school in these portions, and whether something was noted."""
        for fine, content in self._content.items():
            if division.people(fine << FINEST_SHIFT) not in portions:
                continue
            cells, width = bytes(content).split(_BETWEEN)[:-1], len(PERSON_COLUMNS)
            texts = zip(*[iter(clean_texts(cells))] * width, strict=True)
            for key, (_, *rest), line in zip(cells[::width], texts, self._lines[fine], strict=True):
                bits = self.bits[key]
                if bits & OURS:
                    before = notes.noted
                    row = Row(self.table.file, line, dict(zip(PERSON_COLUMNS, (key.decode(), *rest), strict=True)))
                    yield person_of(row, roles_of(bits), notes, is_enabled=bool(bits & ENABLED)), notes.noted > before

    def note_repetitions(self, notes: Notes) -> None:
        """Of rows with one id that say different things the first is kept."""
        first: dict[bytes, Mapping[str, str]] = {}
        for piece in self.table.pieces(COLUMNS, Notes()) if self._repeated else ():
            for place, key in enumerate(clean_all(piece.columns[0])):
                if key in self._repeated:
                    row = self._row(piece, place)
                    if first.setdefault(key, row.cells) != row.cells:
                        notes.incomplete(Code.DUPLICATE_ID, row.place)

    def read(self, pieces: Iterable[Piece], own_bits: OwnBits, notes: Notes) -> None:
        """Go through the rows; ``own_bits`` are those that the rows themselves tell."""
        for piece in pieces:
            some, keys = piece, clean_all(piece.columns[0])
            if b"" in keys or len(set(keys)) < len(keys) or not self.bits.keys().isdisjoint(keys):
                places = self._first_mentions(piece, keys, notes)
                some, keys = piece.only(places), [keys[place] for place in places]
            self._add(some, keys, own_bits(some))

    def read_roles(self, file: str, pieces: Iterable[Piece], roles: Memo, notes: Notes) -> None:
        """Go through the rows of roles."""
        bits = self.bits
        for piece in pieces:
            keys, found = clean_all(piece.columns[0]), roles.of(piece.lines, piece.columns[1:])
            with contextlib.suppress(KeyError):
                bits.update(zip(keys, map(or_, map(bits.__getitem__, keys), found), strict=True))
                continue
            for line, key, bit in zip(piece.lines, keys, found, strict=True):
                if key in bits:
                    bits[key] |= bit
                else:
                    place = f"{file}:{line}"
                    notes.repair(Code.DANGLING, place, column="userSourcedId", target=self.table.file)

    def _first_mentions(self, piece: Piece, keys: Sequence[bytes], notes: Notes) -> list[int]:
        first: dict[bytes, int] = {}
        for place, key in enumerate(keys):
            if not key:
                notes.incomplete(Code.MISSING_VALUE, f"{self.table.file}:{piece.lines[place]}", column="sourcedId")
            elif key in self.bits or key in first:
                self._repeated.add(key)
            else:
                first[key] = place
        return list(first.values())

    def _add(self, piece: Piece, keys: Sequence[bytes], own_bits: Iterable[int]) -> None:
        self.bits.update(zip(keys, own_bits, strict=True))
        if b"" in piece.columns[3] or b"" in piece.columns[4]:
            self.nameless += sum(not (given and family) for given, family in zip(*piece.columns[3:5], strict=True))
        if any(agents := clean_all(piece.columns[8])):
            self.agents.append(Piece(piece.lines, (keys, agents)))
        # What the other columns mean stands in the bits and among the pairs.
        rows = map(_BETWEEN.join, zip(keys, *map(_undivided, piece.columns[3:8]), repeat(b"")))
        for check, row, line in zip(map(crc32, keys), rows, piece.lines, strict=True):
            fine = (check & 0xFFFF) >> FINEST_SHIFT
            self._content[fine] += row
            self._lines[fine].append(line)

    def _row(self, piece: Piece, place: int) -> Row:
        return self.table.row(piece.lines[place], COLUMNS, [column[place] for column in piece.columns])


def _undivided(cells: Sequence[bytes]) -> Sequence[bytes]:
    """The cells without what stands between cells, which means no more than a space."""
    return [cell.replace(_BETWEEN, b" ") for cell in cells] if _BETWEEN in b"".join(cells) else cells


@lru_cache
def roles_of(bits: int) -> frozenset[Role]:
    """The roles among the bits, being somebody's guardian included."""
    roles = frozenset(role for role, bit in BITS.items() if bits & bit)
    return roles | {Role.GUARDIAN} if bits & MADE_GUARDIAN else roles


def read_users(feed: Feed, table: OpenTable, school: School, today: date, notes: Notes) -> Users:
    """Go through the users and their roles."""

    def state(row: Row, seen: Notes) -> int:
        return BELONGS * school.is_only | ENABLED * is_enabled(row, seen)

    def place(row: Row, _: Notes) -> int:
        return BELONGS * bool(school.org_ids & org_ids_of(row))

    def own_role(row: Row, seen: Notes) -> int:
        return _bit_of(role_of(row, org_ids_of(row), school, feed.orgs.file, seen))

    def role(row: Row, seen: Notes) -> int:
        return _bit_of(role_here(row, school, feed.orgs.file, today, seen))

    states, places = Memo(table, COLUMNS[1:3], state, notes), Memo(table, COLUMNS[10:], place, notes)
    own_roles = Memo(table, COLUMNS[9:], own_role, notes)

    def own_bits(piece: Piece) -> list[int]:
        own: list[int] = states.of(piece.lines, piece.columns[1:3])
        if not school.is_only:
            own = list(map(or_, own, places.of(piece.lines, piece.columns[10:])))
        if feed.roles is None:
            own = list(map(or_, own, own_roles.of(piece.lines, piece.columns[9:])))
        return own

    users = Users(table)
    users.read(feed.said.of(table, COLUMNS, notes), own_bits, notes)
    users.note_repetitions(notes)
    if feed.roles is not None:
        roles = Memo(feed.roles, ROLE_COLUMNS[1:], role, notes)
        users.read_roles(feed.roles.file, feed.said.of(feed.roles, ROLE_COLUMNS, notes), roles, notes)
    return users


def _bit_of(role: Role | None) -> int:
    return BITS[role] if role else 0
