"""Adds columns to tables that have rows: SQLite wants to know what stands there, and Tortoise does not tell it."""

from typing import Any

from tortoise.fields.base import DB_DEFAULT_NOT_SET
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import SqliteSchemaEditor


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
    """Runs migrations with that editor."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> FillingEditor:
        return FillingEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
