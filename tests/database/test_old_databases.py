"""A database of every older version, with a row in each of its tables, is brought to this version without a loss."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as run_migrations

from models import database
from tests.database import rows
from tests.database.conftest import MIGRATIONS, NOW

VERSIONS = sorted(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))
VALUES = {"INT": "1", "BIGINT": "1", "REAL": "1", "TIMESTAMP": "'2026-09-01'", "DATE": "'2026-09-01'"}


@pytest.mark.parametrize("version", VERSIONS[:-1])
async def test_rows_of_an_older_version_survive(tmp_path: Path, version: str) -> None:
    path = tmp_path / "starosta.sqlite3"
    await _made(path, version)
    _fill(path)
    before = rows.counts(path)
    assert set(before.values()) == {1}
    await database.migrate(path, now=NOW)
    after = rows.counts(path)
    assert {table: after[table] for table in before} == before


async def _made(path: Path, version: str) -> None:
    config = database.settings(path, foreign_keys=False)
    await Tortoise.init(config=config)
    try:
        await run_migrations(config=config, target=f"{database.APP}.{version}")
    finally:
        await Tortoise.close_connections()


def _fill(path: Path) -> None:
    """One row a table; all keys are equal, so that whatever refers to another row finds it."""
    with closing(sqlite3.connect(path)) as connection:
        for table in rows.counts(path):
            needed = [row for row in connection.execute(f'PRAGMA table_info("{table}")') if row[3] or row[5]]
            names = ", ".join(f'"{row[1]}"' for row in needed)
            values = ", ".join(VALUES.get(row[2].split("(")[0], "'1'") for row in needed)
            connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})')
        connection.commit()
