"""``starosta import``: what a journal would change, and taking it over."""

import contextlib
import itertools
from pathlib import Path

import click

from bot.commands.terminal import Terminal, command, desk_of
from bot.domain.kinds import Verdict
from bot.errors import OperatorError
from bot.journals.problems import english
from bot.services import journal_trust, ledger
from bot.texts.catalogue import say
from scheduler.roster_report import summary_of
from scheduler.rosters import Look, Rosters

REPAIRS_SHOWN = 20


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Take the roster over; without it nothing is changed.")
@click.option("--trust", "is_trusted", is_flag=True, help="Take as true what looks suspicious.")
@click.option("--school", help="Key of the school, when several are configured.")
@command
async def import_journal(
    terminal: Terminal, path: Path, is_applied: bool, is_trusted: bool, school: str | None
) -> None:
    """Show what the journal in PATH (folder or ZIP) would change."""
    async with desk_of(terminal, school) as (_, desk):
        if is_applied:
            await _apply(desk.rosters, path, trusted_by=ledger.OPERATOR if is_trusted else "")
            click.echo(say("import-applied"))
        else:
            _report(await desk.rosters.look(path=path, trust=is_trusted))
            click.echo(say("import-not-applied"))
        for one in await journal_trust.report(desk.school):
            click.echo("\n".join(journal_trust.sentences(desk.school, one)))


async def _apply(rosters: Rosters, path: Path, *, trusted_by: str) -> None:
    """Take the journal over; what it changes is shown when everything is read, before anything of it is visible."""
    with contextlib.ExitStack() as reading:
        # How many rows it will be is known in the end.
        counted = click.progressbar(
            itertools.count(), label=say("import-progress"), show_pos=True, bar_template="%(label)s %(info)s"
        )
        bar = reading.enter_context(counted)

        def progress(rows: int) -> None:
            bar.update(rows - bar.pos)

        def show(look: Look) -> None:
            reading.close()
            _report(look)

        await rosters.accept(path, progress, show=show, trusted_by=trusted_by)


def _report(look: Look) -> None:
    """What was read and what it would change; ``OperatorError`` when it may change nothing."""
    for remark in look.opening.problems:
        click.echo(f"PROBLEM {english(remark)}", err=True)
    for remark in look.opening.trusted:
        click.echo(f"trusted {english(remark)}")
    for remark in look.repairs[:REPAIRS_SHOWN]:
        click.echo(f"warning {english(remark)}")
    if (hidden := len(look.repairs) - REPAIRS_SHOWN) > 0:
        click.echo(f"warning … and {hidden} more kinds")
    if look.verdict is not Verdict.OK:
        click.echo(f"verdict: {look.verdict.value}", err=True)
    if not look.may_change:
        raise OperatorError("the journal was refused; nothing was changed")
    click.echo(summary_of(look.summary))
    if look.verdict is Verdict.SUSPICIOUS:
        click.echo(say("import-suspicious"))
