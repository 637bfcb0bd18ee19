"""The roster's tables as SQL: what the process that compares reads beside the bot, and the statements that stage.

Knows nothing of Tortoise, whose import takes longer than reading a school. Values are as SQLite holds them.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Values = tuple[Any, ...]
VISIBLE = "school = ? AND since <= ? AND (until IS NULL OR until > ?)"


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table: the columns by which a row is known, and the others. A row is a tuple of these in this order."""

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of a row."""
        return (*self.key, *self.values)

    def key_of(self, row: Values) -> Values:
        """What identifies a row."""
        return row[: len(self.key)]

    @property
    def insert(self) -> str:
        """Adds a row: school, number, and the row."""
        names = ", ".join(("school", "since", *self.columns))
        return f"INSERT INTO {self.name} ({names}) VALUES ({', '.join('?' * (2 + len(self.columns)))})"  # noqa: S608 - names of this file

    def insert_together(self, rows: int) -> str:
        """Adds so many rows at once, which costs half as much a row: school, number, and the values of all rows.

        A conflict rolls back the transaction, so SQLite need not keep a copy of every page for one statement alone.
        """
        names, width = ", ".join(("school", "since", *self.columns)), len(self.columns)
        places = (range(first, first + width) for first in range(3, 3 + rows * width, width))
        values = ", ".join(f"(?1, ?2, {', '.join(f'?{place}' for place in row)})" for row in places)
        return f"INSERT OR ROLLBACK INTO {self.name} ({names}) VALUES {values}"  # noqa: S608 - names of this file

    @property
    def end(self) -> str:
        """Ends a row: number and id."""
        return f"UPDATE {self.name} SET until = ? WHERE id = ?"  # noqa: S608 - names of this file


PEOPLE = RowTable(
    "roster_person",
    ("person_id",),
    ("family", "given", "patronymic", "roles", "is_enabled", "search", "slot"),
)
PHONES = RowTable("roster_phone", ("phone_digest", "person_id"), ("slot",))
UNITS = RowTable("roster_unit", ("unit_id",), ("kind", "title", "year", "parallel", "letter", "subject", "is_active"))
MEMBERSHIPS = RowTable("roster_membership", ("unit_id", "person_id", "part"), ("begin_on", "end_on", "is_ended"))
GUARDIANSHIPS = RowTable("roster_guardianship", ("guardian_id", "pupil_id"), ("slot",))
PORTIONS = RowTable("roster_portion", ("portion",), ("print", "is_quiet", "size", "teachers"))
TABLES = (PEOPLE, PHONES, UNITS, MEMBERSHIPS, GUARDIANSHIPS, PORTIONS)


@dataclass(frozen=True, slots=True)
class VisibleRoster:
    """The roster of a school as of a number, read without Tortoise."""

    connection: sqlite3.Connection
    school: str
    number: int

    def rows(self, table: RowTable, condition: str = "1", values: Iterable[Any] = ()) -> Iterator[tuple[int, Values]]:
        """Ids and rows."""
        query = f"SELECT id, {', '.join(table.columns)} FROM {table.name} WHERE {VISIBLE} AND {condition}"  # noqa: S608 - names of this file
        for row in self.connection.execute(query, [self.school, self.number, self.number, *values]):
            yield row[0], row[1:]

    def at_slots(self, table: RowTable, slots: tuple[int, int]) -> Iterator[tuple[int, Values]]:
        """Rows whose slot is between these two, inclusive."""
        return self.rows(table, "slot BETWEEN ? AND ?", slots)

    def of_unit(self, table: RowTable, unit_id: str) -> Iterator[tuple[int, Values]]:
        """Rows of one unit."""
        return self.rows(table, "unit_id = ?", [unit_id])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever read."""
        return self.number == 0


def _read_only(path: Path) -> sqlite3.Connection:
    # The steps of the work may be taken by one thread after the other.
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)


@contextlib.contextmanager
def visible_roster(path: Path, school: str, number: int) -> Iterator[VisibleRoster]:
    """Open the database for reading; what others write meanwhile is not seen as long as one query runs."""
    with contextlib.closing(_read_only(path)) as connection:
        yield VisibleRoster(connection, school, number)
