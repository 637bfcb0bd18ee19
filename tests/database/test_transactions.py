"""What a transaction read is still so when it writes, whoever else writes to the file meanwhile."""

import asyncio
import sys
from pathlib import Path

from models import database
from models.schools import School

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
