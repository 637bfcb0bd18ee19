"""Tortoise's SQLite client with transactions that take the write lock at once.

A deferred BEGIN that reads first and writes later fails immediately with "database is locked" when another process
(``starosta import`` beside a running bot) wrote in between; BEGIN IMMEDIATE waits its turn instead.
"""

from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that is a writer from its first statement."""

    async def begin(self) -> None:
        """Start the transaction; waits for other writers up to ``busy_timeout``."""
        await self._connection.commit()
        await self._connection.execute("BEGIN IMMEDIATE")


class ImmediateSqliteClient(SqliteClient):
    """The connection behind all tables."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


client_class: Any = ImmediateSqliteClient
