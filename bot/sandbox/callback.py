"""Callback: confirms the servers of bots and delivers events to them, one after another, with VK's retries."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.callback_servers import CallbackServer, Delivery
from bot.sandbox.community import Community
from bot.sandbox.wire import Wire
from bot.sandbox.world import World

RETRY_SECONDS = (10, 180, 600, 1800, 3600)
RETRY_AFTER_STATUSES = (410, 429, 503)
RETRY_AFTER_BELOW_SECONDS = 3 * 3600
ANSWER_SECONDS = 10.0
CLOCK_LOOK_SECONDS = 0.05
SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Reply:
    """What a server said; status 0 means that nothing came, and the body tells why."""

    status: int
    body: str
    retry_after: str = ""

    def says(self, body: str) -> bool:
        """Whether this is the body, with HTTP 200."""
        return self.status == 200 and self.body == body

    @property
    def pause_seconds(self) -> int:
        """How long the server asks to be left alone; 0 when it does not."""
        is_heard = self.status in RETRY_AFTER_STATUSES and self.retry_after.isdecimal()
        seconds = int(self.retry_after) if is_heard else 0
        return seconds if seconds < RETRY_AFTER_BELOW_SECONDS else 0


class Courier:
    """Serves the callback servers of all communities until it is cancelled."""

    def __init__(self, world: World, wire: Wire) -> None:
        self._world = world
        self._wire = wire

    async def run(self) -> None:
        """Serve; every task it starts ends with it."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as tasks:
            for community in self._world.communities.values():
                tasks.create_task(self._serve_all(session, community))

    async def _serve_all(self, session: aiohttp.ClientSession, community: Community) -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                server = await community.callback_servers.added.get()
                tasks.create_task(self._serve(session, community, server))

    async def _serve(self, session: aiohttp.ClientSession, community: Community, server: CallbackServer) -> None:
        while server in community.callback_servers:
            if server.status == "wait":
                await self._confirm(session, community, server)
            elif server.is_due(self._world.clock.now()):
                await self._deliver(session, community, server, server.outbox[0])
            else:
                await server.changed(CLOCK_LOOK_SECONDS)

    async def _confirm(self, session: aiohttp.ClientSession, community: Community, server: CallbackServer) -> None:
        asked = (server.url, server.secret_key)
        reply = await self._post(session, server, {"type": "confirmation", "group_id": community.id})
        if asked == (server.url, server.secret_key):
            server.status = "ok" if reply.says(community.callback_servers.confirmation_code) else "failed"

    async def _deliver(
        self, session: aiohttp.ClientSession, community: Community, server: CallbackServer, delivery: Delivery
    ) -> None:
        reply = await self._post(session, server, delivery.envelope, delivery.retries)
        if reply.says("remove"):
            community.callback_servers.remove(server)
        elif reply.says("ok") or delivery.retries == len(RETRY_SECONDS):
            server.outbox.popleft()
        else:
            pause_seconds = reply.pause_seconds or RETRY_SECONDS[delivery.retries]
            delivery.retries += 1
            delivery.due_at = self._world.clock.now() + pause_seconds

    async def _post(
        self, session: aiohttp.ClientSession, server: CallbackServer, envelope: dict[str, Any], retries: int = 0
    ) -> Reply:
        at, started = self._world.clock.text(), time.perf_counter()
        reply = await _ask(session, server, envelope, {"X-Retry-Counter": str(retries)} if retries else {})
        self._wire.add(
            at=at,
            method=f"callback.{envelope['type']}",
            params=envelope,
            answer={"status": reply.status, "body": reply.body[:SHOWN_CHARACTERS]},
            ms=(time.perf_counter() - started) * 1000,
            community=envelope["group_id"],
            server=server.id,
            retries=retries,
        )
        return reply


async def _ask(
    session: aiohttp.ClientSession, server: CallbackServer, envelope: dict[str, Any], headers: dict[str, str]
) -> Reply:
    secret = {"secret": server.secret_key} if server.secret_key else {}
    post = session.post(server.url, json=envelope | secret, headers=headers, allow_redirects=False)
    try:
        async with post as response:
            body = await response.text(errors="replace")
            return Reply(response.status, body, response.headers.get("Retry-After", ""))
    except (aiohttp.ClientError, TimeoutError) as error:
        return Reply(0, str(error) or type(error).__name__)
