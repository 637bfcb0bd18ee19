"""Rows by SQL written by hand: what is asked at every turn is felt when models are made of it, ten times as slow."""

from collections.abc import Collection, Sequence
from sqlite3 import Row
from typing import Any, cast

from tortoise import connections


async def select(query: str, values: Sequence[Any]) -> Sequence[Row]:
    """The rows that a query finds, as SQLite holds their values; part of the transaction that is under way."""
    _, rows = await connections.get("default").execute_query(query, list(values))
    return cast(Sequence[Row], rows)


def holes(values: Collection[object]) -> str:
    """As many question marks as there are values, for ``IN``."""
    return ", ".join("?" * len(values))
