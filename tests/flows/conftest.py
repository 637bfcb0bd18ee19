"""A world for each test; the journal, the filled database and the printed codes are made once and copied."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, chdir
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.app import Application
from bot.domain.russian import full_name
from bot.sandbox.demo_school import DemoSchool
from bot.sandbox.driver import Sandbox
from bot.sandbox.server import RunningSandbox, start
from bot.sandbox.settings import CommunitySettings, SandboxSettings
from bot.services import ledger, personal_codes
from bot.services.roster import Roster
from models import database
from models.database import transaction
from tests.contracts.vk_schema import FOLDER, VkSchema, unexpected
from tests.flows import part_of_school
from tests.flows.world import KEY, PRINCIPAL, Sheet, World, settings_of

Make = Callable[..., Awaitable[World]]


@dataclass(frozen=True)
class Template:
    """A folder with a journal and a database that holds it, the printed codes, and the moment of all that."""

    folder: Path
    sheets: tuple[Sheet, ...]
    moment: datetime


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A part of the demo school as a bot has read it, with codes for everybody."""
    folder = tmp_path_factory.mktemp("template")
    DemoSchool().write(folder / "journal")
    part_of_school.keep(folder / "journal")
    # Tomorrow at noon: no test meets midnight, whatever the hour at which it runs.
    moment = (datetime.now(UTC) + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    with chdir(folder):
        return Template(folder, asyncio.run(_filled(folder, moment)), moment)


@pytest.fixture
async def make_world(tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    """Makes a world for one or several communities; what it started is stopped in the end."""
    monkeypatch.chdir(tmp_path)
    # A clock that was moved is noticed at once: the stories wait for what is due, not for the next tick.
    monkeypatch.setattr("scheduler.runner.TICK_SECONDS", 0.2)
    monkeypatch.setattr("bot.app.CLOCK_SECONDS", 0.15)
    # What an answer says is looked at here, how soon it comes elsewhere: a busy machine must not turn it empty.
    monkeypatch.setattr("bot.vk.presses.PATIENCE", timedelta(seconds=5))
    async with AsyncExitStack() as stack:

        async def make(*, groups: tuple[int, ...] = (1,), posted_to: str = "") -> World:
            shutil.copytree(template.folder, tmp_path, dirs_exist_ok=True)
            emulator = await start(settings=_sandbox(tmp_path, groups))
            stack.push_async_callback(emulator.stop)
            emulator.stage.world.clock.move_to(template.moment.isoformat())
            sandbox = await stack.enter_async_context(Sandbox(emulator.url))
            owner = await sandbox.person(PRINCIPAL)
            settings = settings_of(tmp_path, emulator.url, owners=(owner.id,), groups=groups, posted_to=posted_to)
            made = World(tmp_path, emulator, sandbox, settings, template.sheets)
            stack.callback(_fits_the_schema, emulator)
            stack.push_async_callback(made.stop)
            await made.start()
            return made

        yield make


@pytest.fixture
async def world(make_world: Make) -> World:
    """One school with its bot at work."""
    return await make_world()


@cache
def _schema() -> VkSchema | None:
    return VkSchema(FOLDER) if FOLDER.is_dir() else None


def _fits_the_schema(emulator: RunningSandbox) -> None:
    """Everything that the bot asked and was answered fits VK's official schema, where that lies beside the checkout."""
    if (schema := _schema()) is not None:
        assert unexpected(schema, emulator.stage.wire.since(1)) == []


def _sandbox(folder: Path, groups: tuple[int, ...]) -> SandboxSettings:
    communities = tuple(
        CommunitySettings(group, f"Школьные чаты {group}", f"school_chats_{group}", f"sandbox-token-{group}")
        for group in groups
    )
    return SandboxSettings(journal=folder / "journal", school="demo", communities=communities)


async def _filled(folder: Path, moment: datetime) -> tuple[Sheet, ...]:
    emulator = await start()
    emulator.stage.world.clock.move_to(moment.isoformat())
    settings = settings_of(folder, emulator.url)
    await database.migrate(settings.database, now=moment)
    application = Application(settings)
    async with application.opened():
        desk = application.desk(KEY)
        await desk.rosters.refresh()
        await desk.api.close()
        roster = await Roster.of(KEY, desk.school.today())
        titles = [personal_codes.STAFF, *(unit.title for unit in await roster.classes())]
        people = [one for title in titles for one in await personal_codes.people_to_print(desk.school, title)]
        unique = {one.source_id: one for one in people}.values()
        async with transaction():
            printed = await personal_codes.issue(desk.school, unique, actor=ledger.OPERATOR)
    await emulator.stop()
    return tuple(
        Sheet(full_name(one.person.family, one.person.given, one.person.patronymic), one.code, one.link)
        for one in printed
    )
