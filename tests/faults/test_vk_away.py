"""VK refuses connections for a while, in the middle of everything: afterwards all is as if nothing had been."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from tests.faults.feeds import Unruly
from tests.faults.line import Line
from tests.faults.mixed import MixedLoad
from tests.faults.school import Machine

LINKING, WISHED = "messages.edit", "messages.createChat"


@dataclass
class Outage(MixedLoad):
    """The mixed load with one fault: from the first call of a method on, VK is not there for some seconds."""

    line: Line = field(kw_only=True)
    since: str = field(kw_only=True)
    seconds: float = field(kw_only=True)

    async def _trouble(self, bots_feed: Unruly) -> None:
        await self.machine.sandbox.until(self._has_begun, what=f"nobody called {self.since}", within_seconds=30)
        await self.line.cut()
        assert self.bot is not None
        await self.bot.says("event=feed_interrupted")
        await asyncio.sleep(self.seconds)
        assert self.bot.is_running
        await self.line.mend()

    async def _has_begun(self) -> bool:
        return any(row["method"] == self.since for row in await self.machine.sandbox.wire())


@pytest.fixture
async def line(machine: Machine) -> AsyncIterator[Line]:
    """The bot's line to VK."""
    async with Line(machine.emulator.url) as line:
        machine.configure(vk=line.url)
        yield line


async def test_some_seconds_without_vk_while_chats_are_wished_change_nothing_in_the_end(
    machine: Machine, line: Line
) -> None:
    await _survived(Outage(machine, seed=1, line=line, since=WISHED, seconds=3))


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("since", [LINKING, WISHED])
async def test_a_minute_without_vk_changes_nothing_in_the_end(machine: Machine, line: Line, since: str) -> None:
    await _survived(Outage(machine, seed=2, patience_seconds=200, line=line, since=since, seconds=60))


async def _survived(load: Outage) -> None:
    await load.run()
    await load.check()
    assert load.bot is not None
    assert "Traceback" not in load.bot.text
