"""``starosta chats`` and ``starosta reconcile``: what is wished, what would be done, and doing it."""

import click

from bot.app import Desk
from bot.commands.terminal import Terminal, command, desk_of, lease_if_free
from bot.domain.roster import Unit
from bot.domain.russian import parse_class_title
from bot.errors import UserError
from bot.services import chats, ledger, runs
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember
from models.database import transaction
from scheduler.reconcile.report import lines_of


@click.command("chats")
@click.option("--create", "wanted", metavar="CLASS|all", help="Make the three chats of a class, or of all classes.")
@click.option("--school", help="Key of the school, when several are configured.")
@command
async def show_chats(terminal: Terminal, wanted: str | None, school: str | None) -> None:
    """List the chats; with --create make those of a class."""
    async with desk_of(terminal, school) as (_, desk):
        if wanted is not None:
            async with transaction():
                made = [
                    chat
                    for unit in await _units(desk.school, wanted)
                    for chat in await chats.want_class_chats(desk.school, unit, actor=ledger.OPERATOR)
                ]
            click.echo(say("chats-wanted", chats=", ".join(chat.title for chat in made)))
            await _do(desk)
        await _list(desk.school)


@click.command("reconcile")
@click.option("--apply", "is_applied", is_flag=True, help="Do it; without it nothing is changed.")
@click.option("--school", help="Key of the school, when several are configured.")
@command
async def reconcile(terminal: Terminal, is_applied: bool, school: str | None) -> None:
    """Print what would be done to make every chat equal to the journal."""
    async with desk_of(terminal, school) as (_, desk):
        if (await Roster.of(desk.school.key, desk.school.today())).number == 0:
            raise UserError("roster-none")
        found = await Chat.filter(school_id=desk.school.key).order_by("title")
        plans = zip(found, await desk.reconciler.preview(found), strict=True)
        lines = [line for chat, plan in plans for line in await lines_of(desk.school, chat, plan)]
        click.echo("\n".join(lines) or say("plan-nothing"))
        if not is_applied:
            click.echo(say("plan-not-applied"))
            return
        async with transaction():
            everything = [chat.id for chat in found]
            await runs.begin(desk.school, everything, cause=runs.COMMAND, actor=ledger.OPERATOR)
        await _do(desk)


async def _do(desk: Desk) -> None:
    """Do what is due with this process if no bot is running, else leave it to the bot."""
    async with lease_if_free(desk.school.key) as is_mine:
        if is_mine:
            await desk.settle()
        click.echo(say("plan-applied" if is_mine else "plan-handed-over"))


async def _list(school: SchoolContext) -> None:
    found = await Chat.filter(school_id=school.key).order_by("title")
    for chat in found:
        inside = await ChatMember.filter(chat_id=chat.id, is_inside=True).count()
        click.echo(say("chats-line", title=chat.title, state=say(f"chats-state-{chat.state.value}"), inside=inside))
    if not found:
        click.echo(say("chats-none"))


async def _units(school: SchoolContext, wanted: str) -> list[Unit]:
    roster = await Roster.of(school.key, school.today())
    if roster.number == 0:
        raise UserError("roster-none")
    classes = await roster.classes()
    if wanted == "all":
        return classes
    parsed = parse_class_title(wanted)
    title = parsed.title if parsed else wanted
    found = [unit for unit in classes if unit.title == title]
    if not found:
        raise UserError("codes-no-class", title=wanted)
    return found
