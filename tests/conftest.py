"""What all suites share: how hard properties are tried, and what all workers copy.

Properties are tried a little in every run, much by ``pytest --hypothesis-profile=thorough``.
"""

import asyncio
import fcntl
import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from models import database

DATABASE = "starosta.sqlite3"
Once = Callable[[str, Callable[[Path], object]], Path]

settings.register_profile("usual", max_examples=40)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("usual")


def pytest_collection() -> None:
    """What is loaded stays loaded: nothing of it is garbage."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may take longest begins first: otherwise one walk or one school year goes on when all else has ended."""
    items.sort(key=_patience, reverse=True)


def pytest_collection_finish() -> None:
    """From now on there is garbage; a fifth of the time went into looking for it among what was loaded."""
    gc.freeze()
    gc.enable()


def _patience(item: pytest.Item) -> int:
    mark = item.get_closest_marker("timeout")
    return mark.args[0] if mark else 0


@pytest.fixture(scope="session", autouse=True)
def usual_synchronous() -> Iterator[str]:
    """No machine loses its power here, only processes end: no commit waits for the disk. Gives what is usual."""
    with pytest.MonkeyPatch.context() as patch:
        usual = database.SYNCHRONOUS
        patch.setattr(database, "SYNCHRONOUS", "OFF")
        yield usual


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Makes a folder for all workers of a run: the first that asks for the name makes it, the others find it."""
    mine = tmp_path_factory.getbasetemp()
    place = mine if worker_id == "master" else mine.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, unfinished = place / name, place / f"{name}-unfinished"
        with (place / f"{name}-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def migrated_database(once: Once) -> Path:
    """A database of this version without rows, to be copied."""

    def make(folder: Path) -> None:
        asyncio.run(database.migrate(folder / DATABASE, now=datetime(2026, 9, 1, tzinfo=UTC)))

    return once("migrated", make) / DATABASE
