"""One person who presses and types by chance, and prefers what this role has not pressed yet."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.driver import DrivenPerson, Refused
from tests.walker import answers
from tests.walker.looking import MESSAGE, Kind, Seen, Sight, look
from tests.walker.roles import Role
from tests.walker.trail import Trail

if TYPE_CHECKING:
    from tests.walker.walk import Walk

HOMES = ("M.LIST", "M.EMPTY", "U.LIST", "R.LIST", "A.ROLE", "A.START")
BACKS = 12
ANSWER_WAIT_SECONDS = 30
FRESH_FIRST = 0.9
TRIES = 3
"""A button that did not show up again so many times is pressed as a device presses it that still shows it."""
DEAD_LINKS = ("already", "removed", "dead_link")


@dataclass
class Walker:
    """``presses`` counts buttons, not typed words; ``last`` tells what was done last."""

    role: Role
    person: DrivenPerson
    walk: "Walk"
    chance: random.Random
    trail: Trail = field(default_factory=Trail)
    windows: set[int] = field(default_factory=set)
    presses: int = 0
    last: str = ""

    async def look(self) -> Sight:
        """See where the dialogue is, and as whom."""
        self.trail = self.walk.trail_of(self)
        sight = await look(self.walk.rows, self.person, self.windows)
        self.trail.note(sight)
        return sight

    async def step(self) -> None:
        """One thing that a person does."""
        sight = await self.look()
        luck = self.chance.random()
        if not sight.buttons:
            await self.begins()
        elif sight.screen not in self.walk.led_home:
            await self.goes_back(sight)
        elif luck < answers.likelihood(sight, self.trail.typed[sight.screen]):
            self.trail.typed[sight.screen] += 1
            await self.types(await answers.to(self, sight), sight)
        elif sight.window and luck > 0.96:
            await self.presses_at_once(sight)
        elif (goal := self.trail.goal(sight)) and self.chance.random() < FRESH_FIRST:
            await self.heads_for(goal, sight)
        else:
            await self.presses_one(self._any(sight), sight)

    async def begins(self) -> None:
        """«Начать», as everybody begins."""
        self.last = "«Начать»"
        await self.person.start()
        await self.walk.settled()

    async def types(self, text: str, sight: Sight) -> None:
        """Write something."""
        self.last = f"on {sight.screen}: types {text[:60]!r}"
        # The bot repeats what was typed, cut where it is too long, or in small letters.
        self.walk.checks.sayings.learn((text, text[:40], text[:60], text.lower()))
        await self.person.write(text)
        await self.walk.settled()

    async def heads_for(self, goal: Kind, sight: Sight) -> None:
        """Press a button; if it is elsewhere, go to its screen first, as by a button of an old message."""
        if not _shown(goal, sight):
            place = self.trail.places[goal]
            self.trail.tries[goal] += 1
            self.last = f"heads for {goal} with {place.params}"
            if goal.screen == MESSAGE or (self.trail.tries[goal] > TRIES and place.button.payload):
                await self.presses_late(place.button)
                return
            await self.walk.opens(self.person, {"s": goal.screen, **place.params})
            sight = await self.look()
        for button in _shown(goal, sight)[:1]:
            await self.presses_one(button, sight)

    async def goes_back(self, sight: Sight) -> None:
        """«назад» again and again leads home; then to where something waits to be typed."""
        first, passed = sight, [sight.screen]
        while sight.screen not in HOMES:
            assert len(passed) < BACKS, f"a dead end: «назад» leads {' → '.join(passed)}"
            await self.types(answers.BACK, sight)
            sight = await self.look()
            passed.append(sight.screen)
        self.walk.led_home.update(passed)
        if answers.are_asked(first):
            await self.walk.opens(self.person, {"s": first.screen, **first.params})

    async def presses_at_once(self, sight: Sight) -> None:
        """An impatient thumb: the same button twice, or two buttons."""
        first = self.chance.choice(sight.window)
        second = first if self.chance.random() < 0.6 else self.chance.choice(sight.window)
        self.last = f"on {sight.screen}: presses {first.kind} and {second.kind} at once"
        await asyncio.gather(self.press(first), self.press(second))
        await self.walk.settled()

    async def presses_one(self, button: Seen, sight: Sight) -> None:
        """Press, and follow the link that comes, as people do."""
        self.last = f"on {sight.screen} {sight.params}: presses {button.kind} ({button.label}, {button.payload})"
        pressed = await self.press(button)
        await self.walk.settled()
        link = pressed.get("url") or (pressed.get("answer") or {}).get("link")
        if link and self.chance.random() < 0.6:
            await self.follows(link)

    async def presses_late(self, button: Seen) -> None:
        """Press what the device still shows, although the bot has put something else in its place meanwhile."""
        if await self._answered(button, payload=button.payload):
            self.trail.late.add(button.kind)
        await self.walk.settled()

    async def press(self, button: Seen) -> dict[str, Any]:
        """One press of a button that the bot still shows."""
        pressed = await self._answered(button)
        if pressed:
            self.trail.pressed[button.kind] += 1
        return pressed

    async def follows(self, link: str) -> None:
        """Open a link; an invitation may let nobody in."""
        try:
            await self.person.opens(link)
        except Refused as refusal:
            if refusal.reason not in DEAD_LINKS:
                raise
        await self.walk.settled()

    async def _answered(self, button: Seen, *, payload: str = "") -> dict[str, Any]:
        """Every press is answered; nothing comes of it when the button has gone meanwhile."""
        try:
            pressed = await self.person.press_at(**button.place, payload=payload, wait_seconds=ANSWER_WAIT_SECONDS)
        except Refused:
            return {}
        self.presses += 1
        assert pressed.get("answered", True), f"the button spins: {self.last}"
        return pressed

    def _any(self, sight: Sight) -> Seen:
        luck = self.chance.random()
        rarer = [one for one in sight.others if one.kind.screen == MESSAGE] if luck < 0.05 else []
        rarer = rarer or (list(sight.others) if luck < 0.09 else [])
        rarer = rarer or (list(sight.menu) if luck < 0.12 else [])
        shown = rarer or list(sight.window) or list(sight.buttons)
        kinds = sorted({one.kind for one in shown})
        weights = [1 / (1 + self.trail.pressed[kind]) ** 0.5 for kind in kinds]
        kind = self.chance.choices(kinds, weights)[0]
        return self.chance.choice([one for one in shown if one.kind == kind])


def _shown(kind: Kind, sight: Sight) -> list[Seen]:
    return [button for button in sight.buttons if button.kind == kind]
