"""``starosta run``, ``migrate``, ``backup`` and ``restore``."""

import gc
import secrets
from pathlib import Path

import click

from bot import leases
from bot.app import Application
from bot.clock import SystemClock
from bot.commands.terminal import Terminal, command
from bot.config import Settings
from bot.services import copies, ledger
from models import database
from models.database import transaction
from models.schools import School

GARBAGE = (10_000, 10, 100)
"""How many new objects there are before the collector looks at them, and how many looks before it looks at older ones.

Plans of many chats are many objects, nearly none of which is part of a cycle.
"""


@click.command()
@command
async def run(terminal: Terminal) -> None:
    """Serve all configured schools until SIGTERM or Ctrl-C."""
    application = Application(terminal.settings())
    application.stop_on_signals()
    async with application.opened():
        spare_presses_the_collector()
        await application.serve()


def spare_presses_the_collector() -> None:
    """Look for garbage less often, and never among what was made so far, which stays: presses would wait meanwhile."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


@click.command()
@command
async def migrate(terminal: Terminal) -> None:
    """Bring the database to this version; a copy is made first."""
    path = terminal.settings().database
    backup = await database.migrate(path, now=SystemClock().now())
    click.echo(f"copy made: {backup}" if backup else "no copy needed")
    click.echo(f"the database at {path} is up to date")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@command
async def backup(terminal: Terminal, file: Path) -> None:
    """Copy the database to FILE while the bot runs; keep the secret key elsewhere."""
    settings = terminal.settings()
    application = Application(settings)
    async with application.opened():
        database.copy(settings.database, file)
    await _examine(settings, file)
    async with application.opened(), transaction():
        for key in settings.schools:
            await ledger.note(application.context(key), copies.MADE, actor=ledger.OPERATOR)
    click.echo(f"copy made and checked: {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@command
async def restore(terminal: Terminal, file: Path) -> None:
    """Put a copy made by backup in the place of the database; the bot must not run."""
    settings = terminal.settings()
    await _examine(settings, file)
    if settings.database.exists():
        async with Application(settings).opened():
            for key in settings.schools:
                await leases.take_or_refuse(key)
                await leases.give_up(key)
    aside = database.put_back(file, settings.database, now=SystemClock().now())
    async with Application(settings).opened():
        await School.all().update(sending_salt=secrets.token_hex(16))
    click.echo(f"restored; the database before is at {aside}" if aside else "restored")


async def _examine(settings: Settings, file: Path) -> None:
    """Open a copy as a database of this configuration: migrated, and made with this secret key."""
    async with Application(settings.model_copy(update={"database": file})).opened():
        pass
