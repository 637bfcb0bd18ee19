"""``starosta codes``: personal one-time codes of a class."""

import click

from bot.commands.terminal import Terminal, command, desk_of
from bot.domain.russian import full_name
from bot.services import ledger, personal_codes
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from models.database import transaction


@click.command("codes")
@click.argument("title", metavar="CLASS|staff")
@click.option("--school", help="Key of the school, when several are configured.")
@command
async def print_codes(terminal: Terminal, title: str, school: str | None) -> None:
    """Print personal codes for pupils, parents and the class teacher of CLASS (8А), or for all staff.

    Only for those who have not linked yet.
    """
    async with desk_of(terminal, school) as (_, desk):
        people = await personal_codes.people_to_print(desk.school, title)
        async with transaction():
            printed = await personal_codes.issue(desk.school, people, actor=ledger.OPERATOR)
        for one in printed:
            person = one.person
            until = day_and_month(one.expires_at.astimezone(desk.school.settings.time_zone).date())
            roles = ", ".join(say(f"role-{role.value}") for role in sorted(person.roles))
            name = full_name(person.family, person.given, person.patronymic)
            click.echo(say("codes-line", name=name, roles=roles, code=one.code, until=until))
            click.echo(f"    {one.link}")
        if not printed:
            click.echo(say("codes-none", title=title))
