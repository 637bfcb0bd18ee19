"""One process talks to VK for a school; a dead one, or one that is silent for long, does not hold it back."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tortoise import connections

from bot import leases
from bot.commands.terminal import lease_if_free
from bot.errors import OperatorError
from bot.stopping import Stop
from models import database, lease

NOW = 1_800_000_000.0
HERE = socket.gethostname()


@pytest.fixture(autouse=True)
async def _database(tmp_path: Path, migrated_database: Path) -> AsyncIterator[None]:
    shutil.copy(migrated_database, tmp_path / "starosta.sqlite3")
    async with database.opened(tmp_path / "starosta.sqlite3"):
        yield


@pytest.fixture
def dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


async def term_of(school: str) -> int:
    rows = await connections.get("default").execute_query_dict("SELECT term FROM lease WHERE school = ?", [school])
    return int(rows[0]["term"])


async def test_the_first_to_come_holds_it_and_others_do_not() -> None:
    assert await lease.take("a", "first", now=NOW)
    assert not await lease.take("a", "second", now=NOW + 1)
    assert await lease.holder("a", now=NOW + 1) == "first"


async def test_schools_have_leases_of_their_own() -> None:
    assert await lease.take("a", "first", now=NOW)
    assert await lease.take("b", "second", now=NOW)


async def test_it_lasts_as_long_as_it_is_renewed() -> None:
    for renewal in range(5):
        assert await lease.take("a", "first", now=NOW + renewal * (lease.TTL_SECONDS - 1))
    assert not await lease.take("a", "second", now=NOW + 5 * (lease.TTL_SECONDS - 1))


async def test_silence_longer_than_its_life_ends_it() -> None:
    await lease.take("a", "first", now=NOW)
    assert not await lease.take("a", "second", now=NOW + lease.TTL_SECONDS)
    assert await lease.take("a", "second", now=NOW + lease.TTL_SECONDS + 0.001)
    assert not await lease.take("a", "first", now=NOW + lease.TTL_SECONDS + 0.002)


async def test_its_term_counts_holders_and_not_renewals() -> None:
    await lease.take("a", "first", now=NOW)
    await lease.take("a", "first", now=NOW + 1)
    assert await term_of("a") == 1
    await lease.take("a", "second", now=NOW + 100)
    assert await term_of("a") == 2


async def test_one_that_is_given_up_is_free_at_once_but_only_its_holder_gives_it_up() -> None:
    await lease.take("a", "first", now=NOW)
    await lease.give_up("a", "second")
    assert await lease.holder("a", now=NOW) == "first"
    await lease.give_up("a", "first")
    assert await lease.holder("a", now=NOW) is None


async def test_this_process_may_take_it_again() -> None:
    assert await leases.take("a")
    assert await leases.take("a")
    assert await lease.holder("a", now=time.time()) == leases.me() == f"{HERE}:{os.getpid()}"


async def test_a_dead_process_of_this_machine_holds_nothing(dead_process: int) -> None:
    await lease.take("a", f"{HERE}:{dead_process}", now=time.time())
    assert await leases.take("a")


async def test_a_living_process_of_this_machine_holds_it() -> None:
    await lease.take("a", f"{HERE}:{os.getppid()}", now=time.time())
    with pytest.raises(OperatorError, match=f"already running for 'a' .*{HERE}:{os.getppid()}.*stop it first"):
        await leases.take_or_refuse("a")


async def test_of_another_machine_nobody_knows_whether_its_process_is_dead(dead_process: int) -> None:
    await lease.take("a", f"elsewhere:{dead_process}", now=time.time())
    assert not await leases.take("a")


async def test_whoever_loses_it_is_asked_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "HEARTBEAT_SECONDS", 0.001)
    await lease.take("a", "elsewhere:1", now=time.time())
    stop = Stop()
    with pytest.raises(OperatorError, match="took over 'a'"):
        await leases.keep(["a"], stop)
    assert stop.is_asked


async def test_a_heartbeat_renews_it_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "HEARTBEAT_SECONDS", 0.001)
    stop = Stop()
    taken_at = time.time() - lease.TTL_SECONDS
    await lease.take("a", leases.me(), now=taken_at)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(leases.keep(["a"], stop))
        async with asyncio.timeout(60):
            while await lease.holder("a", now=taken_at + lease.TTL_SECONDS + 1) is None:  # noqa: ASYNC110 - it is time
                await asyncio.sleep(0.001)
        stop.ask()


async def test_a_command_renews_its_lease_for_as_long_as_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "HEARTBEAT_SECONDS", 0.02)
    moments = iter(range(1000))
    monkeypatch.setattr(leases.time, "time", lambda: NOW + next(moments) * lease.TTL_SECONDS / 2)
    async with lease_if_free("school12") as is_mine:
        assert is_mine
        await asyncio.sleep(0.2)
        assert not await lease.take("school12", "another:1", now=NOW + lease.TTL_SECONDS * 1.4)
    assert await lease.take("school12", "another:1", now=NOW)


async def test_a_command_beside_the_holder_of_the_lease_is_told_so() -> None:
    assert await lease.take("school12", "another:1", now=time.time())
    async with lease_if_free("school12") as is_mine:
        assert not is_mine
    assert await lease.holder("school12", now=time.time()) == "another:1"
