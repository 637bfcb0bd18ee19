"""Callback servers of one community: settings, state, and the events that each still is to get."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.errors import VkError
from bot.sandbox.event_names import API_VERSION, EVENTS_OFF, EVENTS_ON

SERVERS_AT_MOST = 10
TITLE_LENGTH, SECRET_LENGTH = 14, 50

Status = Literal["unconfigured", "failed", "wait", "ok"]


@dataclass
class Delivery:
    """One event for one server; `due_at` (Unix seconds of the emulator) is when it may be sent."""

    kind: str
    envelope: dict[str, Any]
    retries: int = 0
    due_at: float = 0.0


@dataclass
class CallbackServer:
    """One address of a bot; a status of `wait` asks for its confirmation."""

    id: int
    url: str = ""
    title: str = ""
    secret_key: str = ""
    status: Status = "unconfigured"
    api_version: str = API_VERSION
    events: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*EVENTS_ON, *EVENTS_OFF), 0))
    outbox: deque[Delivery] = field(default_factory=deque)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def configure(self, url: str, title: str, secret_key: str) -> None:
        """Take an address, which has to be confirmed anew; VkError 100 when something does not fit."""
        if not url.startswith(("http://", "https://")):
            raise VkError(100, "url is invalid")
        if len(title) > TITLE_LENGTH:
            raise VkError(100, f"title is too long, max: {TITLE_LENGTH}")
        if len(secret_key) > SECRET_LENGTH:
            raise VkError(100, f"secret_key is too long, max: {SECRET_LENGTH}")
        self.url, self.title, self.secret_key, self.status = url, title, secret_key, "wait"
        self.wake()

    def offer(self, kind: str, envelope: dict[str, Any]) -> None:
        """Queue an event when the server is confirmed and its kind is ticked."""
        if self.status == "ok" and self.events.get(kind):
            self.outbox.append(Delivery(kind, envelope | {"v": self.api_version}))
            self.wake()

    def is_due(self, now: float) -> bool:
        """Whether the first event of the queue may be sent."""
        return self.status == "ok" and bool(self.outbox) and self.outbox[0].due_at <= now

    def undelivered(self, now: float) -> int:
        """What goes on at this moment; a queue that waits for a retry does not count."""
        return int(self.status == "wait") + (len(self.outbox) if self.is_due(now) else 0)

    def wake(self) -> None:
        """Let the courier look at this server again."""
        self._changed.set()

    async def changed(self, within_seconds: float) -> None:
        """Wait for the next change; when events wait for the clock, no longer than this."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), within_seconds if self.outbox else None)
        self._changed.clear()


class CallbackServers:
    """All callback servers of a community."""

    def __init__(self, confirmation_code: str) -> None:
        self.confirmation_code = confirmation_code
        self.added: asyncio.Queue[CallbackServer] = asyncio.Queue()
        self._servers: dict[int, CallbackServer] = {}
        self._last_id = 0

    def __iter__(self) -> Iterator[CallbackServer]:
        return iter(list(self._servers.values()))

    def __contains__(self, server: CallbackServer) -> bool:
        return self._servers.get(server.id) is server

    def add(self, url: str, title: str, secret_key: str) -> CallbackServer:
        """One more server; VkError 2000 when there are ten, 100 when something does not fit."""
        if len(self._servers) >= SERVERS_AT_MOST:
            raise VkError(2000)
        server = CallbackServer(self._last_id + 1)
        server.configure(url, title, secret_key)
        self._last_id = server.id
        self._servers[server.id] = server
        self.added.put_nowait(server)
        return server

    def get(self, server_id: int) -> CallbackServer:
        """The server with this id; VkError 104 when there is none."""
        if server_id not in self._servers:
            raise VkError(104)
        return self._servers[server_id]

    def remove(self, server: CallbackServer) -> None:
        """Forget a server and what it still was to get."""
        self._servers.pop(server.id, None)
        server.wake()
