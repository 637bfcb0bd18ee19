"""``starosta demo`` and ``starosta sandbox``: everything on one machine, nothing to configure."""

import asyncio
import contextlib
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import click

from bot import config, logs
from bot.app import Application
from bot.clock import SystemClock
from bot.commands import story
from bot.commands.terminal import Terminal, command
from bot.domain.russian import full_name
from bot.errors import OperatorError
from bot.sandbox.demo_school import DemoSchool
from bot.services import ledger, personal_codes
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.stopping import Stopped
from bot.texts.catalogue import say
from bot.vk import intake
from bot.vk.feeds import BotsFeed, UserFeed
from models import database
from models.database import transaction

SCHOOL = "school12"
PRINCIPAL = "a-01"
TRANSCRIPT = Path("starosta-story.txt")
LISTENING = "sandbox listening on "


@click.command()
@click.option("--story", "is_story", is_flag=True, help="Play the main story in the terminal and end.")
@click.option("--port", default=0, help="Port of the page; 0 takes a free one.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the demo's state; default: a temporary one.")
@command
async def demo(_: Terminal, is_story: bool, port: int, keep: Path | None) -> None:
    """Start a made-up school, an emulator of VK with a page, and the bot."""
    logs.configure("WARNING")
    with tempfile.TemporaryDirectory(prefix="starosta-demo-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "journal").exists():
            DemoSchool().write(folder / "journal")
        with _ended_by_sigterm():
            async with _sandbox(folder, port) as url:
                await _play(url, folder, is_story=is_story)


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Until the bot is made, SIGTERM breaks off the block: by itself it would leave the folder behind."""
    if (task := asyncio.current_task()) is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        yield


async def _play(url: str, folder: Path, *, is_story: bool) -> None:
    settings = config.build(await _settings(url, folder), place="demo")
    application = Application(settings)
    # From here on nothing is broken off: a statement under way would answer to a loop that is closed.
    application.stop_on_signals()
    await database.migrate(settings.database, now=SystemClock().now())
    async with application.opened():
        desk = application.desk(SCHOOL)
        await desk.rosters.refresh()
        await _put_sheets(url, desk.school)
        await desk.api.close()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(application.serve())
            with contextlib.suppress(Stopped):
                await application.stop.during(_listening(desk.school))
                if not is_story:
                    click.echo(say("demo-address", url=url))
                    return
                await application.stop.during(story.play(url, TRANSCRIPT))
                application.stop.ask()


async def _listening(school: SchoolContext) -> None:
    """Wait until both feeds are read: what people do before that is not told to a bot that never ran."""
    while None in [await intake.cursor(school, feed) for feed in (BotsFeed.name, UserFeed.name)]:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def _settings(url: str, folder: Path) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/sandbox/api/people") as answer:
        people = await answer.json()
    principal = next(person.name for person in DemoSchool().people() if person.source_id == PRINCIPAL)
    return {
        "database": folder / "starosta.sqlite3",
        "secret_key": _key(folder / "secret-key"),
        "log_level": "WARNING",
        "clock_url": f"{url}/sandbox/api/clock",
        "vk": {"api_url": f"{url}/method/"},
        "sms": {"sender": "sandbox", "url": url},
        "schools": {
            SCHOOL: {
                "title": say("demo-school"),
                "group_id": 1,
                "screen_name": "school_chats",
                "token": "sandbox-token-1",
                "owners": [one["id"] for one in people if one["name"] == principal],
                "time_zone": "Asia/Yekaterinburg",
                "contact": say("demo-contact"),
                "journal": {"path": folder / "journal", "every_seconds": 2},
                "reconcile": {
                    "every_seconds": 60,
                    "quiet_before": "00:00",
                    "quiet_after": "23:59",
                    "starts_in_preview": False,
                },
            }
        },
    }


def _key(file: Path) -> str:
    if not file.exists():
        file.write_text(secrets.token_hex(32))
    return file.read_text()


@contextlib.asynccontextmanager
async def _sandbox(folder: Path, port: int) -> AsyncIterator[str]:
    """The sandbox as a process of its own, for the time of the block; gives its address."""
    options = ["--school", "demo", "--journal", str(folder / "journal"), "--wire", str(folder / "wire.jsonl")]
    command = (sys.executable, "-m", "bot.sandbox", "--held", "--port", str(port), *options)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    try:
        line = (await process.stdout.readline()).decode() if process.stdout else ""
        if not line.startswith(LISTENING):
            raise OperatorError(f"the sandbox did not start; is port {port} taken? Try another: starosta demo --port 0")
        yield line.removeprefix(LISTENING).strip()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _put_sheets(url: str, school: SchoolContext) -> None:
    """Print the personal codes of all classes and lay them on the class teachers' desks."""
    roster = await Roster.of(school.key, school.today())
    titles = [personal_codes.STAFF, *(unit.title for unit in await roster.classes())]
    sheets = [sheet for title in titles for sheet in await _sheet(school, title)]
    async with aiohttp.ClientSession() as session, session.post(f"{url}/sandbox/api/sheets", json=sheets) as answer:
        answer.raise_for_status()


async def _sheet(school: SchoolContext, title: str) -> list[dict[str, str]]:
    people = await personal_codes.people_to_print(school, title)
    async with transaction():
        printed = await personal_codes.issue(school, people, actor=ledger.OPERATOR)
    return [
        {
            "person": full_name(one.person.family, one.person.given, one.person.patronymic),
            "class": say("demo-staff-sheet") if title == personal_codes.STAFF else title,
            "code": one.code,
            "link": one.link,
        }
        for one in printed
    ]


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Start the emulator of VK alone; all its options: starosta sandbox --help.",
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def sandbox(options: tuple[str, ...]) -> None:
    """Start the emulator of VK alone."""
    from bot.sandbox.server import main  # noqa: PLC0415 - no other command needs the emulator in its process

    main(options)
