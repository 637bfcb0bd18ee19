"""The only place that builds and joins things; the order of start and stop; one group of tasks."""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import aiohttp
import structlog

from bot import leases, web
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.config import SchoolSettings, Settings
from bot.errors import OperatorError
from bot.journals.registry import SOURCES
from bot.keys import ServerKey
from bot.metrics import LatestErrors
from bot.ports import SmsSender
from bot.services import phone_codes
from bot.services.school import SchoolContext
from bot.sms.registry import sender_of
from bot.stopping import Stop
from bot.vk.api import VkApi
from bot.vk.callback import CallbackDoor
from bot.vk.feeds import BotsFeed, Feed, FeedReader, UserFeed
from bot.vk.inbox import Inbox
from bot.vk.messenger import VkChats
from bot.vk.outbox import Outbox
from bot.vk.presses import PressWatch
from handlers.events import Entry
from models import database
from models.schools import School
from scheduler.jobs import jobs_of
from scheduler.reconcile.reconciler import Reconciler
from scheduler.rosters import Rosters
from scheduler.runner import Runner

log = structlog.get_logger()

SMS_IDLE_SECONDS = 1.0
CLOCK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that works for one school; built, not started."""

    school: SchoolContext
    api: VkApi
    chats: VkChats
    reconciler: Reconciler
    rosters: Rosters
    inbox: Inbox
    outbox: Outbox

    async def settle(self) -> None:
        """Do everything that is due now and return; for a command that works without a running bot."""
        await self.reconciler.work()
        await self.inbox.work()
        await self.outbox.drain()


class Application:
    """All schools of one configuration."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stop = Stop()
        self.server_key = ServerKey(settings.secret_key.get_secret_value())
        self.clock: Clock = ShiftedClock() if settings.clock_url else SystemClock()

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator["Application"]:
        """The application with its database open and its schools known there."""
        await self.catch_up_clock()
        async with database.opened(self.settings.database):
            for key, school in self.settings.schools.items():
                await self._know(key, school)
            yield self

    def context(self, key: str) -> SchoolContext:
        """The context of a school, for use cases."""
        errors = LatestErrors(self.clock.now())
        return SchoolContext(key, self.settings.schools[key], self.settings.sms, self.server_key, self.clock, errors)

    def desk(self, key: str) -> Desk:
        """Build what works for a school."""
        school = self.context(key)
        api = VkApi(school.settings.token.get_secret_value(), self.settings.vk)
        vk_chats = VkChats(api, school.settings.group_id)
        reconciler = Reconciler(school, vk_chats, vk_chats, self.stop)
        entry = Entry.of(school, reconciler.preview, reconciler.survey)
        journal = school.settings.journal
        read = partial(SOURCES[journal.source], school_id=journal.school_id or None)
        return Desk(
            school=school,
            api=api,
            chats=vk_chats,
            reconciler=reconciler,
            rosters=Rosters(school, read),
            inbox=Inbox(school, entry.handle, entry.give_up, self.stop),
            outbox=Outbox(school, api, self.stop),
        )

    async def serve(self) -> None:
        """Serve all schools until the end is asked for; refused when another process serves one of them.

        Needs the database open.
        """
        keys = list(self.settings.schools)
        async with contextlib.AsyncExitStack() as held:
            for key in keys:
                await leases.take_or_refuse(key)
                held.push_async_callback(leases.give_up, key)
            desks = {key: self.desk(key) for key in keys}
            if self.settings.http.listen:
                schools = {key: desk.school for key, desk in desks.items()}
                await held.enter_async_context(web.opened(self.settings.http, schools, self._doors(desks)))
            async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
                tasks.create_task(leases.keep(keys, self.stop))
                if self.settings.clock_url:
                    tasks.create_task(self._follow_clock())
                for desk in desks.values():
                    tasks.create_task(self._serve(desk, session))
                log.info("started", schools=",".join(keys))
        log.info("stopped")

    @property
    def _is_posted_to(self) -> bool:
        return self.settings.vk.events == "callback"

    def _doors(self, desks: Mapping[str, Desk]) -> dict[str, CallbackDoor]:
        return {key: CallbackDoor(desk.school, desk.api) for key, desk in desks.items() if self._is_posted_to}

    def stop_on_signals(self) -> None:
        """End on SIGTERM and Ctrl-C."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.stop.ask)

    async def catch_up_clock(self) -> None:
        """Take over the sandbox's time, if it is followed."""
        if isinstance(self.clock, ShiftedClock):
            async with aiohttp.ClientSession() as session:
                await self._look_at_clock(session, self.clock)

    async def _serve(self, desk: Desk, session: aiohttp.ClientSession) -> None:
        school, group_id = desk.school, desk.school.settings.group_id
        runner = Runner(school, jobs_of(school, desk.rosters, desk.chats))
        wait = self.settings.vk.long_poll_seconds
        feeds: list[Feed] = [UserFeed(desk.api, group_id)]
        if not self._is_posted_to:
            feeds.append(BotsFeed(desk.api, group_id))
        sender = sender_of(self.settings.sms)
        runner.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                for feed in feeds:
                    tasks.create_task(FeedReader(school, feed, session, self.stop, wait_seconds=wait).run())
                tasks.create_task(desk.inbox.run())
                tasks.create_task(PressWatch(school, self.stop).run())
                tasks.create_task(desk.outbox.run())
                tasks.create_task(desk.reconciler.run())
                if sender is not None:
                    tasks.create_task(self._send_sms(school, sender))
        finally:
            await runner.stop()
            await desk.api.close()

    async def _send_sms(self, school: SchoolContext, sender: SmsSender) -> None:
        async def step() -> None:
            await phone_codes.send_waiting(school, sender)
            await self.stop.rest(SMS_IDLE_SECONDS, school.bells.sms)

        await self.stop.repeat("sms", step)

    async def _follow_clock(self) -> None:
        if not isinstance(self.clock, ShiftedClock):
            return
        clock = self.clock
        async with aiohttp.ClientSession() as session:

            async def step() -> None:
                await self.stop.during(self._look_at_clock(session, clock))
                await self.stop.rest(CLOCK_SECONDS)

            await self.stop.repeat("clock", step)

    async def _look_at_clock(self, session: aiohttp.ClientSession, clock: ShiftedClock) -> None:
        with contextlib.suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with session.get(self.settings.clock_url) as answer:
                clock.follow(datetime.fromisoformat(str((await answer.json())["now"])))

    async def _know(self, key: str, school: SchoolSettings) -> None:
        """Note the school in the database; refuse a key that is not the one the database was made with."""
        check = self.server_key.digest("key-check", key)
        fresh = {"title": school.title, "key_check": check, "sending_salt": secrets.token_hex(16)}
        row, _ = await School.get_or_create(key=key, defaults=fresh)
        await School.filter(key=key).update(consent_parallels=school.consent_parallels)
        if row.key_check != check:
            raise OperatorError(
                "secret_key is not the one that this database was made with; put the old key back, "
                "otherwise no phone is recognised and no printed code works"
            )
