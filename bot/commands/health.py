"""``starosta check``: what is right and what is wrong, in plain words."""

import click

from bot.commands.terminal import Terminal, command


@click.command()
@command
async def check(terminal: Terminal) -> None:
    """Say what is right and what is wrong; the exit code tells whether everything is right."""
    terminal.settings()
