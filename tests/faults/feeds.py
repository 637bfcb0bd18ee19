"""What goes wrong with a long poll besides what the emulator does by itself: no order, and a `ts` that is too old."""

import asyncio
import random
from typing import Any

from bot.sandbox.feed import Feed

GATHERING_SECONDS = 0.15


class Unruly:
    """A feed of the emulator that collects events for a moment and hands them over in any order."""

    def __init__(self, feed: Feed, chance: random.Random) -> None:
        self._check = feed.check
        self._chance = chance
        self._is_outdated = False
        feed.check = self.check  # type: ignore[method-assign]

    def outdate(self) -> None:
        """Tell whoever asks next that its `ts` is too old (`failed` 1); what it has not read yet is still there."""
        self._is_outdated = True

    async def check(self, key: str, ts: str, wait_seconds: float) -> dict[str, Any]:
        """The answer to `act=a_check`."""
        if self._is_outdated:
            self._is_outdated = False
            return {"failed": 1, "ts": int(ts)}
        answer = await self._check(key, ts, wait_seconds)
        if answer.get("updates"):
            await asyncio.sleep(GATHERING_SECONDS)
            answer = await self._check(key, ts, 0)
            self._chance.shuffle(answer.get("updates", []))
        return answer
