"""Fills every table with a row, whatever tables there are, and counts what is left of them."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tortoise import Tortoise, fields
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

VALUES: tuple[tuple[type[Any], Any], ...] = (
    (fields.DatetimeField, datetime(2026, 9, 1, tzinfo=UTC)),
    (fields.DateField, date(2026, 9, 1)),
    (fields.BooleanField, True),
    (fields.FloatField, 1.0),
    (fields.IntField, 1),
    (fields.BigIntField, 1),
    (fields.JSONField, ["x"]),
    (fields.TextField, "x"),
    (fields.CharField, "x"),
)


async def fill() -> None:
    """One row in every table of the open database, parents first."""
    made: dict[type[Model], Model] = {}
    models = list(Tortoise.apps["models"].values())
    while waiting := [model for model in models if model not in made]:
        ready = [model for model in waiting if _parents(model) <= made.keys()]
        assert ready, f"these refer to each other in a circle: {waiting}"
        for model in ready:
            made[model] = await model.create(**_values(model, made))


def counts(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in tables
            if not name.startswith(("tortoise", "aerich"))
        }


def _parents(model: type[Model]) -> set[type[Model]]:
    return {model._meta.fields_map[name].related_model for name in model._meta.fk_fields}  # type: ignore[attr-defined]


def _values(model: type[Model], made: dict[type[Model], Model]) -> dict[str, Any]:
    described = model._meta.fields_map
    keys = {field.source_field for field in described.values() if isinstance(field, ForeignKeyFieldInstance)}
    values: dict[str, Any] = {}
    for name, field in described.items():
        if isinstance(field, ForeignKeyFieldInstance):
            values[name] = made[field.related_model]
        elif name not in keys and name in model._meta.db_fields and not field.generated:
            values[name] = _value(field)
    return values


def _value(field: Any) -> Any:
    if (enum := getattr(field, "enum_type", None)) is not None:
        return next(iter(enum))
    return next(value for kind, value in VALUES if isinstance(field, kind))
