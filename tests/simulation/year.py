"""One simulated school year: weeks of happenings, and after each month a quiet time in which everything must settle."""

import logging
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import structlog
from structlog import make_filtering_bound_logger

from bot.domain.kinds import ChatKind, Part, UnitKind, Verdict
from bot.services import picks
from bot.services.chats import title_of
from bot.services.picks import People
from models.chats import Chat
from models.database import transaction
from tests.services.school import KEY
from tests.simulation import checks, happenings, in_the_dialogue
from tests.simulation.messenger import Weather
from tests.simulation.town import Town, opened

WEEKS = 40
QUIET_EVERY = 5


@dataclass
class Report:
    """How a year went. ``wrongs`` is empty when it went well."""

    seed: int
    seconds: float = 0.0
    wrongs: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)

    def hears(self, logger: object, method: str, event: dict[str, Any]) -> NoReturn:
        """An error in the bot's own log is wrong too."""
        self.wrongs.append(f"the bot's log says {event['event']}: {_line(event)}")
        raise structlog.DropEvent


async def simulated(seed: int, folder: Path, *, weeks: int = WEEKS) -> Report:
    """Let a year go by; the same seed gives the same year."""
    began, report = time.perf_counter(), Report(seed)
    structlog.configure(processors=[report.hears], wrapper_class=make_filtering_bound_logger(logging.ERROR))
    async with opened(folder, seed) as town:
        await _first_days(town)
        for week in range(1, weeks + 1):
            await _week(town)
            if week % QUIET_EVERY == 0 or week == weeks:
                await _quiet(town)
                report.wrongs += [f"week {week}: {wrong}" for wrong in await checks.settled(town)]
        report.wrongs += town.oracle.wrongs
        report.counts = await checks.counts(town)
        report.log = town.log
    report.seconds = time.perf_counter() - began
    return report


async def _first_days(town: Town) -> None:
    """Teachers link first, then most of the others; some chats are made by hand."""
    await town.works()
    for unit in town.register.classes()[:2]:
        if (teacher := town.register.homeroom(unit.source_id)) is not None:
            await town.links(teacher)
    await town.later(hours=1)
    everybody = [*town.register.pupils(), *town.register.guardians(), *town.register.staff()]
    for person in town.random.sample(everybody, len(everybody) // 3):
        await town.links(person)
    await _makes_chats(town)
    for _ in range(3):
        await town.later(hours=9)
        await in_the_dialogue.people_follow_invitations(town)
    await town.later(hours=9)


async def _makes_chats(town: Town) -> None:
    """Two subject chats and one of everything, as their authors would make them."""
    groups = [unit for unit in town.register.units.values() if unit.kind is UnitKind.GROUP]
    for unit in town.random.sample(groups, 2):
        taught = [key[1] for key in town.register.memberships if key[::2] == (unit.source_id, Part.TEACHER)]
        fields = {"kind": ChatKind.SUBJECT, "unit_id": unit.source_id, "title": title_of(ChatKind.SUBJECT, unit)}
        await town.links(taught[0])
        await _makes(town, taught[0], unit.year, fields)
    author = town.register.staff()[0]
    await town.links(author)
    fields = {"kind": ChatKind.CUSTOM, "unit_id": "draft-1", "title": "Стенгазета", "own_title": "Стенгазета"}
    chat = await _makes(town, author, town.register.classes()[0].year, fields)
    people = frozenset(town.random.sample(town.register.pupils(), 12))
    async with transaction():
        await picks.put(town.school, chat, People(people | {author}, frozenset({author})))


async def _makes(town: Town, author: str, year: str, fields: dict[str, object]) -> Chat:
    now = town.school.now()
    return await Chat.create(school_id=KEY, author_id=author, year=year, created_at=now, due_at=now, **fields)


async def _week(town: Town) -> None:
    for _ in range(3):
        for _ in range(town.random.choice([0, 1, 2, 2])):
            await happenings.some_week_day(town)
        await town.later(hours=town.random.choice([1, 20, 40, 70]))
        await in_the_dialogue.people_follow_invitations(town)


async def _quiet(town: Town) -> None:
    """Everything works, nobody does anything but follow invitations, and the days go by."""
    town.messenger.weather = Weather()
    town.register.verdict, town.register.hidden = Verdict.OK, set()
    town.register.changes()
    town.lost_events = 0.0
    for _ in range(4):
        await town.later(hours=25)
        await in_the_dialogue.somebody_decides(town)
        await in_the_dialogue.people_follow_invitations(town, share=1.0)
    for _ in range(2):
        await town.later(minutes=20)
        await in_the_dialogue.somebody_decides(town)
    town.lost_events = 0.1


def _line(event: dict[str, Any]) -> str:
    fault = sys.exception()
    return f"{event.get('error', '')} {fault!r}" if fault else str(event.get("error", ""))
