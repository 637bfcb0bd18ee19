"""``starosta events``: what people did and the bot could not handle."""

import click

from bot.commands.terminal import Terminal, command, desk_of
from models.traffic import InboxEvent


@click.command()
@click.option("--retry", "is_retried", is_flag=True, help="Handle them again, for example after an update.")
@click.option("--school", help="Key of the school, when several are configured.")
@command
async def events(terminal: Terminal, is_retried: bool, school: str | None) -> None:
    """List events that were put aside; texts that people typed are not kept and cannot be handled again."""
    async with desk_of(terminal, school) as (_, desk):
        aside = await InboxEvent.filter(school_id=desk.school.key, state="aside").order_by("id")
        for row in aside:
            kept = "can be handled again" if row.body else "a text, not kept"
            click.echo(f"{row.id:04X}  {row.received_at:%Y-%m-%d %H:%M} UTC  {row.reason}  {kept}")
        if not aside:
            click.echo("nothing was put aside")
        if is_retried:
            kept_ones = InboxEvent.filter(id__in=[row.id for row in aside if row.body])
            count = await kept_ones.update(state="new", tries=0, reason="")
            click.echo(f"will be handled again by the bot: {count}")
