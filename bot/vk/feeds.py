"""Reads both feeds of a community for as long as the bot runs: Bots Long Poll, and the user long poll.

Joins and leaves of chats that the community made arrive only by the latter, opened with the community's token.
"""

import contextlib
from typing import Any, Protocol

import aiohttp
import structlog

from bot.errors import TemporaryError
from bot.metrics import Mishap
from bot.services.school import SchoolContext
from bot.stopping import Stop, Stopped
from bot.vk import intake
from bot.vk.api import VkApi
from bot.vk.reading import Batch, bots_batch, user_batch

log = structlog.get_logger()

OLD_HISTORY, EXPIRED_KEY, LOST = 1, 2, 3
FULL_SECONDS = 0.5
PAUSES_SECONDS = (0.2, 0.5, 1, 2, 5, 10)
CHAT_ROWS_MODE = 2


class Feed(Protocol):
    """One of VK's long polls."""

    name: str

    async def open(self) -> dict[str, Any]:
        """A new key and the server's address."""
        ...

    def address(self, server: dict[str, Any]) -> str:
        """The whole address to poll."""
        ...

    def params(self) -> dict[str, int]:
        """What is sent besides key and ts."""
        ...

    def batch(self, updates: list[Any]) -> Batch:
        """What the updates mean."""
        ...


class BotsFeed:
    """Messages, presses and permissions."""

    name = "bots"

    def __init__(self, api: VkApi, group_id: int) -> None:
        self._api = api
        self._group_id = group_id

    async def open(self) -> dict[str, Any]:
        """A new key and the server's address."""
        return dict(await self._api.call("groups.getLongPollServer", group_id=self._group_id))

    def address(self, server: dict[str, Any]) -> str:
        """VK gives the whole address."""
        return str(server["server"])

    def params(self) -> dict[str, int]:
        """Nothing more."""
        return {}

    def batch(self, updates: list[Any]) -> Batch:
        """Events and hints."""
        return bots_batch(updates)


class UserFeed:
    """Changes of chats that the community made."""

    name = "user"

    def __init__(self, api: VkApi, group_id: int) -> None:
        self._api = api
        self._group_id = group_id

    async def open(self) -> dict[str, Any]:
        """A new key and the server's address."""
        return dict(await self._api.call("messages.getLongPollServer", lp_version=3, group_id=self._group_id))

    def address(self, server: dict[str, Any]) -> str:
        """VK gives the address without a scheme; only an emulator on this machine speaks plain HTTP."""
        is_local = str(server["server"]).startswith(("127.0.0.1", "localhost"))
        return f"{'http' if is_local else 'https'}://{server['server']}"

    def params(self) -> dict[str, int]:
        """The third version of the protocol."""
        return {"mode": CHAT_ROWS_MODE, "version": 3}

    def batch(self, updates: list[Any]) -> Batch:
        """Hints only."""
        return user_batch(updates)


class FeedReader:
    """Polls one feed until it is stopped; survives VK being away, and starts where it stood."""

    def __init__(
        self, school: SchoolContext, feed: Feed, session: aiohttp.ClientSession, stop: Stop, *, wait_seconds: int
    ) -> None:
        self._school = school
        self._feed = feed
        self._session = session
        self._stop = stop
        self._wait_seconds = wait_seconds

    async def run(self) -> None:
        """Poll until the process is asked to end."""
        with contextlib.suppress(Stopped):
            await self._run()

    async def _run(self) -> None:
        failures = 0
        server: dict[str, Any] | None = None
        while not self._stop.is_asked:
            try:
                server = server or await self._opened()
                server = await self._poll(server)
                failures = 0
            except Stopped:
                raise
            except Exception as error:
                # Whatever VK or the network answers, the feed goes on, and so do the other schools.
                self._school.went_wrong(Mishap.VK)
                if failures == 0:
                    log.warning(
                        "feed_interrupted", school=self._school.key, feed=self._feed.name, error=type(error).__name__
                    )
                pause = error.retry_seconds if isinstance(error, TemporaryError) else 0
                await self._stop.rest(max(pause, PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)]))
                failures += 1
                server = None

    async def _opened(self) -> dict[str, Any]:
        server = await self._stop.during(self._feed.open())
        stored = await intake.cursor(self._school, self._feed.name)
        if stored is None:
            await intake.store(self._school, self._feed.name, Batch(), str(server["ts"]))
        return {**server, "ts": stored or str(server["ts"])}

    async def _poll(self, server: dict[str, Any]) -> dict[str, Any] | None:
        while not self._stop.is_asked and await intake.is_full(self._school):
            await self._stop.rest(FULL_SECONDS)
        content = await self._stop.during(self._ask(server))
        failed = content.get("failed")
        if failed == EXPIRED_KEY:
            return None
        if failed is not None:
            await self._lose(content.get("ts"))
            return {**server, "ts": str(content["ts"])} if failed == OLD_HISTORY else None
        batch = self._feed.batch(content["updates"])
        await intake.store(self._school, self._feed.name, batch, str(content["ts"]))
        return {**server, "ts": str(content["ts"])}

    async def _ask(self, server: dict[str, Any]) -> dict[str, Any]:
        params = {"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": self._wait_seconds}
        timeout = aiohttp.ClientTimeout(total=self._wait_seconds + 10)
        address = self._feed.address(server)
        async with self._session.post(address, params={**params, **self._feed.params()}, timeout=timeout) as answer:
            return dict(await answer.json(content_type=None))

    async def _lose(self, ts: object) -> None:
        log.warning("events_lost", school=self._school.key, feed=self._feed.name)
        fresh = ts if ts is not None else (await self._stop.during(self._feed.open()))["ts"]
        await intake.store(self._school, self._feed.name, Batch(), str(fresh))
        await intake.lost(self._school)
