"""Hands stored events to the handler, one at a time and in order per person.

The handler's changes, what it says and "event done" commit together. On SQLite all transactions share one lock and no
handler waits for the network, so handling people one after the other loses nothing; events that wait together share a
transaction, in which one that fails takes back only what is its own.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.events import Called, Event, Pressed, Written, load
from bot.metrics import Mishap
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.database import transaction
from models.queues import is_anything_new, note_handled
from models.traffic import InboxEvent

log = structlog.get_logger()

TRIES = 5
BATCH = 50
LONGEST_SECONDS = 0.05
RETRY_SECONDS = 0.5
IDLE_SECONDS = 1.0

Handle = Callable[[Event], Awaitable[None]]
GiveUp = Callable[[Event, str], Awaitable[None]]


class Inbox:
    """The worker of one school; ``give_up`` tells the person when an event is put aside."""

    def __init__(self, school: SchoolContext, handle: Handle, give_up: GiveUp, stop: Stop) -> None:
        self._school = school
        self._handle = handle
        self._give_up = give_up
        self._stop = stop
        self._paused_until: dict[int, datetime] = {}

    async def run(self) -> None:
        """Handle events until the process is asked to end."""
        await self._stop.repeat("inbox", self._step)

    async def _step(self) -> None:
        if not await self.work():
            await self._stop.rest(IDLE_SECONDS if not self._paused_until else RETRY_SECONDS, self._school.bells.inbox)

    async def work(self) -> int:
        """Handle what waits now; returns how many events were looked at."""
        looked_at = 0
        while done := await self._batch():
            looked_at += done
        return looked_at

    async def _batch(self) -> int:
        now = self._school.now()
        self._paused_until = {lane: until for lane, until in self._paused_until.items() if until > now}
        if not await is_anything_new(self._school.key):
            return 0
        async with transaction():
            done = await self._handle_waiting()
        if done:
            self._school.bells.ring()
        return done

    async def _handle_waiting(self) -> int:
        rows = await InboxEvent.filter(school_id=self._school.key, state="new").order_by("id").limit(BATCH)
        began, done = time.monotonic(), 0
        for row in rows:
            # What was handled is answered soon, whatever waits behind it.
            if self._stop.is_asked or time.monotonic() - began > LONGEST_SECONDS:
                break
            if row.lane not in self._paused_until:
                await self._handle_one(row)
                done += 1
        return done

    async def _handle_one(self, row: InboxEvent) -> None:
        try:
            async with transaction():
                await self._handle(self._event(row))
                await note_handled(row.id)
        except Exception as error:
            log.exception("event_failed", school=self._school.key, inbox=row.id, error=type(error).__name__)
            self._school.went_wrong(Mishap.EVENT)
            await self._failed(row, type(error).__name__)

    def _event(self, row: InboxEvent) -> Event:
        event = load(self._school.server_key.decrypt(row.body))
        return replace(event, is_answered=not row.awaits_answer) if isinstance(event, Pressed) else event

    async def _failed(self, row: InboxEvent, reason: str) -> None:
        if row.tries + 1 < TRIES:
            await InboxEvent.filter(id=row.id).update(tries=row.tries + 1, reason=reason)
            self._paused_until[row.lane] = self._school.now() + timedelta(seconds=RETRY_SECONDS)
            return
        event = self._readable(row)
        # What somebody typed is not kept for another try: the person is asked to write it again.
        body = "" if event is None or isinstance(event, Written | Called) else row.body
        aside = InboxEvent.filter(id=row.id)
        await aside.update(state="aside", tries=row.tries + 1, reason=reason, body=body)
        if event is not None:
            await self._tell(event, row)

    def _readable(self, row: InboxEvent) -> Event | None:
        try:
            return self._event(row)
        except Exception as error:
            log.exception("event_unreadable", school=self._school.key, inbox=row.id, error=type(error).__name__)
            return None

    async def _tell(self, event: Event, row: InboxEvent) -> None:
        try:
            async with transaction():
                await self._give_up(event, f"{row.id:04X}")
        except Exception as error:
            log.exception("event_untold", school=self._school.key, inbox=row.id, error=type(error).__name__)
