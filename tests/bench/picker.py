"""The suite ``picker``: how soon the screen follows a press in a list of hundreds of people, and in one of a class."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.app import Application
from bot.services import accounts, candidates, drafts
from bot.services.drafts import Scope
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.database import transaction
from tests.bench import school, table
from tests.bench.emulator import UNLIMITED
from tests.bench.remote import Part, Remote
from tests.bench.starosta import Opened, Serving
from tests.bench.table import Row, at_most
from tests.bench.thumb import Thumb
from tests.bench.traffic import Report
from tests.bench.vkbottle_bots import Echo
from tests.bench.waiting import until

About = dict[str, int | str]
Begin = Callable[[SchoolContext, int], Awaitable[tuple[int, About]]]

GOAL = 10
ADMINISTRATOR = "SELECT person_id FROM roster_person WHERE roles LIKE '%administrator%' AND is_enabled LIMIT 1"


@dataclass(frozen=True)
class Scale:
    """How many presses, and how many people a large scope has at least."""

    presses: int = 200
    people: int = 400


USUAL = LONG = Scale()
SMALL = Scale(presses=6, people=40)


def run(scale: Scale, tell: table.Tell = table.silent) -> Report:
    """Measure everything; ``tell`` hears of every row at once."""
    with tempfile.TemporaryDirectory() as name:
        picker = Picker(Path(name), scale)
        rows = []
        for row in picker.rows():
            tell(row)
            rows.append(row)
        below = (
            f"{table.circumstances(picker.pragmas())} One person, who presses again when the edited screen is there."
        )
        return Report(rows, below)


class Picker:
    """The rows of one run in one folder."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self._folder = folder
        self._scale = scale
        self._database = folder / school.DATABASE
        school.fill_with_demo_school(folder, 0)
        school.link_with_dialogues(self._database, ADMINISTRATOR)

    def rows(self) -> Iterator[Row]:
        """The large scope and a group of a class, each against the echo."""
        baseline = self._milliseconds(Echo, {"s": "H.HELP"})
        for begin in (_whole_school, _group_of_a_class):
            people, about = asyncio.run(self._begun(begin))
            measured = self._milliseconds(Serving, {"s": "P.PAGE", "l": "all", **about})
            what = f"a press in the picker among {people} people, until the edited screen, p50 (limits lifted)"
            yield Row(what, f"{measured:.1f} ms", f"{baseline:.1f} ms", at_most(measured / baseline, GOAL))

    def pragmas(self) -> dict[str, str]:
        """The modes of the bot's database."""
        with Remote(Opened, self._folder / "config.toml", folder=self._folder) as bot:
            return dict(bot.call("pragmas"))

    async def _begun(self, begin: Begin) -> tuple[int, About]:
        """A draft of the administrator: how many people it offers, and what buttons carry about it."""
        application = Application(school.settings_of(self._folder / "config.toml", requests_per_second=20))
        async with application.opened():
            desk = application.desk(school.KEY)
            await desk.api.close()
            async with transaction():
                return await begin(desk.school, self._scale.people)

    def _milliseconds(self, part: Part, first: About) -> float:
        with self._pressing(part) as emulator:
            emulator.call("press_in_turn", presses=self._scale.presses // 10, first=first)
            return 1000 * median(emulator.call("press_in_turn", presses=self._scale.presses, first=first))

    @contextmanager
    def _pressing(self, part: Part) -> Iterator[Remote]:
        school.forget_traffic(self._database)
        with Remote(Thumb, folder=self._folder) as emulator:
            emulator.call("open_dialogues", count=1)
            emulator.call("lift_limit")
            url = emulator.call("url")
            arguments = (url,) if part is Echo else (school.configure(self._folder, url), UNLIMITED)
            with Remote(part, *arguments, folder=self._folder):
                until(lambda: emulator.call("is_read"), within_seconds=30, what="the bot reads its feed")
                yield emulator


async def _whole_school(context: SchoolContext, people: int) -> tuple[int, About]:
    """A custom chat of as many classes as bring so many people along."""
    profile = await accounts.profile_of(context, school.FIRST_PAGE)
    roster = await Roster.of(context.key, context.today())
    classes, offered = [], ()
    for unit in await roster.classes():
        classes.append(unit.source_id)
        scope = Scope(classes=tuple(sorted(classes)))
        sketch = await drafts.begin(context, profile.page, drafts.CUSTOM, title="Стенгазета", scope=scope)
        offered = await candidates.for_draft(context, roster, profile, sketch, None)
        if len(offered) >= people:
            return len(offered), {"d": sketch.id}
    raise LookupError(f"the school has only {len(offered)} people")


async def _group_of_a_class(context: SchoolContext, _: int) -> tuple[int, About]:
    """The chat of the largest group."""
    profile = await accounts.profile_of(context, school.FIRST_PAGE)
    roster = await Roster.of(context.key, context.today())
    sizes = {unit.source_id: len(await roster.active(units=[unit.source_id])) for unit in await roster.groups()}
    group = max(sizes, key=lambda one: sizes[one])
    sketch = drafts.Sketch(0, drafts.SUBJECT, unit_id=group)
    return len(await candidates.for_draft(context, roster, profile, sketch, None)), {"g": group}
