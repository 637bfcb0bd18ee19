"""What a transaction read is still so when it writes, whoever else writes to the file meanwhile."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tortoise import connections

from models import database
from models.schools import School
from models.traffic import FeedCursor

OTHER_WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
print("asks", flush=True)
connection.execute("UPDATE school SET roster_number = roster_number + 1")
"""


async def test_reading_and_then_writing_beside_another_process_that_writes_does_not_fail(path: Path) -> None:
    async with database.opened(path):
        async with database.transaction():
            number = (await School.get(key="x")).roster_number
            other = await asyncio.create_subprocess_exec(
                sys.executable, "-c", OTHER_WRITER, str(path), stdout=asyncio.subprocess.PIPE
            )
            assert other.stdout is not None
            assert await other.stdout.readline() == b"asks\n"
            await asyncio.sleep(0.2)  # the other one asks for the lock now
            await School.filter(key="x").update(roster_number=number + 1)
        assert await other.wait() == 0
        assert (await School.get(key="x")).roster_number == number + 2


async def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    async with database.opened(path):
        try:
            async with database.transaction():
                await School.filter(key="x").update(title="changed")
                raise LookupError
        except LookupError:
            pass
        assert (await School.get(key="x")).title == "x"


async def test_a_transaction_that_could_not_begin_does_not_stand_in_the_way_of_the_next(path: Path) -> None:
    async with database.opened(path):
        await connections.get("default").execute_query("PRAGMA busy_timeout = 1")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    async with database.transaction():
                        raise AssertionError
        async with asyncio.timeout(5), database.transaction():
            await School.filter(key="x").update(title="changed")
        assert (await School.get(key="x")).title == "changed"


async def test_of_a_transaction_that_could_not_be_committed_nothing_is_left_for_the_next(path: Path) -> None:
    async with database.opened(path):
        with pytest.raises(sqlite3.IntegrityError):
            await break_the_commit()
        async with database.transaction():
            await School.filter(key="x").update(roster_number=5)
        found = await School.get(key="x")
        assert (found.title, found.roster_number) == ("x", 5)
        assert await FeedCursor.filter(school_id="nobody").count() == 0


async def break_the_commit() -> None:
    """A transaction whose fault shows only at its end."""
    async with database.transaction():
        await connections.get("default").execute_query("PRAGMA defer_foreign_keys = ON")
        await School.filter(key="x").update(title="changed")
        await FeedCursor.create(school_id="nobody", feed="bots", ts="1")
