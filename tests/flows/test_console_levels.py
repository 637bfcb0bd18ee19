"""Whatever the console offers to a level, that level may open and do: every button of every screen is tried.

Also whatever a button opens outside the console, but not what stands there.
"""

from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from bot.domain.console import GRANTED
from bot.errors import ScreenOutdated, UserError
from bot.services import accounts, console_roles
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.ui.pages import Go, Outcome
from bot.ui.view import Do, Goto, Params, View
from handlers.contents import contents
from handlers.visit import Visit
from models import database
from models.database import transaction
from tests.flows.leaving import entered, leave
from tests.flows.test_school_year import turns
from tests.flows.world import KEY, PRINCIPAL, World

PAGES = contents()
IVANOVA = "Иванова Елена Петровна"
TYPED = {
    "K.AUDIT": "8А",
    "K.CHATS": "8А",
    "K.CHATS.GIVE": "Петров",
    "K.PEOPLE": "Белов",
    "K.PEOPLE.LIST": "8А",
    "K.READONLY": "3",
    "K.ROLES.ADD": "Гусейнов",
    "K.SYNC.CLASS": "8А",
    "K.SYNC.LIMITS": "25% 15",
    "K.SYNC.PAUSE": "5",
}
Story = Callable[[World], Awaitable[None]]
SCREENS = 20
"""An observer sees more of them than so many."""
CONSOLE = "K."
ASKED = "Напишите"
"""A screen that says so has to understand what is written."""
ALIKE = 2
"""So often a screen is looked at with different parameters."""


class TakenBackError(Exception):
    """Ends what was only tried."""


@dataclass
class Crawl:
    """Everything that one person reaches in the console; ``refused`` are buttons and words offered in vain."""

    school: SchoolContext
    profile: Profile
    seen: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    _waiting: deque[tuple[str, Goto]] = field(default_factory=deque)

    async def run(self) -> None:
        """From the first screen to wherever buttons and typed words lead."""
        self._meets("", Goto("K.MENU"))
        while self._waiting:
            origin, target = self._waiting.popleft()
            view = await self._tried(origin, self._opened(target))
            if isinstance(view, View) and target.screen.startswith(CONSOLE):
                await self._presses(target, view)
                what = f"{target.screen} «{ASKED}»" if ASKED in view.text else target.screen
                self._goes(target.screen, await self._tried(what, self._typed(target)))

    async def _presses(self, here: Goto, view: View) -> None:
        for button in view.buttons:
            what = f"{here.screen} «{button.label}»"
            match button.press:
                case Goto() as target:
                    self._meets(what, target)
                case Do() as act if self.acts[act.act] < ALIKE:
                    self.acts[act.act] += 1
                    self._goes(what, await self._tried(what, self._done(act)))

    async def _tried(self, what: str, deed: Awaitable[View | Outcome | None]) -> View | Outcome | None:
        """What comes of it, and nothing else."""
        found: View | Outcome | None = None
        try:
            async with transaction():
                found = await deed
                raise TakenBackError
        except (ScreenOutdated, UserError) as refusal:
            # A name that is nobody's is no matter of the level.
            if "«" in what and not (ASKED in what and isinstance(refusal, UserError)):
                self.refused.append(f"{what}: {refusal.key}")
        except TakenBackError:
            pass
        return found

    def _goes(self, origin: str, outcome: View | Outcome | None) -> None:
        if isinstance(outcome, Go):
            self._meets(origin, Goto(outcome.screen, outcome.params))

    def _meets(self, origin: str, target: Goto) -> None:
        if target.screen and self.seen[target.screen] < ALIKE:
            self.seen[target.screen] += 1
            self._waiting.append((origin, target))

    async def _opened(self, target: Goto) -> View:
        return await PAGES.screens[target.screen].load(self._visit(target.params))

    async def _done(self, act: Do) -> Outcome:
        return await PAGES.acts[act.act](self._visit(act.params))

    async def _typed(self, target: Goto) -> Outcome | None:
        typed, text = PAGES.screens[target.screen].typed, TYPED.get(target.screen)
        return await typed(self._visit(target.params), text) if typed and text else None

    def _visit(self, params: Params) -> Visit:
        return Visit(self.school, self.profile, OutboxTalker(self.school), params)


async def _three_leave(world: World) -> None:
    """A held plan waits for somebody."""
    await leave(world, *(await entered(world, 5))[:3])


async def _the_year_turns(world: World) -> None:
    """The journal opens the next year, in which one class is hard to know again."""
    await turns(world)
    classes = world.folder / "journal" / "classes.csv"
    await world.reads(world.edits(classes, classes.read_text(encoding="utf-8").replace(",9А,", ",9Д,")))
    await world.later(minutes=2)


@pytest.mark.parametrize("story", [_three_leave, _the_year_turns])
async def test_no_button_leads_to_what_the_level_does_not_allow(world: World, story: Story) -> None:
    await world.led()
    head, colleague = await world.linked(PRINCIPAL), await world.linked(IVANOVA)
    await story(world)
    assert world.application is not None
    school = world.application.context(KEY)
    await world.stop()
    async with database.opened(world.settings.database):
        owner, other = [await accounts.profile_of(school, one.id) for one in (head, colleague)]
        crawls = []
        for level in GRANTED:
            await console_roles.grant(school, owner, other, level)
            crawls.append(Crawl(school, other))
            await crawls[-1].run()
        crawls.append(Crawl(school, owner))
        await crawls[-1].run()
    assert [crawl.refused for crawl in crawls] == [[], [], [], []]
    seen = [crawl.seen.keys() for crawl in crawls]
    assert len(seen[0]) > SCREENS
    assert all(lower <= higher for lower, higher in pairwise(seen)), seen
