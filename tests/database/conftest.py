"""A database with a row in every table, and migrations of a version that does not exist yet."""

import asyncio
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import models
from models import database
from tests.database import rows

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
MIGRATIONS = Path(models.__file__).parent / "migrations"
NEXT = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [("models", "{newest}")]
    operations = [{operations}]
"""
AddMigration = Callable[[str], None]


@pytest.fixture(scope="session")
def full_database(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Path:
    """A migrated database full of rows, to be copied."""
    path = Path(shutil.copy(migrated_database, tmp_path_factory.mktemp("full")))

    async def make() -> None:
        async with database.opened(path):
            await rows.fill()

    asyncio.run(make())
    return path


@pytest.fixture
def path(tmp_path: Path, full_database: Path) -> Path:
    """A migrated database full of rows, closed."""
    folder = tmp_path / "data"
    folder.mkdir()
    return Path(shutil.copy(full_database, folder))


@pytest.fixture
def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AddMigration:
    """Adds a migration with these operations after the newest one, for this test."""

    def add(operations: str) -> None:
        package = tmp_path / "tomorrow" / "migrations"
        package.mkdir(parents=True)
        newest = max(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))
        (package / "__init__.py").write_text(f"__path__.append({str(MIGRATIONS)!r})\n")
        (package / "9999_tomorrow.py").write_text(NEXT.format(newest=newest, operations=operations))
        monkeypatch.setattr(models, "__path__", [str(package.parent), *models.__path__])
        for name in [name for name in sys.modules if name.startswith("models.migrations")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.delattr(models, "migrations", raising=False)

    return add
