"""`python -m tests.browser.contact_sheet [FOLDER] [--scene NAME]…`: rebuild the pictures of all screens."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import click

from bot import logs
from models import database
from tests.browser.contact_sheet.rebuild import rebuild
from tests.flows.making import template_in


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--scene", "names", multiple=True, help="Only this scene; may be given several times.")
def main(folder: Path | None, names: tuple[str, ...]) -> None:
    """Photograph every screen into FOLDER (a temporary one unless told) and make a sheet for each part."""
    logs.configure("ERROR")
    place = (folder or Path(mkdtemp(prefix="contact-sheet-"))).absolute()
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as template:
        asyncio.run(database.migrate(Path(template) / "starosta.sqlite3", now=datetime.now(UTC)))
        made = template_in(Path(template))
        failures = asyncio.run(rebuild(place, made, names))
    click.echo(f"{len(list(place.glob('*.phone.png')))} screens in {place}")
    for line in failures:
        click.echo(line, err=True)
    sys.exit(bool(failures))


main()
