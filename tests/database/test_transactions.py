"""What a transaction read is still so when it writes, whoever else writes to the file meanwhile."""

import asyncio
import contextlib
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError, OperationalError

from models import database
from models.schools import School
from models.traffic import FeedCursor, InboxEvent

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


async def test_a_commit_waits_until_the_disk_has_it(
    path: Path, usual_synchronous: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All other tests do without."""
    monkeypatch.setattr(database, "SYNCHRONOUS", usual_synchronous)
    async with database.opened(path):
        [full] = await connections.get("default").execute_query_dict("PRAGMA synchronous")
    assert full == {"synchronous": 2}


TAKES_BACK = """
CREATE TRIGGER takes_back BEFORE UPDATE OF title ON school BEGIN SELECT RAISE(ROLLBACK, 'everything is taken back'); END
"""


async def test_what_follows_in_a_transaction_that_sqlite_took_back_is_refused_and_the_next_one_works(
    path: Path,
) -> None:
    async with database.opened(path):
        await connections.get("default").execute_script(TAKES_BACK)
        with pytest.raises(OperationalError, match="taken back by SQLite"):
            await go_on_after_it_was_taken_back()
        assert (await School.get(key="x")).roster_number == 1
        async with database.transaction():
            await School.filter(key="x").update(roster_number=9)
    assert stored_number(path) == 9


async def go_on_after_it_was_taken_back() -> None:
    """A transaction that does not give up when SQLite does."""
    async with database.transaction():
        await School.filter(key="x").update(roster_number=7)
        with pytest.raises(IntegrityError, match="everything is taken back"):
            await School.filter(key="x").update(title="changed")
        await School.filter(key="x").update(roster_number=8)


@pytest.mark.parametrize("reads", [True, False], ids=["reading", "writing"])
async def test_inside_an_inner_transaction_sqlite_takes_back_the_outer_one_too(path: Path, reads: bool) -> None:
    async with database.opened(path):
        await connections.get("default").execute_script(TAKES_BACK)
        with pytest.raises(OperationalError, match="taken back by SQLite"):
            await go_on_after_a_failure_inside(reads=reads)
        assert (await School.get(key="x")).roster_number == 1
        async with database.transaction():
            await School.filter(key="x").update(roster_number=9)
    assert stored_number(path) == 9


async def test_a_transaction_that_sqlite_took_back_does_not_end_as_if_it_were_kept(path: Path) -> None:
    async with database.opened(path):
        await connections.get("default").execute_script(TAKES_BACK)
        with pytest.raises((OperationalError, sqlite3.OperationalError)):
            await end_after_a_failure_inside()


async def go_on_after_a_failure_inside(*, reads: bool) -> None:
    """A transaction for which the failure of a part is not the end."""
    async with database.transaction():
        await School.filter(key="x").update(roster_number=7)
        await fail_inside()
        await (School.get(key="x") if reads else School.filter(key="x").update(roster_number=8))


async def end_after_a_failure_inside() -> None:
    """A transaction that asks nothing more of the database after its last part has failed."""
    async with database.transaction():
        await School.filter(key="x").update(roster_number=7)
        await fail_inside()


async def fail_inside() -> None:
    """Something whose failure is not taken for that of the whole, as with one event of many."""
    with contextlib.suppress(IntegrityError, sqlite3.Error):
        async with database.transaction():
            await School.filter(key="x").update(title="changed")


async def test_a_full_disk_leaves_nothing_of_the_transaction_and_the_next_one_works(path: Path) -> None:
    async with database.opened(path):
        connection = connections.get("default")
        (pages,) = await connection.execute_query_dict("PRAGMA page_count")
        await connection.execute_query(f"PRAGMA max_page_count = {pages['page_count'] + 2}")
        with pytest.raises(OperationalError, match="full"):
            await write_too_much()
        assert (await School.get(key="x")).roster_number == 1
        await connection.execute_query(f"PRAGMA max_page_count = {2**30}")
        async with database.transaction():
            await School.filter(key="x").update(roster_number=9)
    assert stored_number(path) == 9


async def write_too_much() -> None:
    """A transaction with little that fits and much that does not."""
    async with database.transaction():
        await School.filter(key="x").update(roster_number=7)
        await InboxEvent.all().update(body="x" * 1_000_000)


def stored_number(path: Path) -> int:
    """What everybody else finds in the file."""
    with closing(sqlite3.connect(path)) as other:
        return int(other.execute("SELECT roster_number FROM school WHERE key = 'x'").fetchone()[0])


async def test_a_long_transaction_lets_others_run(path: Path) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    async with database.opened(path), database.transaction():
        ticking = asyncio.ensure_future(tick())
        statements = 0
        while ticks < 10 and statements < 100_000:
            await School.filter(key="x").update(roster_number=statements)
            statements += 1
        ticking.cancel()
    assert ticks == 10
    assert statements > 10


async def test_a_task_that_is_cut_short_while_it_waits_for_the_lock_stands_in_nobodys_way(path: Path) -> None:
    async with database.opened(path):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.ensure_future(change_title())
            await asyncio.sleep(0.2)  # it waits in SQLite now
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            other.execute("ROLLBACK")
        async with asyncio.timeout(20), database.transaction():
            await School.filter(key="x").update(roster_number=9)
    assert stored_number(path) == 9


async def change_title() -> None:
    """A short transaction."""
    async with database.transaction():
        await School.filter(key="x").update(title="changed")
