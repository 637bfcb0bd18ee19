"""The emulator of VK in its own process, with the people who press buttons and the records of what arrived."""

import asyncio
import gc
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from bot.sandbox import acts, chat_life
from bot.sandbox.presses import Press
from bot.sandbox.server import RunningSandbox, start

UNLIMITED = 1_000_000
PATIENCE_SECONDS = 120.0
SCREENS = ("H.ABOUT", "H.HELP")
CHANGES = ("messages.edit", "messages.sendMessageEventAnswer")


@dataclass(frozen=True)
class Sent:
    """What a bot asked of VK: requests and calls of some methods, those turned down, seconds from first to last."""

    requests: int
    calls: int
    turned_down: int
    seconds: float


@dataclass
class Emulator:
    """A running emulator; community 1, token ``sandbox-token-1``."""

    pages: list[int] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._running: RunningSandbox = await start()
        self._stage = self._running.stage
        self._community = self._stage.world.communities[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.stop()

    def url(self) -> str:
        """Where it listens."""
        return self._running.url

    def lift_limit(self) -> None:
        """Count requests no more."""
        self._stage.world.switches.rate_limit = UNLIMITED

    def be_slow(self, seconds: float) -> None:
        """Let every request take this long; VK would not halt either, so what was made so far is never collected."""
        gc.freeze()
        self._stage.faults.add({"method": "*", "kind": "delay", "seconds": seconds, "times": 0})

    def open_dialogues(self, count: int) -> None:
        """Pages 101, 102, … that may be written to and have one message with the community's window."""
        world = self._stage.world
        for number in range(count):
            page = world.people.add(f"Человек {number}").id
            dialog = self._community.dialog(page)
            dialog.is_allowed = True
            dialog.add(self._community.member_id, world.clock.now(), "…", message_id=self._community.next_message_id())
            self.pages.append(page)

    def make_chats(self, titles: list[str], members: int) -> None:
        """Chats 2000000001, … that the community made, each with the next ``members`` of the pages."""
        for number, title in enumerate(titles):
            seated = self.pages[number * members : (number + 1) * members]
            chat_life.create(self._stage.world, self._community.member_id, title, seated)

    def is_read(self) -> bool:
        """Whether somebody reads the feed of events."""
        return self._community.bots_feed.fetched is not None

    def mark(self) -> int:
        """The place in the journal of the wire from which ``sent`` counts."""
        return self._stage.wire.next

    def sent(self, since: int, methods: tuple[str, ...]) -> Sent:
        """Requests that call one of the methods, alone or in ``execute``."""
        rows = [row for row in self._stage.wire.since(since) if _concerns(row, methods)]
        inner = [row for row in rows if row.get("via") == "execute"]
        outer = [row for row in rows if row.get("via") != "execute"]
        alone = [row for row in outer if row["method"] != "execute"]
        down = sum(1 for row in outer if row["error"] and row["error"]["error_code"] == 6)
        times = sorted(datetime.fromisoformat(row["at"]) for row in outer)
        seconds = (times[-1] - times[0]).total_seconds() if times else 0.0
        return Sent(len(outer), len(inner) + len(alone), down, seconds)

    async def flood(self, presses: int) -> float:
        """Press so often at once; the moment (Unix seconds) at which that was."""
        began = self._stage.world.clock.now()
        for number in range(presses):
            self._press(number)
        return began

    def last_change(self, since: int) -> float:
        """When the newest answer to a press or edit of a window arrived, Unix seconds."""
        rows = [row for row in self._stage.wire.since(since) if row["method"] in CHANGES]
        return datetime.fromisoformat(rows[-1]["at"]).timestamp() if rows else 0.0

    def answered(self) -> int:
        """How many presses have their answer."""
        return self._stage.world.presses.statistics()["answered"]

    async def press_steadily(self, per_second: float, seconds: float) -> list[float]:
        """Press on schedule, whatever the bot does; seconds from the planned moment to the answer, one a press."""
        loop = asyncio.get_running_loop()
        begin, made = loop.time() + 0.2, []
        for number in range(int(per_second * seconds)):
            planned = begin + number / per_second
            await asyncio.sleep(max(0.0, planned - loop.time()))
            made.append((loop.time() - planned, self._press(number)))
        async with asyncio.timeout(PATIENCE_SECONDS):
            for _, press in made:
                await press.answered.wait()
        return [late + (press.seconds or 0.0) for late, press in made]

    def _press(self, number: int) -> Press:
        lap, place = divmod(number, len(self.pages))
        page = self.pages[place]
        button: dict[str, Any] = {"action": {"type": "callback", "payload": {"s": SCREENS[lap % len(SCREENS)]}}}
        return acts.press_callback(self._stage.world, page, self._community.dialog(page), 1, button)


def _concerns(row: dict[str, Any], methods: tuple[str, ...]) -> bool:
    if row["method"] == "execute":
        return any(f"API.{method}(" in row["params"].get("code", "") for method in methods)
    return row["method"] in methods
