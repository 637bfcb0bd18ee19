"""Stages a difference to the visible roster in small transactions; one short one makes it visible by its number."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from bot import leases
from bot.errors import OperatorError
from models import roster_staging
from models.database import transaction
from models.roster_sql import TABLES
from models.roster_writer import Turn
from models.schools import School
from scheduler.roster_frames import Rows, Staged

TURN_PAUSES_SECONDS = (0.2, 0.4, 0.8, 1.6)
TURN_RENEWED_SECONDS = 3
Progress = Callable[[int], None]
"""Hears how many rows are staged."""


class RosterBusyError(OperatorError):
    """Another process takes a roster over, or has done so since this one looked."""

    def __init__(self, school: str) -> None:
        super().__init__(f"another process is taking over a roster of {school!r}; try again in a minute")


class Stage:
    """Rows of the next roster, of which nothing is visible yet."""

    def __init__(self, school: str, number: int, progress: Progress) -> None:
        self._school, self._number, self._progress = school, number, progress
        self._renew_at = 0.0
        self.rows = 0

    async def note(self, staged: Staged) -> None:
        """These rows were written elsewhere by this turn."""
        await self._keep_turn()
        self._count(staged.count)

    async def add(self, rows: Rows) -> None:
        """Write a frame in one transaction."""
        if self.rows == 0:
            await School.filter(key=self._school).update(staged_number=self._number + 1)
        await self._keep_turn()
        async with transaction():
            for part in rows.parts:
                await roster_staging.end(TABLES[part.table], self._number + 1, part.ended)
                await roster_staging.add(TABLES[part.table], self._school, self._number + 1, part.added)
        self._count(rows.count)

    def _count(self, rows: int) -> None:
        self.rows += rows
        self._progress(self.rows)

    async def _keep_turn(self) -> None:
        if time.monotonic() > self._renew_at:
            await take_turn(self._school)
            self._renew_at = time.monotonic() + TURN_RENEWED_SECONDS


@contextlib.asynccontextmanager
async def staging(school: str, number: int, progress: Progress = lambda rows: None) -> AsyncIterator[Stage]:
    """Take the turn to write rows of roster ``number + 1``; raises ``RosterBusyError`` if somebody else has it.

    Nothing remains of what another process has left behind, or of this stage if an error ends the block.
    """
    await take_turn(school)
    try:
        row = await School.get(key=school)
        if row.roster_number != number:
            raise RosterBusyError(school)
        if row.staged_number:
            await discard_staged(school)
        yield Stage(school, number, progress)
    finally:
        await end_turn(school)


async def take_turn(school: str) -> None:
    """Begin to take a roster over, or go on with it: two at once would mix what they stage.

    Waits a little for whoever is about to end; then ``RosterBusyError``.
    """
    for pause_seconds in TURN_PAUSES_SECONDS:
        if await leases.take(_turn(school)):
            return
        await asyncio.sleep(pause_seconds)
    raise RosterBusyError(school)


def turn_of(school: str) -> Turn:
    """What allows this process to stage."""
    return Turn(_turn(school), leases.me())


async def end_turn(school: str) -> None:
    """Let others take a roster over."""
    await leases.give_up(_turn(school))


async def discard_staged(school: str) -> None:
    """Undo what an import that was killed has left behind."""
    number = (await School.get(key=school)).roster_number
    for table in TABLES:
        await roster_staging.discard(table, school, number)
    await School.filter(key=school).update(staged_number=0)


async def forget_ended(school: str, number: int) -> None:
    """Delete rows that were last visible before roster ``number``."""
    for table in TABLES:
        await roster_staging.forget_ended(table, school, number)


def _turn(school: str) -> str:
    return f"{school}/roster"
