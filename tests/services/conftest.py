"""A migrated database for each test, copied from one that was made once."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.server import RunningSandbox, start
from bot.services.school import SchoolContext
from models import database
from models.schools import School
from tests.contracts.vk_schema import check_the_wire
from tests.services.school import KEY, Journal, MovedClock, context, small


@pytest.fixture
async def emulator() -> AsyncIterator[RunningSandbox]:
    """The emulator of VK, for what talks to it."""
    running = await start()
    yield running
    await running.stop()
    check_the_wire(running)


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
