"""Writes rows of a roster that is not visible yet, and takes such rows back."""

from collections.abc import Sequence

from tortoise import connections

from models.database import transaction
from models.roster_sql import RowTable, Values

SLICE = 1000


async def end(table: RowTable, number: int, row_ids: Sequence[int]) -> None:
    """These rows end with roster ``number``; needs a transaction."""
    if row_ids:
        await connections.get("default").execute_many(table.end, [[number, row_id] for row_id in row_ids])


async def add(table: RowTable, school: str, number: int, rows: Sequence[Values]) -> None:
    """These rows begin with roster ``number``; needs a transaction."""
    if rows:
        await connections.get("default").execute_many(table.insert, [[school, number, *row] for row in rows])


async def discard(table: RowTable, school: str, number: int) -> None:
    """Take back whatever was written for rosters after ``number``, by slices."""
    for condition, change in (("since > ?", "DELETE FROM {}"), ("until > ?", "UPDATE {} SET until = NULL")):
        await _by_slices(table, condition, change, school, number)


async def forget_ended(table: RowTable, school: str, number: int) -> None:
    """Delete rows that ended with roster ``number`` or before, by slices."""
    await _by_slices(table, "until <= ?", "DELETE FROM {}", school, number)


async def _by_slices(table: RowTable, condition: str, change: str, school: str, number: int) -> None:
    # Looking for them reads the whole table, which outside of a transaction keeps nobody waiting.
    query = f"SELECT id FROM {table.name} WHERE school = ? AND {condition}"  # noqa: S608 - names of this file
    found = [row["id"] for row in await connections.get("default").execute_query_dict(query, [school, number])]
    statement = f"{change.format(table.name)} WHERE id = ?"
    for start in range(0, len(found), SLICE):
        async with transaction():
            ids = found[start : start + SLICE]
            await connections.get("default").execute_many(statement, [[row_id] for row_id in ids])
