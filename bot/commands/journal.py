"""``starosta import``: what a journal would change, and taking it over."""

from pathlib import Path

import click

from bot.commands.terminal import Terminal, command, desk_of
from bot.domain.kinds import Verdict
from bot.errors import OperatorError
from bot.journals.problems import english
from bot.texts.catalogue import say
from scheduler.roster_report import summary_of
from scheduler.rosters import Look, Rosters

REPAIRS_SHOWN = 20


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Take the roster over; without it nothing is changed.")
@click.option("--school", help="Key of the school, when several are configured.")
@command
async def import_journal(terminal: Terminal, path: Path, is_applied: bool, school: str | None) -> None:
    """Show what the journal in PATH (folder or ZIP) would change."""
    async with desk_of(terminal, school) as (_, desk):
        look = await desk.rosters.look(path=path)
        _report(look)
        if look.change is None:
            raise OperatorError("the journal was refused; nothing was changed")
        click.echo(await summary_of(desk.school, look.change))
        if is_applied:
            await _apply(desk.rosters, look)
        else:
            click.echo(say("import-not-applied"))


async def _apply(rosters: Rosters, look: Look) -> None:
    with click.progressbar(length=100, label=say("import-progress")) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(100 * done // total - bar.pos)

        await rosters.accept(look, progress)
    click.echo(say("import-applied"))


def _report(look: Look) -> None:
    for remark in look.snapshot.problems:
        click.echo(f"PROBLEM {english(remark)}", err=True)
    for remark in look.snapshot.repairs[:REPAIRS_SHOWN]:
        click.echo(f"warning {english(remark)}")
    if (hidden := len(look.snapshot.repairs) - REPAIRS_SHOWN) > 0:
        click.echo(f"warning … and {hidden} more kinds")
    if look.snapshot.verdict is not Verdict.OK:
        click.echo(f"verdict: {look.snapshot.verdict.value}", err=True)
