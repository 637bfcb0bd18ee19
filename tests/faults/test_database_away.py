"""A database that cannot be written to for a while: the bot lives, and what people did is taken up afterwards."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from tests.faults.school import Machine
from tests.faults.story import ends_the_same, play, step_of


@pytest.mark.long
async def test_a_full_disk_loses_nothing(machine: Machine) -> None:
    bot = await machine.bot()
    await play(machine, until="found")
    await machine.sandbox.quiet()
    bot.limit_files((machine.folder / "starosta.sqlite3-wal").stat().st_size)
    await step_of("found").act(machine, await machine.teacher())
    await bot.says("event=loop_interrupted")
    await asyncio.sleep(1)
    assert bot.is_running
    bot.limit_files(-1)
    await (await machine.teacher()).sees(step_of("found").shown, within_seconds=30)
    await play(machine, after="found")
    await ends_the_same(machine)


@pytest.mark.long
async def test_a_database_that_another_process_holds_for_long_loses_nothing(machine: Machine) -> None:
    bot = await machine.bot()
    await play(machine, until="found")
    with closing(sqlite3.connect(machine.folder / "starosta.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await step_of("found").act(machine, await machine.teacher())
        await bot.says("_interrupted", within_seconds=60)
        assert bot.is_running
        other.execute("ROLLBACK")
    await (await machine.teacher()).sees(step_of("found").shown, within_seconds=60)
    await play(machine, after="found")
    await ends_the_same(machine)
