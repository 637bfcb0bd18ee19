"""The bot of the simulated school: everything real but the wire; it can be killed and started anew."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, cast

from tortoise import connections

from bot.services import accounts, link_person
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.stopping import Stop
from bot.vk import intake
from bot.vk.api import VkApi
from bot.vk.inbox import Inbox
from bot.vk.outbox import Outbox
from bot.vk.reading import Batch
from handlers.events import Entry
from models import database
from models.chats import Chat
from models.database import transaction
from models.schools import Reading, School
from scheduler.jobs import jobs_of
from scheduler.reconcile.reconciler import Reconciler
from scheduler.rosters import Rosters
from scheduler.runner import Runner
from tests.services.school import KEY, MovedClock, context
from tests.simulation.messenger import Killed, Messenger, Room, Weather
from tests.simulation.oracle import Oracle
from tests.simulation.register import Register

FIRST_OF_SEPTEMBER = datetime.fromisoformat("2026-09-01T07:00:00+00:00")
FIRST_PAGE = 1_000
FIRST_STRANGER = 900_000
TEMPLATE: list[bytes] = []
"""The database without rows, once it was made."""


@dataclass
class Town:
    """The school, its VK, its journal, the oracle, and what people have done by themselves.

    ``left``: pages that went out of a chat by their own wish, or were put out of it by hand in VK. ``renamed``: how
    often people have changed the title of a chat.
    """

    random: Random
    clock: MovedClock
    school: SchoolContext
    register: Register
    messenger: Messenger
    oracle: Oracle
    pages: dict[str, int] = field(default_factory=dict)
    left: set[tuple[int, int]] = field(default_factory=set)
    renamed: Counter[int] = field(default_factory=Counter)
    lost_events: float = 0.1
    strangers: int = 0
    deaths: int = 0
    heard: int = 0
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.messenger.watch = self.oracle.watches
        self.oracle.called = self.messenger.called
        self.starts()
        humans: dict[tuple[str, ...], int] = {}
        for key, one in self.register.people.items():
            human = (one.family, one.given, one.patronymic, *(one.phones or (key,)))
            self.pages[key] = humans.setdefault(human, FIRST_PAGE + len(humans))

    def starts(self) -> None:
        """The bot as it is after a start: nothing is remembered but what the database holds."""
        api = cast(VkApi, self.messenger)
        stop = Stop()
        self.reconciler = Reconciler(self.school, self.messenger, self.messenger, stop)
        rosters = Rosters(self.school, self.register.read)
        entry = Entry.of(self.school, self.reconciler.preview)
        self.inbox = Inbox(self.school, entry.handle, entry.give_up, stop)
        self.outbox = Outbox(self.school, api, stop)
        self.runner = Runner(self.school, jobs_of(self.school, rosters, self.messenger))

    # --- time -----------------------------------------------------------------------------------------------------

    async def later(self, **duration: float) -> None:
        """Time goes by, and the bot does what is due."""
        self.clock.pass_by(**duration)
        await self.works()

    async def works(self) -> None:
        """The bot hears what happened in VK, runs its jobs, looks after chats, and writes; it may die meanwhile."""
        self.oracle.now = self.clock.now()
        try:
            await self._works()
        except BaseExceptionGroup as group:
            if group.split(Killed)[1] is not None:
                raise
            self._dies()
        except Killed:
            self._dies()

    async def _works(self) -> None:
        touched, self.messenger.touched = frozenset(self.messenger.touched), set()
        heard = frozenset(peer for peer in touched if self.random.random() >= self.lost_events)
        await intake.store(self.school, "user", Batch(touched_peers=heard))
        await self.runner.tick()
        await self._hears()
        await self.oracle.looks()
        await self.inbox.work()
        await self.reconciler.work()
        await self.inbox.work()
        await self.outbox.drain()

    async def _hears(self) -> None:
        """What the bot was told by the journal, and how far it believes that, is taken as given."""
        rows = await Reading.filter(id__gt=self.heard).order_by("id")
        told = self.register.readings[-len(rows) :] if rows else []
        for row, (at, snapshot) in zip(rows, told, strict=True):
            self.oracle.hears(at, replace(snapshot, verdict=row.verdict))
            self.heard = row.id

    def _dies(self) -> None:
        self.deaths += 1
        self.messenger.weather = Weather()
        self.starts()

    # --- people ---------------------------------------------------------------------------------------------------

    def tells(self, what: str) -> None:
        """For whoever looks for the cause of a failing seed."""
        self.log.append(f"{self.clock.now():%Y-%m-%d %H:%M} {what}")

    def page_of(self, person: str) -> int:
        return self.pages.setdefault(person, FIRST_PAGE + len(self.pages) + 10_000)

    def stranger(self) -> int:
        self.strangers += 1
        return FIRST_STRANGER + self.strangers

    async def profile(self, page: int) -> Profile:
        return await accounts.profile_of(self.school, page)

    async def links(self, person: str) -> None:
        """Somebody links their page with everything that the journal knows of the human."""
        page = self.page_of(person)
        mine = [key for key, one in self.pages.items() if one == page]
        roster = await Roster.of(self.school.key, self.school.today())
        people = [one for one in (await roster.people(mine)).values() if one.enabled]
        if not people:
            return
        async with transaction():
            account = await accounts.consent(self.school, page)
            await link_person.link(self.school, account, people, "code")
        self.oracle.links[page] |= {one.source_id for one in people}
        self.tells(f"{page} links as {', '.join(one.source_id for one in people)}")

    async def unlinks(self, page: int) -> None:
        async with transaction():
            await link_person.unlink(self.school, await self.profile(page))
        self.oracle.links[page] = set()
        self.tells(f"{page} unlinks")

    async def rooms(self) -> list[tuple[Chat, Room]]:
        """Chats that exist and belong to the school."""
        found = await Chat.filter(deleted_at=None).exclude(peer_id=None).order_by("id")
        return [(chat, self.messenger.rooms[chat.peer_id]) for chat in found if chat.peer_id and chat.state.is_ours]

    def linked(self) -> list[int]:
        """Pages that are linked with somebody."""
        return sorted(page for page, people in self.oracle.links.items() if people)

    async def somebody_inside(self) -> tuple[Chat, Room, int] | None:
        """Somebody in some chat, if anybody is inside."""
        chat, room = self.random.choice(await self.rooms())
        pages = sorted(room.people)
        return (chat, room, self.random.choice(pages)) if pages else None


@asynccontextmanager
async def opened(folder: Path, seed: int) -> AsyncIterator[Town]:
    """A school on the first of September, nobody linked yet."""
    random, clock = Random(seed), MovedClock()
    clock.moment = FIRST_OF_SEPTEMBER
    path = folder / "starosta.sqlite3"
    if not path.exists():
        path.write_bytes(await _empty_database(folder))
    register = Register.of_the_demo_school(folder / "journal", random, clock.now)
    settings: dict[str, Any] = {"quiet_before": "00:00", "quiet_after": "23:59:59", "starts_in_preview": False}
    school = context(folder, clock, reconcile=settings)
    messenger = Messenger(random, clock.now, may_return=random.random() < 0.5)
    async with database.opened(path):
        await _quicken()
        await School.create(key=KEY)
        yield Town(random, clock, school, register, messenger, Oracle())


async def _empty_database(folder: Path) -> bytes:
    """Migrating takes as long as some weeks of a year: a process does it once."""
    if not TEMPLATE:
        path = folder / "template.sqlite3"
        await database.migrate(path, now=FIRST_OF_SEPTEMBER)
        TEMPLATE.append(path.read_bytes())
    return TEMPLATE[0]


async def _quicken() -> None:
    """No machine loses its power here, only processes end; and statements need no thread, only to let others run."""
    client = connections.get("default")
    await client.execute_query("PRAGMA synchronous=OFF")
    client._connection._execute = _at_once
    # Asking which loop runs is a call of the system for each statement; there is only one.
    client._check_loop = lambda: True


async def _at_once(statement: Callable[..., object], *args: object, **kwargs: object) -> object:
    await asyncio.sleep(0)
    return statement(*args, **kwargs)
