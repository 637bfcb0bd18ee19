"""Six walkers in one school: who acts when, what happens around them, and what they have reached together."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.driver import DrivenPerson
from bot.services.school import SchoolContext
from handlers.contents import contents
from scheduler.roster_files import fingerprint
from tests.flows.world import KEY, World
from tests.walker import in_class, in_console, linking
from tests.walker.answers import NAMES, TITLES
from tests.walker.checks import Checks
from tests.walker.happenings import HAPPENINGS, Happening
from tests.walker.roles import (
    ADMINISTRATORS,
    FAMILIES,
    NEIGHBOURS,
    NEWLY_LINKED,
    ROLES,
    TEACHER_AND_MOTHER,
    TEACHERS,
    UNLINKED,
    Role,
)
from tests.walker.settling import Settling
from tests.walker.trail import Trail
from tests.walker.walker import Walker

STEPS_BETWEEN_HAPPENINGS = 40
STEPS_BETWEEN_ONCE = 15
ONCE = {ADMINISTRATORS: in_console.ONCE, TEACHERS: in_class.OF_TEACHERS, FAMILIES: in_class.OF_FAMILIES}
"""What happens once in the school of these walkers."""
EXTRA_STEPS = 6
"""For each press that is asked of a role the walk may take so many more steps to find the last buttons."""
LINKED_STEPS = 25
JOURNAL_SECONDS = 60
"""How often the bot looks at the journal while people walk."""


@dataclass
class Walk:
    """A walk of some roles that the seed decides; ``logged`` and ``reached`` grow by themselves."""

    world: World
    roles: tuple[Role, ...]
    seed: int
    logged: list[Any]
    reached: set[str]
    walkers: list[Walker] = field(default_factory=list)
    neighbours: list[DrivenPerson] = field(default_factory=list)
    editors: list[DrivenPerson] = field(default_factory=list)
    everybody: list[DrivenPerson] = field(default_factory=list)
    led_home: set[str] = field(default_factory=set)
    steps: int = 0
    linked_since: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.rows, self.settled = self.world.rows, Settling(self.world).settled
        self.checks = Checks(self.world, self.rows, self.logged)
        self.trails = {role.name: Trail() for role in self.roles}
        if UNLINKED in self.trails:
            # Whoever links becomes another role, which has a walker of its own: only the screens of linking count here.
            self.trails[UNLINKED] = Trail(screens=("A.", "H."))
            self.trails[NEWLY_LINKED] = Trail(screens=("A.",))
        self._pages: dict[int, DrivenPerson] = {}
        self._next_once = STEPS_BETWEEN_ONCE
        self._once = [*ONCE[self.roles]]

    @property
    def staff(self) -> list[Walker]:
        """Those who work at the school."""
        return [walker for walker in self.walkers if walker.role.is_staff]

    @property
    def head(self) -> Walker:
        """The administrator of the school, where she walks."""
        return next(walker for walker in self.walkers if walker.role in ADMINISTRATORS)

    @property
    def unpressed(self) -> list[str]:
        """Buttons that a role has seen and not pressed."""
        return [f"{role}: {kind}" for role, trail in self.trails.items() for kind in trail.unpressed]

    @property
    def only_late(self) -> list[str]:
        """Buttons that a role could press only after they had gone."""
        gone = {role: sorted(trail.late - trail.pressed.keys()) for role, trail in self.trails.items()}
        return [f"{role}: {kind}" for role, kinds in gone.items() for kind in kinds]

    @property
    def unreached(self) -> list[str]:
        """Screens and acts of the table of contents that nobody has reached."""
        everything = contents()
        return sorted((everything.screens.keys() | everything.acts.keys()) - self.reached)

    async def run(self, presses: int) -> None:
        """Walk until every role has pressed so many buttons, and every button that it has seen."""
        await self._gather()
        while waiting := [walker for walker in self.walkers if walker.presses < presses]:
            await self._goes_on(self.chance.choice(waiting))
        last_step = self.steps + presses * EXTRA_STEPS
        while self.steps < last_step and (waiting := [walker for walker in self.walkers if self._misses(walker)]):
            await self._goes_on(self.chance.choice(waiting))
        self._check("the end", self.checks.unanswered())

    def trail_of(self, walker: Walker) -> Trail:
        """The trail of what this walker is now; what linked people see while they are unlinked counts for nobody."""
        is_linked = linking.is_linked(self, walker.person)
        if walker.role.is_linked:
            return self.trails[walker.role.name] if is_linked else Trail()
        return self.trails[NEWLY_LINKED if is_linked else UNLINKED]

    async def walks(self, steps: int, walker: Walker | None = None) -> None:
        """Some steps in the middle of what happens, of one walker or of all."""
        for _ in range(steps):
            await self._step(walker or self.chance.choice(self.walkers))

    async def opens(self, person: DrivenPerson, payload: dict[str, Any]) -> None:
        """Press a text button with this payload, wherever it came from."""
        await person.write("…", payload=json.dumps(payload))
        await self.settled()

    async def restart(self) -> None:
        """End the bot and run it again; whoever waits for an answer gets one."""
        self.checks.may_be_late = True
        await self.world.restart()
        await self.settled()
        self._check("the restart", self.checks.unanswered())
        self.checks.may_be_late = False

    async def journal_is_read(self) -> None:
        """Wait for the reading of a changed journal."""
        await self.world.later(seconds=JOURNAL_SECONDS)

        def is_read() -> bool:
            [(newest,)] = self.rows("SELECT digest FROM reading ORDER BY id DESC LIMIT 1")
            return bool(newest == fingerprint(self.world.folder / "journal", self.school().today()))

        await self.world.sandbox.until(is_read, within_seconds=60, what="the journal is read")
        await self.settled()
        self.checks.learn()

    async def timestamp(self) -> int:
        """The emulator's moment as buttons carry it."""
        return int(datetime.fromisoformat(await self.world.sandbox.now()).timestamp())

    async def of_page(self, page: int) -> DrivenPerson:
        """The person with this VK page."""
        if page not in self._pages:
            found = next(one for one in await self.world.sandbox.api.get("people") if one["id"] == page)
            self._pages[page] = DrivenPerson(self.world.sandbox.api, page, found["name"], 1)
        return self._pages[page]

    def school(self) -> SchoolContext:
        """The school as the running bot sees it."""
        assert self.world.application is not None
        return self.world.application.context(KEY)

    async def _gather(self) -> None:
        self.checks.sayings.learn((*NAMES, *TITLES))
        for role in ROLES:
            person = await self.world.sandbox.person(role.person)
            if role.is_linked:
                await (linking.by_code if role.is_staff else linking.by_phone)(self, person)
            if role.is_staff:
                self.editors.append(person)
            if role in self.roles:
                self.walkers.append(Walker(role, person, self, random.Random(f"{self.seed} {role.name}")))
            self.everybody.append(person)
        for name in NEIGHBOURS:
            self.neighbours.append(await self.world.sandbox.person(name))
            await linking.by_code(self, self.neighbours[-1])
        self.everybody += self.neighbours
        self.checks.learn()
        self._check("the beginning")

    async def _goes_on(self, walker: Walker) -> None:
        await self._step(walker)
        if self.steps % STEPS_BETWEEN_HAPPENINGS == 0:
            await self._happens(self.chance.choice(HAPPENINGS))
        elif self._once and self.steps >= self._next_once:
            self._next_once = self.steps + STEPS_BETWEEN_ONCE
            await self._happens(self._once.pop(0))

    async def _happens(self, happening: Happening) -> None:
        if self.roles == ADMINISTRATORS:
            await in_console.goes_on(self)
        await happening(self)
        await self.settled()
        self._check(happening.__name__)

    async def _step(self, walker: Walker) -> None:
        self.steps += 1
        await self._keeps_role(walker)
        try:
            await walker.step()
        except AssertionError as error:
            raise AssertionError(f"{self._where(walker)}: {error}") from error
        self._check(self._where(walker))

    async def _keeps_role(self, walker: Walker) -> None:
        """Whoever is to be linked links again, and whoever is not stays linked for a short time only."""
        is_linked = linking.is_linked(self, walker.person)
        if walker.role.is_linked:
            if not is_linked and self.chance.random() < 0.1:
                await linking.by_code(self, walker.person)
            return
        self.linked_since = self.linked_since + 1 if is_linked else 0
        if self.linked_since > LINKED_STEPS:
            await linking.undone(self, walker.person, erase=self.chance.random() < 0.5)
        elif not is_linked and not self.trails[UNLINKED].unpressed and self.trails[NEWLY_LINKED].unpressed:
            await linking.by_code(self, walker.person, TEACHER_AND_MOTHER)

    def _misses(self, walker: Walker) -> bool:
        """Whether there are buttons left that this walker can press."""
        roles = (walker.role.name,) if walker.role.is_linked else (UNLINKED, NEWLY_LINKED)
        return any(self.trails[role].unpressed for role in roles)

    def _check(self, after: str, more: Iterable[str] = ()) -> None:
        found = [*self.checks.violations(), *more]
        assert not found, f"seed {self.seed}, after {after}:\n" + "\n".join(found)

    def _where(self, walker: Walker) -> str:
        return f"step {self.steps}, {walker.role.name} {walker.last}"
