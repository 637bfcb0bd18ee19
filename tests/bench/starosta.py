"""The real bot in a process of its own: serving, or with its parts driven one by one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tortoise import connections

from bot import logs
from bot.app import Application, Desk
from bot.domain.events import Event, Pressed, dump
from bot.services.dialogues import StoredDialogues
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.ui.flow import Flow
from bot.ui.pages import Pages
from bot.ui.view import Button, Goto, Params, View
from bot.vk import intake
from bot.vk.inbox import Inbox
from bot.vk.reading import Batch, Kept
from models.traffic import OutboxMessage
from scheduler.reconcile import audit
from tests.bench import school, usage
from tests.bench.emulator import SCREENS
from tests.bench.usage import Usage
from tests.bench.vkbottle_bots import LABELS, TEXT

EVENTS_A_BATCH = 50


@dataclass(frozen=True)
class Guest:
    """Whoever looks at a screen that says the same to everybody."""

    page: int
    now: datetime


class EchoApplication(Application):
    """The whole bot, but its conversation is as small as that of the echo it is compared with."""

    def desk(self, key: str) -> Desk:
        """The desk of the school with the small conversation in its inbox."""
        desk = super().desk(key)
        return replace(desk, inbox=Inbox(desk.school, _echo(desk.school), _give_up, self.stop))


class Opened:
    """The bot with its database open; it does what it is told."""

    application: type[Application] = Application

    def __init__(self, config: Path, requests_per_second: int = 20) -> None:
        logs.configure("ERROR")
        self._application = self.application(school.settings_of(config, requests_per_second=requests_per_second))
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._application.opened())
        self._desk = self._application.desk(school.KEY)
        self._stack.push_async_callback(self._desk.api.close)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def usage(self) -> Usage:
        """CPU and memory of the process."""
        return usage.of_this_process()

    async def pragmas(self) -> dict[str, str]:
        """How safely the database writes."""
        ask = connections.get("default").execute_query_dict
        names = ("journal_mode", "synchronous")
        return {name: str(next(iter((await ask(f"PRAGMA {name}"))[0].values()))) for name in names}

    async def glance(self) -> float:
        """One quick audit; seconds."""
        began = time.perf_counter()
        await audit.glance(self._desk.school, self._desk.chats)
        return time.perf_counter() - began

    async def take_in(self, events: int, first: int, pages: int) -> Usage:
        """Store presses with consecutive numbers from ``first`` on and handle them; the usage after them.

        What they say is thrown away instead of being sent, as housekeeping does with what was sent.
        """
        for start in range(first, first + events, EVENTS_A_BATCH):
            numbers = range(start, min(start + EVENTS_A_BATCH, first + events))
            batch = Batch(tuple(_kept(number, pages) for number in numbers))
            await intake.store(self._desk.school, "bots", batch, str(start))
            while await self._desk.inbox.work():
                pass
            await OutboxMessage.filter(school_id=school.KEY).delete()
        return self.usage()


class Serving(Opened):
    """The bot as ``starosta run`` runs it."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._serving = asyncio.ensure_future(self._application.serve())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._application.stop.ask()
        await self._serving
        await super().__aexit__(kind, error, trace)


class Echoing(Serving):
    """The bot with the small conversation."""

    application = EchoApplication


def _echo(context: SchoolContext) -> Callable[[Event], Awaitable[None]]:
    pages: Pages[Guest] = Pages()

    async def load(_: Guest) -> View:
        return View(TEXT, tuple((Button(label, Goto(SCREENS[0])),) for label in LABELS))

    for screen in SCREENS:
        pages.screen(screen)(load)
    flow = Flow(pages, StoredDialogues(context), OutboxTalker(context), home=_first_screen)

    async def handle(event: Event) -> None:
        async def visit(_: Params) -> Guest:
            return Guest(event.page, context.now())

        if isinstance(event, Pressed):
            await flow.pressed(event, visit)

    return handle


async def _first_screen(_: Guest) -> str:
    return SCREENS[0]


async def _give_up(event: Event, number: str) -> None:
    raise RuntimeError(f"event {number} of {event.page} failed")


def _kept(number: int, pages: int) -> Kept:
    lap, place = divmod(number, pages)
    page = school.FIRST_PAGE + place
    event = Pressed(page, page, f"press-{number}", 1, {"s": SCREENS[lap % len(SCREENS)]})
    return Kept(f"event-{number}", page, dump(event), is_press=True)
