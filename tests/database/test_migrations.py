"""Migrations lose no row, copy the database first, and stop when something would hang in the air."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as run_migrations
from tortoise.migrations.autodetector import MigrationAutodetector

from bot.errors import OperatorError
from models import database, indexes
from models.indexes import Wanted
from tests.database import rows
from tests.database.conftest import NOW, AddMigration

ALTER_PARENTS = """
    ops.AlterField(model_name="School", name="title", field=fields.CharField(max_length=333, default="")),
    ops.AlterField(model_name="Account", name="consent_version", field=fields.CharField(max_length=33)),
    ops.AlterField(model_name="Chat", name="title", field=fields.CharField(max_length=333)),
"""
FORGET_ACCOUNTS = 'ops.RunSQL("DELETE FROM account")'


async def test_altering_tables_that_others_refer_to_loses_no_row(path: Path, add_migration: AddMigration) -> None:
    before = rows.counts(path)
    assert set(before.values()) == {1}
    add_migration(ALTER_PARENTS)
    await database.migrate(path, now=NOW)
    assert rows.counts(path) == before


async def test_with_foreign_keys_on_the_same_migration_would_empty_the_children(
    path: Path, add_migration: AddMigration
) -> None:
    """The trap that the test above guards against is real."""
    add_migration(ALTER_PARENTS)
    config = database.settings(path, foreign_keys=True)
    await Tortoise.init(config=config)
    try:
        await run_migrations(config=config)
    finally:
        await Tortoise.close_connections()
    left = rows.counts(path)
    assert left["school"] == 1
    assert left["person_link"] == left["chat_member"] == 0


async def test_the_tables_equal_the_models(path: Path) -> None:
    """Otherwise a migration is missing: python -m tortoise … makemigrations."""
    async with database.opened(path):
        detector = MigrationAutodetector(Tortoise.apps, database.settings(path)["apps"])
        changes = await detector.changes()
    assert [operation for writer in changes for operation in writer.operations] == []


async def test_every_index_and_unique_constraint_of_the_models_is_there(path: Path) -> None:
    async with database.opened(path):
        assert [one for one in indexes.declared(database.APP) if one not in await indexes.existing(one.table)] == []


async def test_a_table_that_a_migration_made_anew_has_its_indexes_again(
    path: Path, add_migration: AddMigration
) -> None:
    add_migration(ALTER_PARENTS)
    await database.migrate(path, now=NOW)
    async with database.opened(path):
        assert Wanted("chat", ("school_id", "peer_id"), is_unique=True) in await indexes.existing("chat")
        assert Wanted("account", ("school_id", "messenger", "messenger_id"), is_unique=True) in await indexes.existing(
            "account"
        )


async def test_without_mending_the_same_migration_would_lose_them(path: Path, add_migration: AddMigration) -> None:
    """The trap that the tests above guard against is real."""
    add_migration(ALTER_PARENTS)
    config = database.settings(path, foreign_keys=False)
    await Tortoise.init(config=config)
    try:
        await run_migrations(config=config)
        assert await indexes.existing("chat") == set()
    finally:
        await Tortoise.close_connections()


async def test_a_missing_migration_would_be_noticed(path: Path, add_migration: AddMigration) -> None:
    add_migration('ops.AddField("School", "motto", fields.CharField(max_length=9, null=True))')
    await database.migrate(path, now=NOW)
    async with database.opened(path):
        detector = MigrationAutodetector(Tortoise.apps, database.settings(path)["apps"])
        changes = await detector.changes()
    assert [type(operation).__name__ for writer in changes for operation in writer.operations] == ["RemoveField"]


async def test_a_copy_is_made_first_and_can_be_put_back(path: Path, add_migration: AddMigration) -> None:
    before = rows.counts(path)
    add_migration('ops.RunSQL("DELETE FROM ledger")')
    backup = await database.migrate(path, now=NOW)
    assert backup == path.with_name("starosta.sqlite3.before-9999_tomorrow-20260901-120000")
    assert rows.counts(path)["ledger"] == 0
    shutil.copy(backup, path)
    assert rows.counts(path) == before
    again = await database.migrate(path, now=NOW + timedelta(seconds=1))
    assert again is not None


async def test_the_copy_is_as_private_as_the_database(path: Path, add_migration: AddMigration) -> None:
    path.chmod(0o600)
    add_migration(ALTER_PARENTS)
    backup = await database.migrate(path, now=NOW)
    assert backup is not None
    assert backup.stat().st_mode & 0o777 == 0o600


async def test_nothing_is_copied_when_there_is_nothing_to_do(path: Path) -> None:
    assert await database.migrate(path, now=NOW) is None
    assert [file.name for file in path.parent.iterdir()] == ["starosta.sqlite3"]


async def test_a_migration_that_leaves_dangling_references_is_refused_with_the_path_of_the_copy(
    path: Path, add_migration: AddMigration
) -> None:
    before = rows.counts(path)
    add_migration(FORGET_ACCOUNTS)
    with pytest.raises(OperatorError, match="without what they refer to") as refusal:
        await database.migrate(path, now=NOW)
    backup = path.with_name("starosta.sqlite3.before-9999_tomorrow-20260901-120000")
    assert str(refusal.value).endswith(f"the database before it is at {backup}")
    assert rows.counts(backup) == before


async def test_a_database_of_an_older_version_is_not_opened(path: Path, add_migration: AddMigration) -> None:
    add_migration(ALTER_PARENTS)
    with pytest.raises(OperatorError, match="lacks 9999_tomorrow; run: starosta migrate"):
        async with database.opened(path):
            pass


async def test_a_database_that_is_not_there_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="starosta migrate"):
        async with database.opened(tmp_path / "nowhere.sqlite3"):
            pass
    assert list(tmp_path.iterdir()) == []
