"""A database that lived through every version, with rows written at each of them, comes to this one without a loss."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tortoise import Tortoise, connections
from tortoise.migrations.executor import MigrationTarget

from models import database
from models.columns import FillingExecutor
from tests.database import rows
from tests.database.conftest import MIGRATIONS, NOW

VERSIONS = sorted(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))
NUMBERS = ("INT", "BIGINT", "REAL")
MOMENTS = ("TIMESTAMP", "DATE")


async def test_rows_of_every_older_version_survive(tmp_path: Path) -> None:
    path = tmp_path / "starosta.sqlite3"
    for number, version in enumerate(VERSIONS[:-1], start=1):
        await _step(path, version)
        _fill(path, number)
        assert {table: count for table, count in rows.counts(path).items() if not 1 <= count <= number} == {}, version
    before = rows.counts(path)
    await database.migrate(path, now=NOW)
    after = rows.counts(path)
    assert before["school"] == len(VERSIONS) - 1
    assert {table: after[table] for table in before} == before


async def test_deletions_that_were_stopped_when_a_stop_was_a_freeze_stay_stopped(tmp_path: Path) -> None:
    path = tmp_path / "starosta.sqlite3"
    await _step(path, "0010_whom_one_looks_for")
    _fill(path, 1)
    _fill(path, 2)
    a_month_on = "2026-10-01 11:59:59.999900+00:00"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE chat SET frozen_until = ?", [a_month_on])
        connection.execute("UPDATE chat SET deleted_at = '2026-09-01 11:59:59.999900+00:00' WHERE id = 1")
        connection.execute("UPDATE chat SET deleted_at = '2026-09-01 12:00:00+00:00' WHERE id = 2")
        connection.commit()
    await database.migrate(path, now=NOW)
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT frozen_until, stopped_until FROM chat ORDER BY id").fetchall()
    assert found == [(None, a_month_on), (a_month_on, None)]


async def _step(path: Path, version: str) -> None:
    before = rows.counts(path) if path.exists() else {}
    config = database.settings(path, foreign_keys=False)
    await Tortoise.init(config=config)
    try:
        executor = FillingExecutor(connections.get("default"), config["apps"])
        await executor.migrate([MigrationTarget(app_label=database.APP, name=version)])
    finally:
        await Tortoise.close_connections()
    after = rows.counts(path)
    assert {table: after.get(table) for table in before} == before, version


def _fill(path: Path, number: int) -> None:
    """One row a table; its keys are all ``number``, so that whatever refers to another row finds it."""
    with closing(sqlite3.connect(path)) as connection:
        for table in rows.counts(path):
            needed = [row for row in connection.execute(f'PRAGMA table_info("{table}")') if row[3] or row[5]]
            names = ", ".join(f'"{row[1]}"' for row in needed)
            values = ", ".join(_value(row[2].split("(")[0], number) for row in needed)
            connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})')
        connection.commit()


def _value(kind: str, number: int) -> str:
    if kind in NUMBERS:
        return str(number)
    return f"'2026-09-{number:02}'" if kind in MOMENTS else f"'{number}'"
