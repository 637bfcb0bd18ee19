"""Makes worlds: the journal, the filled database and the printed codes are made once and copied for each of them."""

import asyncio
import pickle
import shutil
from contextlib import AsyncExitStack, chdir
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Application
from bot.domain.russian import full_name
from bot.sandbox.demo_school import DemoSchool
from bot.sandbox.driver import Sandbox
from bot.sandbox.server import start
from bot.sandbox.settings import CommunitySettings, SandboxSettings
from bot.services import ledger, personal_codes
from bot.services.roster import Roster
from models.database import transaction
from tests.conftest import Once
from tests.flows import part_of_school
from tests.flows.world import KEY, PRINCIPAL, Sheet, World, settings_of


@dataclass(frozen=True)
class Template:
    """A folder with a journal and a database that holds it, the printed codes, and the moment of all that."""

    folder: Path
    sheets: tuple[Sheet, ...]
    moment: datetime


def template_in(folder: Path, classes: set[str] = part_of_school.CLASSES) -> Template:
    """Fill the empty database in ``folder`` with some classes of the demo school, and print codes for everybody."""
    DemoSchool().write(folder / "journal")
    part_of_school.keep(folder / "journal", classes)
    # Tomorrow at noon: no test meets midnight, whatever the hour at which it runs.
    moment = (datetime.now(UTC) + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    with chdir(folder):
        return Template(folder, asyncio.run(_filled(folder, moment)), moment)


def template_of_all(name: str, once: Once, database: Path, classes: set[str] = part_of_school.CLASSES) -> Template:
    """The same, made once for all workers."""

    def make(folder: Path) -> None:
        place = folder / "world"
        place.mkdir()
        shutil.copy(database, place)
        made = template_in(place, classes)
        (folder / "printed").write_bytes(pickle.dumps((made.sheets, made.moment)))

    folder = once(name, make)
    sheets, moment = pickle.loads((folder / "printed").read_bytes())
    return Template(folder / "world", sheets, moment)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bot notice what is due at once, and answer presses with what they did however busy the machine is."""
    monkeypatch.setattr("scheduler.runner.TICK_SECONDS", 0.2)
    monkeypatch.setattr("bot.app.CLOCK_SECONDS", 0.15)
    # What an answer says is looked at here, how soon it comes elsewhere: a busy machine must not turn it empty.
    monkeypatch.setattr("bot.vk.presses.PATIENCE", timedelta(seconds=5))


async def world_in(
    folder: Path, template: Template, stack: AsyncExitStack, *, groups: tuple[int, ...] = (1,), posted_to: str = ""
) -> World:
    """A world in the present working folder, not started yet; ``stack`` ends it."""
    shutil.copytree(template.folder, folder, dirs_exist_ok=True)
    emulator = await start(settings=_sandbox(folder, groups))
    stack.push_async_callback(emulator.stop)
    emulator.stage.world.clock.move_to(template.moment.isoformat())
    sandbox = await stack.enter_async_context(Sandbox(emulator.url))
    owner = await sandbox.person(PRINCIPAL)
    settings = settings_of(folder, emulator.url, owners=(owner.id,), groups=groups, posted_to=posted_to)
    made = World(folder, emulator, sandbox, settings, template.sheets)
    stack.callback(made.close)
    return made


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
