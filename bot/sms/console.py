"""Prints messages on the terminal of whoever tries the bot out."""

import click

from bot.domain.russian import masked_phone


class ConsoleSender:
    """Shows the text where the bot runs; for trying out only."""

    async def send(self, phone: str, text: str) -> None:
        """Print the message with a masked number."""
        click.echo(f"SMS → {masked_phone(phone)}: {text}")
