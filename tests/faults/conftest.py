"""A machine for each test; the database with the school's roster in it is made once and copied."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import config
from bot.app import Application
from bot.sandbox.driver import Sandbox
from bot.sandbox.server import start
from tests.conftest import DATABASE, Once
from tests.contracts.vk_schema import check_the_wire
from tests.faults.school import JOURNAL, KEY, SECRET_KEY, TEACHER, TEACHER_PHONE, Machine


@pytest.fixture(scope="session")
def filled_database(once: Once, migrated_database: Path) -> Path:
    """A migrated database that holds the roster of the school."""
    return once("filled", lambda folder: _fill(Path(shutil.copy(migrated_database, folder)))) / DATABASE


def _fill(path: Path) -> None:
    school = {"title": "Школа", "group_id": 1, "token": "-", "journal": {"path": JOURNAL}}
    settings = config.build({"database": path, "secret_key": SECRET_KEY, "schools": {KEY: school}}, place="test")

    async def fill() -> None:
        application = Application(settings)
        async with application.opened():
            desk = application.desk(KEY)
            await desk.rosters.accept()
            await desk.api.close()

    asyncio.run(fill())


@pytest.fixture
async def machine(tmp_path: Path, filled_database: Path) -> AsyncIterator[Machine]:
    shutil.copy(filled_database, tmp_path / "starosta.sqlite3")
    shutil.copytree(JOURNAL, tmp_path / "journal")
    emulator = await start()
    async with Sandbox(emulator.url) as sandbox:
        await sandbox.new_person("Директорова Анна Львовна")
        await sandbox.new_person(TEACHER, phone=TEACHER_PHONE)
        made = Machine(tmp_path, emulator, sandbox)
        made.configure()
        yield made
        for process in made.processes:
            await process.clear_away()
            sys.stdout.write(process.text)
    await made.emulator.stop()
    check_the_wire(made.emulator)
