"""A migrated database for each test, copied from one that was made once."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import VkSettings
from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox, start
from bot.services.school import SchoolContext
from bot.stopping import Stop
from bot.vk.api import VkApi
from bot.vk.outbox import Outbox
from models import database
from models.schools import School
from tests.contracts.vk_schema import check_the_wire
from tests.services import class_8a
from tests.services.letters import TOKEN
from tests.services.school import KEY, Journal, MovedClock, context, small


@pytest.fixture
async def emulator() -> AsyncIterator[RunningSandbox]:
    """The emulator of VK, for what talks to it."""
    running = await start()
    yield running
    await running.stop()
    check_the_wire(running)


@pytest.fixture
async def sandbox(emulator: RunningSandbox) -> AsyncIterator[Sandbox]:
    async with Sandbox(emulator.url) as driver:
        yield driver


@pytest.fixture
async def anna(sandbox: Sandbox) -> DrivenPerson:
    """Somebody who has begun the conversation."""
    person = await sandbox.new_person("Белова Анна")
    await person.start()
    return person


@pytest.fixture
async def outbox(school: SchoolContext, emulator: RunningSandbox) -> AsyncIterator[Outbox]:
    api = VkApi(TOKEN, VkSettings(api_url=f"{emulator.url}/method/", timeout_seconds=0.5))
    yield Outbox(school, api, Stop())
    await api.close()


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def school(tmp_path: Path, migrated_database: Path, clock: MovedClock) -> AsyncIterator[SchoolContext]:
    """A school that nothing is known of yet."""
    path = tmp_path / "starosta.sqlite3"
    shutil.copy(migrated_database, path)
    async with database.opened(path):
        await School.create(key=KEY)
        yield context(tmp_path, clock)


@pytest.fixture
async def journal(school: SchoolContext) -> Journal:
    """The journal of a small school, read."""
    written = small(school)
    await written.is_read()
    return written


@pytest.fixture
async def eight_a(school: SchoolContext) -> Journal:
    """8А with its three chats in VK."""
    return await class_8a.eight_a(school)
