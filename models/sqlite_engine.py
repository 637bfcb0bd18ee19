"""Tortoise's SQLite client: transactions that lock at once, survive a database that is away, and need no thread.

A deferred BEGIN that reads first and writes later fails immediately with "database is locked" when another process
(``starosta import`` beside a running bot) wrote in between; BEGIN IMMEDIATE waits its turn instead. When it waits in
vain, Tortoise would keep its own lock for ever; when a commit fails, the next transaction would commit the remains.

aiosqlite hands every statement to a thread and waits for it, which costs more than most statements. Inside a
transaction nothing can wait any more: only taking the write lock and the commit with its fsync go to the thread.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections

ROWS_A_CHUNK = 64
LONGEST_STRETCH_SECONDS = 0.005
"""Whoever waits for a timer has its turn only after three stretches, each of which ends with a whole statement."""


class QuickConnection(aiosqlite.Connection):
    """A connection that runs the statements of a transaction where they are asked for."""

    is_held = False
    _breath_at = 0.0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # Whatever has arguments is a statement; commit and rollback have none.
        if args and self.in_transaction:
            await self._let_others_run()
            return fn(*args, **kwargs)
        if args:
            self.refuse_if_taken_back()
        try:
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        finally:
            self._breath_at = time.monotonic()

    def refuse_if_taken_back(self) -> None:
        """A full disk makes SQLite take back the whole transaction: what follows must not be kept on its own."""
        if self.is_held and not self.in_transaction:
            raise sqlite3.OperationalError("the transaction was taken back by SQLite")

    async def _let_others_run(self) -> None:
        """A long transaction would hold up everything else in the process."""
        if time.monotonic() - self._breath_at > LONGEST_STRETCH_SECONDS:
            await asyncio.sleep(0)
            self._breath_at = time.monotonic()


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that is a writer from its first statement."""

    async def begin(self) -> None:
        """Start the transaction; waits for other writers up to ``busy_timeout``."""
        try:
            await self._quick.execute("BEGIN IMMEDIATE")
        except asyncio.CancelledError:
            # The thread goes on and begins all the same; what it is asked next comes after that.
            await self._quick.rollback()
            raise
        self._quick.is_held = True

    async def commit(self) -> None:
        """Keep the changes, or none of them."""
        try:
            self._quick.refuse_if_taken_back()
            await super().commit()
        except BaseException:
            await self.rollback()
            raise
        self._quick.is_held = False

    async def rollback(self) -> None:
        """Take the changes back."""
        self._quick.is_held = False
        await super().rollback()

    @property
    def _quick(self) -> QuickConnection:
        return cast(QuickConnection, self._connection)


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

    async def create_connection(self, with_db: bool) -> None:
        """Connect and set the pragmas."""
        if self._connection is None:
            connection = await QuickConnection(self._connect, ROWS_A_CHUNK)
            for pragma, value in self.pragmas.items():
                await (await connection.execute(f"PRAGMA {pragma}={value}")).close()
            self._connection = connection
            await self._post_connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.filename, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        return connection

    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransaction(self), self._lock)


client_class: Any = ImmediateSqliteClient
