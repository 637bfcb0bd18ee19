"""Tortoise's SQLite client with transactions that take the write lock at once and survive a database that is away.

A deferred BEGIN that reads first and writes later fails immediately with "database is locked" when another process
(``starosta import`` beside a running bot) wrote in between; BEGIN IMMEDIATE waits its turn instead. When it waits in
vain, Tortoise would keep its own lock for ever; when a commit fails, the next transaction would commit the remains.
"""

from typing import Any

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that is a writer from its first statement."""

    async def begin(self) -> None:
        """Start the transaction; waits for other writers up to ``busy_timeout``."""
        await self._connection.execute("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        """Keep the changes, or none of them."""
        try:
            await super().commit()
        except BaseException:
            await self.rollback()
            raise


class ImmediateTransactionContext(SqliteTransactionContext):
    """One use of the connection for a transaction, given back also when the transaction cannot begin."""

    connection: ImmediateTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection


class ImmediateSqliteClient(SqliteClient):
    """The connection behind all tables."""

    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransaction(self), self._lock)


client_class: Any = ImmediateSqliteClient
