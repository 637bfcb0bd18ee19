"""Compares a snapshot with the visible roster, stages the difference, and makes it visible by one short transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from tortoise.expressions import Q

from bot import leases
from bot.errors import OperatorError
from models.database import transaction
from models.roster import RosterRow
from models.schools import School
from scheduler.roster_rows import LAYOUTS, Key, Layout, Row

SLICE = 500
TURN_PAUSES_SECONDS = (0.2, 0.4, 0.8, 1.6)
T = TypeVar("T")
Progress = Callable[[int, int], None]
Step = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class TableChange:
    """The difference of one table: new rows, rows that say something else, ids of rows that ended."""

    layout: Layout
    added: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()
    ended_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterChange:
    """The difference between a snapshot and the roster that is visible as ``number``."""

    number: int
    tables: tuple[TableChange, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether the journal says what it said before."""
        return not any(table.added or table.changed or table.gone for table in self.tables)

    def of(self, layout: Layout) -> TableChange:
        """The difference of one table."""
        return next(table for table in self.tables if table.layout is layout)


async def compare(school: str, rows: Mapping[Layout, dict[Key, Row]], *, is_complete: bool) -> RosterChange:
    """The difference; when the snapshot is not complete, what it does not mention is not gone."""
    number = (await School.get(key=school)).roster_number
    tables = [await _compare_table(school, number, layout, rows[layout], is_complete) for layout in LAYOUTS]
    return RosterChange(number, tuple(tables))


class RosterBusyError(OperatorError):
    """Another process takes a roster over, or has done so since this one looked."""

    def __init__(self, school: str) -> None:
        super().__init__(f"another process is taking over a roster of {school!r}; try again in a minute")


async def take_turn(school: str) -> None:
    """Begin to take a roster over, or go on with it: two at once would mix what they stage.

    Waits a little for whoever is about to end; then ``RosterBusyError``.
    """
    for pause_seconds in TURN_PAUSES_SECONDS:
        if await leases.take(_turn(school)):
            return
        await asyncio.sleep(pause_seconds)
    raise RosterBusyError(school)


async def end_turn(school: str) -> None:
    """Let others take a roster over."""
    await leases.give_up(_turn(school))


async def stage(school: str, change: RosterChange, progress: Progress = lambda done, total: None) -> None:
    """Write the difference as the next number, in small transactions; nothing of it is visible yet."""
    if (await School.get(key=school)).roster_number != change.number:
        raise RosterBusyError(school)
    await discard_staged(school)
    steps = [step for table in change.tables for step in _steps(school, change.number + 1, table)]
    for done, step in enumerate(steps, start=1):
        await take_turn(school)
        async with transaction():
            await step()
        progress(done, len(steps))


async def discard_staged(school: str) -> None:
    """Undo what an import that was killed has left behind."""
    number = (await School.get(key=school)).roster_number
    for layout in LAYOUTS:
        async with transaction():
            await layout.model.filter(school=school, since__gt=number).delete()
            await layout.model.filter(school=school, until__gt=number).update(until=None)


async def forget_ended(school: str, number: int) -> None:
    """Delete rows that were last visible before roster ``number``."""
    for layout in LAYOUTS:
        await layout.model.filter(school=school, until__lte=number).delete()


async def _compare_table(
    school: str, number: int, layout: Layout, wanted: dict[Key, Row], is_complete: bool
) -> TableChange:
    visible = Q(school=school, since__lte=number) & (Q(until__isnull=True) | Q(until__gt=number))
    columns = ("id", *layout.key, *layout.values)
    present: dict[Key, tuple[int, Row]] = {}
    for row in await layout.model.filter(visible).values(*columns):
        row_id = row.pop("id")
        present[layout.key_of(row)] = (row_id, row)
    added = [row for key, row in wanted.items() if key not in present]
    changed = [row for key, row in wanted.items() if key in present and present[key][1] != row]
    gone = [key for key in present if key not in wanted] if is_complete else []
    ended = [present[key][0] for key in gone] + [present[layout.key_of(row)][0] for row in changed]
    return TableChange(layout, tuple(added), tuple(changed), tuple(present[key][1] for key in gone), tuple(ended))


def _steps(school: str, number: int, table: TableChange) -> Iterator[Step]:
    model = table.layout.model
    for ids in _slices(table.ended_ids):
        yield partial(_end, model, ids, number)
    for rows in _slices((*table.added, *table.changed)):
        yield partial(_add, [model(school=school, since=number, **row) for row in rows])


async def _end(model: type[RosterRow], ids: Sequence[int], number: int) -> None:
    await model.filter(id__in=ids).update(until=number)


async def _add(rows: list[RosterRow]) -> None:
    await type(rows[0]).bulk_create(rows)


def _slices(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), SLICE):
        yield items[start : start + SLICE]


def _turn(school: str) -> str:
    return f"{school}/roster"
