"""What the process that reads a journal hands over to the bot: first the verdict, then rows, at last what they were."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.doubts import Comparison
from bot.domain.edition import Edition
from bot.domain.kinds import Verdict
from bot.domain.roster import Remark, Snapshot
from models.roster_sql import TABLES, RowTable, Values
from models.roster_writer import Turn

PLACES = {table.name: place for place, table in enumerate(TABLES)}
ROWS_A_FRAME = 1000
ROWS_AT_FIRST, ROWS_AT_ONCE_AT_FIRST = 10_000, 150_000
"""Before there is any roster nobody can be linked, so nobody minds waiting a little longer for the database.

Every transaction writes nearly all pages of an index by people anew, so there are few: of so many rows, frame by frame.
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The reading that the roster stands on: what it ``said``, and of how many people and units."""

    said: str
    people: int
    units: int


@dataclass(frozen=True, slots=True)
class Task:
    """A journal to be read and compared with the roster of ``number``.

    ``digest`` turns a phone into its keyed fingerprint, ``turn`` allows to stage the rows.
    Doubts with the names ``trusted`` are none; ``trusts_everything``: no doubt is. Without ``wants_rows`` only what
    would change is counted. A journal that says what ``earlier`` has said is not compared.
    """

    read: Any
    path: Path
    today: date
    database: Path
    school: str
    number: int
    digest: Any
    turn: Turn
    trusted: frozenset[str] = frozenset()
    trusts_everything: bool = False
    wants_rows: bool = False
    earlier: Earlier | None = None

    def edition(self) -> Edition | Snapshot:
        """Read the journal."""
        known = {"known": self.earlier.said} if self.earlier else {}
        return self.read(self.path, self.today, **known)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Opening:
    """How far the reading may be believed, and how it compares; ``trusted`` are doubts that a person has set aside.

    ``said`` is the print of everything, if a reading that says the same would be believed without a doubt.
    """

    verdict: Verdict
    school: str
    problems: tuple[Remark, ...]
    seen: Comparison
    trusted: tuple[Remark, ...] = ()
    units: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class TableRows:
    """Ids of rows of one table that end, and new rows."""

    table: int
    ended: list[int]
    added: list[Values]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, to be written in one transaction."""

    parts: tuple[TableRows, ...]

    @property
    def count(self) -> int:
        """How many."""
        return sum(len(part.ended) + len(part.added) for part in self.parts)


@dataclass
class Waiting:
    """Rows that wait to be written; ``size``: so many go together, 0: none has to be written."""

    size: int = ROWS_A_FRAME
    _tables: list[TableRows] = field(default_factory=lambda: [TableRows(place, [], []) for place in range(len(TABLES))])
    _count: int = 0

    def end(self, table: RowTable, row_id: int) -> None:
        """Let a row end."""
        if self.size:
            self._tables[PLACES[table.name]].ended.append(row_id)
            self._count += 1

    def add(self, table: RowTable, *rows: Values) -> None:
        """Let rows begin."""
        if self.size:
            self._tables[PLACES[table.name]].added.extend(rows)
            self._count += len(rows)

    @property
    def is_full(self) -> bool:
        """Whether there is a frame of them."""
        return 0 < self.size <= self._count

    def frames(self, *, is_last: bool = False) -> Iterator[Rows]:
        """Frames that are full; with ``is_last`` everything."""
        while self._count if is_last else self.is_full:
            parts: list[TableRows] = []
            room = self.size
            for waiting in self._tables:
                ended = waiting.ended[:room]
                added = waiting.added[: room - len(ended)]
                del waiting.ended[: len(ended)], waiting.added[: len(added)]
                room -= len(ended) + len(added)
                if ended or added:
                    parts.append(TableRows(waiting.table, ended, added))
            self._count -= self.size - room
            yield Rows(tuple(parts))


@dataclass(frozen=True, slots=True)
class Staged:
    """So many rows were written."""

    count: int


@dataclass(slots=True)
class Counts:
    """How many rows of a table are new, say something else, or are gone."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is no difference."""
        return not (self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Pupils and teachers of a unit, and how many pupils it had before."""

    unit_id: str
    pupils: int
    teachers: int
    pupils_before: int


@dataclass(slots=True)
class Summary:
    """What changes: counts by table, pupils who come and go by class, and everybody and everything that is touched.

    When there was nothing before, nobody is named: neither ``people`` nor ``moved`` nor ``pupils``.
    ``units`` have other people or other words, ``taught`` among them other teachers. ``people`` are new, gone, switched
    on or off, or have other roles: a new name is none of that. ``moved`` have begun or ended to learn somewhere.
    ``pupils`` have other guardians, ``renumbered`` people lost a number, ``led`` units may have another leader.
    """

    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    titles: dict[str, str] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    lacking: list[UnitCount] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    taught: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    pupils: set[str] = field(default_factory=set)
    renumbered: set[str] = field(default_factory=set)
    led: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether the journal says what it said before."""
        return all(count.is_empty for count in self.counts.values())

    def of(self, table: str) -> Counts:
        """The counts of a table."""
        return self.counts[table]


@dataclass(frozen=True, slots=True)
class Ending:
    """Everything was read; ``repairs`` are what was read leniently."""

    summary: Summary
    repairs: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """The work could not be ended: the kind of the fault and where it arose, but nothing of what was read."""

    kind: str
    where: str
    is_changed: bool = False


Frame = Opening | Rows | Staged | Ending
