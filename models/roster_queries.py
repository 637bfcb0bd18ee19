"""Questions about rows of the roster, answered by the database without the models, which cost ten times as much."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Row
from typing import Any

from models.roster_sql import RowTable
from models.rows import holes, select

_VISIBLE = "{0}school = ?1 AND {0}since <= ?2 AND ({0}until IS NULL OR {0}until > ?2)"
HOLDS_ON = "NOT is_ended AND (begin_on IS NULL OR begin_on <= ?) AND (end_on IS NULL OR end_on >= ?)"
"""Of memberships: holds on a day, which is given twice."""
ENABLED = f"""EXISTS (SELECT 1 FROM roster_person AS one WHERE {_VISIBLE.format("one.")} AND one.is_enabled
AND one.person_id = roster_membership.person_id)"""  # noqa: S608 - names of this file
"""Of memberships: the person is not switched off."""
IN_A_CLASS = f"""EXISTS (SELECT 1 FROM roster_unit AS one WHERE {_VISIBLE.format("one.")} AND one.is_active
AND one.kind = 'class' AND one.unit_id = roster_membership.unit_id)"""  # noqa: S608 - names of this file
"""Of memberships: the unit is a class that has not ended."""
_RECENT = "school = ? AND since <= ? AND (until IS NULL OR until >= ?)"
"""Visible in roster N, or in the one before and no more."""


async def visible(
    table: RowTable, school: str, number: int, condition: str, values: Sequence[Any] = ()
) -> Sequence[Row]:
    """The rows of roster ``number`` for which the condition holds."""
    query = f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {_VISIBLE.format('')} AND {condition}"  # noqa: S608 - names of the project
    return await select(query, [school, number, *values])


async def people(school: str, number: int) -> int:
    """How many people are not switched off in roster ``number``."""
    query = f"SELECT count(*) AS found FROM roster_person WHERE {_VISIBLE.format('')} AND is_enabled"  # noqa: S608 - names of this file
    return int((await select(query, [school, number]))[0]["found"])


@dataclass(frozen=True, slots=True)
class Span:
    """The rosters of a school from number ``first`` to number ``last``."""

    school: str
    first: int
    last: int


async def rows_of(span: Span, table: RowTable, key: str, values: Collection[str]) -> Sequence[Row]:
    """Rows visible in any roster of the span that have one of many values as ``key``: since, until, and the columns."""
    query = (
        f"SELECT since, until, {', '.join(table.columns)} FROM {table.name} WHERE school = ? AND since <= ? "  # noqa: S608 - our own names
        f"AND (until IS NULL OR until > ?) AND {key} IN (SELECT value FROM json_each(?))"
    )
    return await select(query, [span.school, span.last, span.first, json.dumps(list(values))])


async def children_of(school: str, number: int, people: Collection[str]) -> set[str]:
    """The pupils of whom these people are guardians, or were until now."""
    return await _found("SELECT pupil_id AS found FROM roster_guardianship", "guardian_id", school, number, people)


async def units_of(school: str, number: int, people: Collection[str]) -> set[str]:
    """The units in which these people have a part, or had one until now."""
    return await _found("SELECT unit_id AS found FROM roster_membership", "person_id", school, number, people)


async def classes_of_learners(school: str, number: int, units: Collection[str]) -> set[str]:
    """The units in which pupils of these groups learn besides."""
    pupils = await _found(
        "SELECT person_id AS found FROM roster_membership",
        "part = 'pupil' AND unit_id",
        school,
        number,
        await _groups(school, number, units),
    )
    found: set[str] = set()
    every = sorted(pupils)
    for start in range(0, len(every), 500):
        some = await units_of(school, number, every[start : start + 500])
        found |= some
    return found - await _groups(school, number, found) if found else found


async def units_of_days(school: str, number: int, before: date, today: date) -> set[str]:
    """The units in which somebody's part began or ended after the day ``before``, as seen on ``today``."""
    query = (
        "SELECT DISTINCT unit_id AS found FROM roster_membership WHERE school = ? AND until IS NULL AND since <= ? "
        "AND (begin_on > ? AND begin_on <= ? OR end_on >= ? AND end_on < ?)"
    )
    days = (before.isoformat(), today.isoformat())
    return await _column(query, [school, number, *days, *days])


async def _groups(school: str, number: int, units: Collection[str]) -> set[str]:
    return await _found("SELECT unit_id AS found FROM roster_unit", "kind = 'group' AND unit_id", school, number, units)


async def _found(query: str, condition: str, school: str, number: int, values: Collection[str]) -> set[str]:
    if not values:
        return set()
    query = f"{query} WHERE {_RECENT} AND {condition} IN ({holes(values)})"
    return await _column(query, [school, number, number, *values])


async def _column(query: str, values: Sequence[Any]) -> set[str]:
    return {str(row["found"]) for row in await select(query, values)}
