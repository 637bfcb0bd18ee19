"""Waits until the bot has done everything that the last step gave it to do, as cheaply as that can be seen."""

import asyncio
import time
from datetime import datetime
from typing import Any

from tests.flows.world import WORK, World

LOOK_SECONDS = 0.01
PATIENCE_SECONDS = 60


class Settling:
    """Looks at the tables, and at the feeds of the emulator in this process."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def settled(self) -> None:
        """Nothing waits any more: no event, no chat, no message; AssertionError tells what still does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while busy := self._busy():
            assert time.monotonic() < deadline, f"still busy: {busy}"
            await asyncio.sleep(LOOK_SECONDS)

    def _busy(self) -> list[Any]:
        stage = self._world.emulator.stage
        community = stage.world.communities[1]
        cursors = {str(feed): str(ts) for feed, ts in self._world.rows("SELECT feed, ts FROM feed_cursor")}
        heard = {"bots": str(community.bots_feed.last), "user": str(community.user_feed.last)}
        if cursors != heard:
            return [cursors, heard]
        now = datetime.fromisoformat(stage.world.clock.text())
        waiting = self._world.rows(WORK.format(now=now.strftime("%Y-%m-%d %H:%M:%S.%f+00:00")))
        return [*waiting[:5], *(["requests"] if stage.in_flight else [])]
