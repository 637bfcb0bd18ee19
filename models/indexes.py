"""Makes the indexes and unique constraints that a migration has lost.

Tortoise alters a SQLite table by making it anew, without the indexes and unique constraints of the old one: afterwards
nothing would refuse two rows for one chat, and every look-up would read the whole table.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tortoise import Tortoise, connections
from tortoise.indexes import Index
from tortoise.models import Model


@dataclass(frozen=True, slots=True)
class Wanted:
    """An index that a model declares."""

    table: str
    columns: tuple[str, ...]
    is_unique: bool

    @property
    def statement(self) -> str:
        """The SQL that makes it."""
        mark = hashlib.blake2b(f"{self.table}:{self.columns}".encode(), digest_size=4).hexdigest()
        columns = ", ".join(f'"{column}"' for column in self.columns)
        kind = "UNIQUE INDEX" if self.is_unique else "INDEX"
        return f'CREATE {kind} "{"uid" if self.is_unique else "idx"}_{self.table}_{mark}" ON "{self.table}" ({columns})'


def declared(app: str) -> list[Wanted]:
    """Everything that the models of an application declare."""
    return [wanted for model in Tortoise.apps[app].values() for wanted in _of(model)]


async def mend(app: str) -> None:
    """Make what is declared and missing; needs an open connection."""
    client = connections.get("default")
    for wanted in declared(app):
        if wanted not in await existing(wanted.table):
            await client.execute_script(wanted.statement)


async def existing(table: str) -> set[Wanted]:
    """The indexes of a table; a unique one also serves where a plain one is declared."""
    client = connections.get("default")
    found: set[Wanted] = set()
    for index in await client.execute_query_dict(f'PRAGMA index_list("{table}")'):
        rows = await client.execute_query_dict(f'PRAGMA index_info("{index["name"]}")')
        columns = tuple(row["name"] for row in rows)
        found |= {Wanted(table, columns, is_unique) for is_unique in {False, bool(index["unique"])}}
    return found


def _of(model: type[Model]) -> Iterator[Wanted]:
    meta = model._meta
    for together in meta.unique_together:
        yield Wanted(meta.db_table, _columns(model, together), is_unique=True)
    for index in meta.indexes:
        names = index.fields if isinstance(index, Index) else index
        yield Wanted(meta.db_table, _columns(model, names), is_unique=False)
    for name, field in meta.fields_map.items():
        if not field.pk and (field.unique or field.index) and name in meta.fields_db_projection:
            yield Wanted(meta.db_table, (meta.fields_db_projection[name],), is_unique=bool(field.unique))


def _columns(model: type[Model], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(model._meta.fields_map[name].source_field or name) for name in names)
