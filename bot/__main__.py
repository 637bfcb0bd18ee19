"""The command ``starosta``."""

from pathlib import Path

import click

from bot.commands.demo import demo, sandbox
from bot.commands.health import check
from bot.commands.journal import import_journal
from bot.commands.people import print_codes
from bot.commands.reconciling import reconcile, show_chats
from bot.commands.service import backup, migrate, restore, run
from bot.commands.terminal import Terminal
from bot.commands.traffic import events


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration.",
)
@click.pass_context
def main(context: click.Context, config: Path) -> None:
    """School chats in VK that keep themselves in step with the electronic journal."""
    context.obj = Terminal(config)


COMMANDS = (
    demo,
    run,
    check,
    migrate,
    import_journal,
    print_codes,
    show_chats,
    reconcile,
    events,
    backup,
    restore,
    sandbox,
)
for one in COMMANDS:
    main.add_command(one)

if __name__ == "__main__":
    main()
