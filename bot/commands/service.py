"""``starosta run`` and ``starosta migrate``."""

import click

from bot.app import Application
from bot.clock import SystemClock
from bot.commands.terminal import Terminal, command
from models import database


@click.command()
@command
async def run(terminal: Terminal) -> None:
    """Serve all configured schools until SIGTERM or Ctrl-C."""
    application = Application(terminal.settings())
    application.stop_on_signals()
    async with application.opened():
        await application.serve()


@click.command()
@command
async def migrate(terminal: Terminal) -> None:
    """Bring the database to this version; a copy is made first."""
    path = terminal.settings().database
    backup = await database.migrate(path, now=SystemClock().now())
    click.echo(f"copy made: {backup}" if backup else "no copy needed")
    click.echo(f"the database at {path} is up to date")
