"""Both long polls: waiting, redelivery, and each way to fail."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox.driver import DrivenPerson, Sandbox
from tests.sandbox.conftest import Caller


class Reader:
    """Reads one feed the way a bot does."""

    def __init__(self, session: aiohttp.ClientSession, server: dict[str, Any]) -> None:
        self._session = session
        self.url = server["server"] if "://" in server["server"] else f"http://{server['server']}"
        self.key = server["key"]
        self.ts = server["ts"]

    async def check(self, *, wait_seconds: float = 0, ts: Any = None) -> dict[str, Any]:
        query = {"act": "a_check", "key": self.key, "ts": str(self.ts if ts is None else ts), "wait": str(wait_seconds)}
        async with self._session.get(self.url, params=query) as response:
            answer: dict[str, Any] = await response.json()
            return answer


@pytest.fixture
async def bots(session: aiohttp.ClientSession, vk: Caller) -> Reader:
    return Reader(session, await vk("groups.getLongPollServer", group_id=1))


@pytest.fixture
async def user(session: aiohttp.ClientSession, vk: Caller) -> Reader:
    return Reader(session, await vk("messages.getLongPollServer", lp_version=3))


async def test_ts_is_a_decimal_text_on_bots_long_poll_and_a_number_on_the_other(bots: Reader, user: Reader) -> None:
    assert await bots.check() == {"ts": "1", "updates": []}
    assert await user.check() == {"ts": 1, "updates": []}


async def test_a_waiting_reader_is_woken_by_an_event(bots: Reader, boris: DrivenPerson) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(bots.check(wait_seconds=30))
        await boris.start()
    assert [one["type"] for one in waiting.result()["updates"]] == ["message_allow", "message_new"]


async def test_an_old_ts_brings_the_same_events_again(bots: Reader, anna: DrivenPerson) -> None:
    await anna.write("hello")
    first = await bots.check()
    assert await bots.check() == first
    assert (await bots.check(ts=first["ts"]))["updates"] == []


async def test_two_readers_see_the_same_events(session: aiohttp.ClientSession, vk: Caller, bots: Reader) -> None:
    other = Reader(session, await vk("groups.getLongPollServer", group_id=1))
    await vk("messages.createChat", title="8А")
    assert await other.check() == await bots.check()


async def test_an_expired_key_fails_with_2_and_a_new_one_resumes(
    sandbox: Sandbox, vk: Caller, bots: Reader, anna: DrivenPerson
) -> None:
    await anna.write("hello")
    await sandbox.feed("expire_key")
    assert await bots.check() == {"failed": 2}
    bots.key = (await vk("groups.getLongPollServer", group_id=1))["key"]
    assert (await bots.check())["updates"][-1]["object"]["message"]["text"] == "hello"


async def test_lost_information_fails_with_3_and_the_events_are_gone(
    session: aiohttp.ClientSession, sandbox: Sandbox, vk: Caller, anna: DrivenPerson
) -> None:
    bots = Reader(session, await vk("groups.getLongPollServer", group_id=1))
    await anna.write("hello")
    await sandbox.feed("lose")
    assert await bots.check() == {"failed": 3}
    assert await vk.events(ts=(await vk("groups.getLongPollServer", group_id=1))["ts"]) == []


@pytest.mark.parametrize("feed", ["bots", "user"])
async def test_a_forgotten_history_fails_with_1_and_a_numeric_ts(
    sandbox: Sandbox, bots: Reader, user: Reader, feed: str
) -> None:
    reader = {"bots": bots, "user": user}[feed]
    await sandbox.feed("forget_old", feed=feed)
    answer = await reader.check()
    assert answer == {"failed": 1, "ts": 2}
    assert (await reader.check(ts=answer["ts"]))["updates"] == []


@pytest.mark.parametrize("ts", ["99", "", "x"])
async def test_a_ts_from_nowhere_fails_with_1(bots: Reader, ts: str) -> None:
    assert (await bots.check(ts=ts))["failed"] == 1


async def test_redelivered_events_keep_their_event_id(sandbox: Sandbox, bots: Reader, anna: DrivenPerson) -> None:
    await anna.write("hello")
    await sandbox.feed("redeliver", count=1)
    last, again = (await bots.check())["updates"][-2:]
    assert last == again


async def test_breaking_an_unknown_feed_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Exception, match="no such feed"):
        await sandbox.feed("lose", feed="other")
    with pytest.raises(Exception, match="unknown act"):
        await sandbox.feed("explode")
