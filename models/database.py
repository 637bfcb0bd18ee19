"""Opens, migrates and copies the database."""

import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tortoise import Tortoise, connections
from tortoise.migrations.executor import MigrationExecutor
from tortoise.transactions import in_transaction

from bot.errors import OperatorError
from models import indexes
from models.columns import FillingExecutor

APP = "models"
TABLES = (
    "models.schools",
    "models.roster",
    "models.people",
    "models.chats",
    "models.drafts",
    "models.steering",
    "models.traffic",
)
BUSY_TIMEOUT_MS = 5_000
SYNCHRONOUS = "FULL"
"""A commit waits until the disk has it: whatever people were told outlives a machine that loses its power."""


def settings(path: Path, *, foreign_keys: bool = True) -> dict[str, Any]:
    """What Tortoise needs to know of the database file."""
    credentials = {
        "file_path": str(path),
        "journal_mode": "WAL",
        "synchronous": SYNCHRONOUS,
        "busy_timeout": BUSY_TIMEOUT_MS,
        "secure_delete": "ON",
        "foreign_keys": "ON" if foreign_keys else "OFF",
    }
    return {
        "connections": {"default": {"engine": "models.sqlite_engine", "credentials": credentials}},
        "apps": {APP: {"models": list(TABLES), "migrations": "models.migrations", "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[None]:
    """The database for the time of the block; refuses one that is absent or not migrated to this version."""
    if not path.exists():
        raise OperatorError(f"no database at {path}; make it with: starosta migrate")
    await Tortoise.init(config=settings(path))
    try:
        if waiting := await pending_migrations(path):
            raise OperatorError(f"the database lacks {', '.join(waiting)}; run: starosta migrate")
        yield
    finally:
        await Tortoise.close_connections()


async def pending_migrations(path: Path) -> list[str]:
    """Names of migrations that this database has not seen; needs an open connection."""
    executor = MigrationExecutor(connections.get("default"), settings(path)["apps"])
    return [step.migration.name for step in await executor.plan(None)]


async def migrate(path: Path, *, now: datetime) -> Path | None:
    """Bring the database to this version and return the copy that was made first (None: nothing to do or a new file).

    Foreign keys are off meanwhile: Tortoise alters a SQLite table by making it anew, and dropping the old one would
    empty every table that refers to it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    config = settings(path, foreign_keys=False)
    await Tortoise.init(config=config)
    try:
        waiting = await pending_migrations(path)
        backup = (
            copy(path, path.with_name(f"{path.name}.before-{waiting[0]}-{now:%Y%m%d-%H%M%S}"))
            if waiting and not is_new
            else None
        )
        if waiting:
            await FillingExecutor(connections.get("default"), config["apps"]).migrate()
            await indexes.mend(APP)
            await _check_references(path, backup)
    finally:
        await Tortoise.close_connections()
    return backup


def copy(source: Path, target: Path) -> Path:
    """An online copy of a database that others may be writing to, checked after it was made."""
    if target.exists():
        raise OperatorError(f"{target} exists already; choose another name, nothing was overwritten")
    try:
        with contextlib.closing(sqlite3.connect(source)) as live, contextlib.closing(sqlite3.connect(target)) as made:
            live.backup(made)
            is_whole = made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise OperatorError(f"no copy of {source} could be made at {target}: {error}") from None
    if not is_whole:
        raise OperatorError(f"the copy at {target} is damaged; is the disk full?")
    shutil.copymode(source, target)
    return target


def put_back(backup: Path, path: Path, *, now: datetime) -> Path | None:
    """Replace the database by a copy and return where the old one went (None: there was none); nobody may use it."""
    aside = path.with_name(f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}") if path.exists() else None
    fresh = copy(backup, path.with_name(f"{path.name}.restoring"))
    if aside is not None:
        copy(path, aside)
    # The log of the old file must not be replayed into the new one.
    for leftover in (f"{path}-wal", f"{path}-shm"):
        Path(leftover).unlink(missing_ok=True)
    fresh.replace(path)
    return aside


async def _check_references(path: Path, backup: Path | None) -> None:
    rows = await connections.get("default").execute_query_dict("PRAGMA foreign_key_check")
    if rows:
        remedy = f"; the database before it is at {backup}" if backup else ""
        raise OperatorError(f"the migration of {path} left {len(rows)} rows without what they refer to{remedy}")


@contextlib.asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One write transaction. Keep network calls and new tasks out of it."""
    async with in_transaction():
        yield
