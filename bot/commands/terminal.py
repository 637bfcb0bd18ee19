"""What all commands share: the configuration, the chosen school, and one event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import Any

import click

from bot import config, leases, logs
from bot.app import Application, Desk
from bot.config import Settings
from bot.errors import OperatorError, UserError
from bot.stopping import Stop
from bot.texts.catalogue import say


@dataclass(frozen=True, slots=True)
class Terminal:
    """The options that stand before a command."""

    config_path: Path

    def settings(self) -> Settings:
        """The checked configuration; logs follow it from now on."""
        settings = config.load(self.config_path)
        logs.configure(settings.log_level)
        return settings


def command(work: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an asynchronous command; expected errors become one line without a trace."""

    @click.pass_obj
    def run(terminal: Terminal, /, **options: Any) -> None:
        try:
            asyncio.run(work(terminal, **options))
        except (OperatorError, UserError, BaseExceptionGroup) as error:
            expected = _expected(error)
            if expected is None:
                raise
            raise click.ClickException(expected) from None

    return update_wrapper(run, work)


def _expected(error: BaseException) -> str | None:
    """The sentence for an expected error, also when a group of tasks has wrapped it."""
    if isinstance(error, BaseExceptionGroup):
        sentences = [_expected(one) for one in error.exceptions]
        return next((sentence for sentence in sentences if sentence is not None), None)
    if isinstance(error, UserError):
        return say(error.key, **error.values)
    return str(error) if isinstance(error, OperatorError) else None


@asynccontextmanager
async def desk_of(terminal: Terminal, school: str | None) -> AsyncIterator[tuple[Application, Desk]]:
    """The application with its database open, and everything that works for the chosen school."""
    settings = terminal.settings()
    key, _ = settings.school(school)
    application = Application(settings)
    async with application.opened():
        desk = application.desk(key)
        try:
            yield application, desk
        finally:
            await desk.api.close()


@asynccontextmanager
async def lease_if_free(school: str) -> AsyncIterator[bool]:
    """The school's lease for the time of a command; False when a running bot holds it and will do the work."""
    if not await leases.take(school):
        yield False
        return
    stop = Stop()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(leases.keep([school], stop))
            try:
                yield True
            finally:
                stop.ask()
    finally:
        await leases.give_up(school)
