"""What all suites share: how hard properties are tried, and a database to copy.

Properties are tried a little in every run, much by ``pytest --hypothesis-profile=thorough``.
"""

import asyncio
import fcntl
import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from models import database

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
def migrated_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A database of this version without rows, to be copied: migrating takes seconds, so one worker does it for all."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine if worker_id == "master" else mine.parent) / "migrated"
    folder.mkdir(exist_ok=True)
    path = folder / "starosta.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            asyncio.run(database.migrate(path, now=datetime(2026, 9, 1, tzinfo=UTC)))
    return path
