"""Runs migrations: fills new columns of tables that have rows, which Tortoise leaves to SQLite, and wastes no time."""

from typing import Any

from tortoise.fields.base import DB_DEFAULT_NOT_SET
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_editor import SqliteSchemaEditor

from models.outlines import LateState


class FillingEditor(SqliteSchemaEditor):
    """Gives the rows that are there already the default of a new column."""

    async def add_field(self, model: Any, field_name: str) -> None:
        """Add a column; without a default of the database that of the model is used."""
        field = model._meta.fields_map[field_name]
        default = field.default() if callable(field.default) else field.default
        is_filled = not field.null and default is not None and not field.has_db_default()
        if is_filled:
            field.db_default = default
        try:
            await super().add_field(model, field_name)
        finally:
            if is_filled:
                field.db_default = DB_DEFAULT_NOT_SET


class FillingExecutor(MigrationExecutor):
    """Runs migrations with that editor, on outlines of the tables."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> FillingEditor:
        return FillingEditor(self.connection, atomic=atomic, collect_sql=collect_sql)

    async def _project_state(self, applied: set[MigrationKey], *, upto: MigrationKey | None = None) -> LateState:
        connections = {app: settings["default_connection"] for app, settings in self.loader.apps_config.items()}
        state = LateState({}, connections)
        for key in self._full_plan():
            if key == upto:
                break
            migration = self.loader.graph.nodes[key]
            if migration is not None and key in applied:
                await migration.apply(state, dry_run=True)
        return state
