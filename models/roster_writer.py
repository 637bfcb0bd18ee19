"""Stages rows of a roster without Tortoise, in the process that has compared a long journal: the bot goes on meanwhile.

The rows are not visible before the bot says so in a transaction that is synced to the disk, and they with it.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from models.roster_sql import RowTable, Values

BUSY_SECONDS = 30
LONGEST_SECONDS = 1.0
"""After so long a transaction ends as soon as it can; the bot waits for the database at most five times as long."""
REST = 0.1
"""What share of the time for which others had to wait is theirs afterwards."""
ROWS_A_STATEMENT = 16
PRAGMAS = ("synchronous = NORMAL", "secure_delete = ON", "cache_size = -32768", "wal_autocheckpoint = 16384")
HOLDER = "SELECT owner FROM lease WHERE school = ?"
STAGED = "UPDATE school SET staged_number = ?1 WHERE key = ?2 AND staged_number <> ?1"


class TurnLostError(Exception):
    """Somebody else takes a roster over by now."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The lease that allows to stage, and whose it is."""

    lease: str
    owner: str


@dataclass(slots=True)
class RosterWriter:
    """Writes rows of roster ``number`` of a school, ``rows_at_once`` in each transaction if that takes no long time."""

    connection: sqlite3.Connection
    school: str
    number: int
    turn: Turn
    rows_at_once: int
    _rows: int = 0
    _began: float = 0.0

    def write(self, parts: Iterable[tuple[RowTable, Sequence[int], Sequence[Values]]]) -> None:
        """Let rows with these ids end and add others; ``TurnLostError`` when that is not allowed any more."""
        if not self.connection.in_transaction:
            self._begin()
        for table, ended, added in parts:
            self.connection.executemany(table.end, ((self.number, row_id) for row_id in ended))
            self._add(table, added)
            self._rows += len(ended) + len(added)
        if self._rows >= self.rows_at_once or time.monotonic() - self._began > LONGEST_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Let go of the database with what was written."""
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")
            self._rows = 0
            # Whoever waits for the database looks only now and then whether it is free.
            time.sleep((time.monotonic() - self._began) * REST)

    def _add(self, table: RowTable, rows: Sequence[Values]) -> None:
        single = len(rows) % ROWS_A_STATEMENT
        for count, some in ((1, rows[:single]), (ROWS_A_STATEMENT, rows[single:])):
            cells = [chain.from_iterable(some)] * (count * len(table.columns))
            values = ((self.school, self.number, *together) for together in zip(*cells, strict=True))
            self.connection.executemany(table.insert_together(count), values)

    def _begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self._began = time.monotonic()
        if self.connection.execute(HOLDER, [self.turn.lease]).fetchone() != (self.turn.owner,):
            raise TurnLostError
        self.connection.execute(STAGED, [self.number, self.school])


@contextlib.contextmanager
def roster_writer(path: Path, school: str, number: int, turn: Turn, *, rows_at_once: int = 1) -> Iterator[RosterWriter]:
    """Open the database for writing; what was not committed at the end is not kept."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        yield RosterWriter(connection, school, number, turn, rows_at_once)
