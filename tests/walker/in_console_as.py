"""The console as those see it who may do less there than an owner: what they are offered is never refused."""

import random
from typing import TYPE_CHECKING

from bot.domain.console import GRANTED
from bot.texts.catalogue import say
from tests.walker import linking
from tests.walker.looking import Sight, look
from tests.walker.roles import NEIGHBOURS, Role
from tests.walker.trail import Trail
from tests.walker.walker import Walker

if TYPE_CHECKING:
    from tests.walker.walk import Walk

CONSOLE = "K."
STEPS = 14
ACCOUNT = "SELECT id FROM account WHERE messenger_id = {page}"


class Holder(Walker):
    """Somebody with a level of the console, who stays in it."""

    async def look(self) -> Sight:
        """See where the dialogue is; only what the console offers is remembered."""
        sight = await look(self.walk.rows, self.person, self.windows)
        self.trail.note(sight)
        return sight

    async def walks(self, steps: int) -> None:
        """Some steps in the console; AssertionError when a button leads to what the level does not allow."""
        for _ in range(steps):
            if not (await self.look()).screen.startswith(CONSOLE):
                await self.walk.opens(self.person, {"s": "K.MENU"})
            await self.walk.walks(1, self)
            is_refused = say("k-denied") in (await self.look()).text
            assert not (is_refused and "presses" in self.last), f"{self.role.name} is refused {self.last}"


async def each_level_looks_around(walk: "Walk") -> None:
    """The owner gives a colleague one level after the other, who looks around in the console with each."""
    colleague = next(one for one in walk.neighbours if one.name == NEIGHBOURS[0])
    for level in GRANTED:
        await linking.by_code(walk, colleague)
        [(account,)] = walk.rows(ACCOUNT.format(page=colleague.id))
        await walk.opens(walk.head.person, {"a": "K.ROLES.SET", "k": account, "v": int(level)})
        role = Role(f"console {level.code}", colleague.name, is_staff=True)
        chance = random.Random(f"{walk.seed} {role.name}")
        await Holder(role, colleague, walk, chance, Trail(screens=(CONSOLE,))).walks(STEPS)
    await walk.opens(walk.head.person, {"s": "K.ROLES"})
