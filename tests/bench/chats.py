"""Rows about chats: the full audit, invitations and the quick audit, against the bound that VK's limit sets."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path

from tests.bench import school
from tests.bench.emulator import Emulator, Sent
from tests.bench.remote import Remote
from tests.bench.starosta import Opened, Serving
from tests.bench.table import Row, at_least, at_most
from tests.bench.vkbottle_bots import Loop

REQUESTS_A_SECOND, CALLS_A_REQUEST, CHATS_A_GLANCE = 20, 25, 100
LATENCY_SECONDS = 0.1
LOOK_SECONDS = 0.2
SETTLE_SECONDS = 1.5
SHORTEST_SECONDS = 0.001
LOOKS = ("messages.getConversationMembers",)
GLANCES = ("messages.getConversationsById",)
SENDS = ("messages.send",)
SEEN = "SELECT count(*) FROM chat WHERE seen_at IS NOT NULL"
DELIVERED = "SELECT count(*) FROM outbox_message WHERE state = 'done'"


@dataclass(frozen=True)
class Scale:
    """How much is done; a job that takes longer than the patience is cut and extrapolated."""

    chats: int = 2000
    members: int = 30
    invitations: int = 10_000
    loop_calls: int = 40
    patience_seconds: float = 30


@dataclass(frozen=True)
class Done:
    """How much of a job was done and what it took."""

    done: int
    wanted: int
    sent: Sent

    @property
    def seconds(self) -> float:
        """From the first to the last departure, extrapolated when the job was cut."""
        return max(SHORTEST_SECONDS, self.sent.seconds) * self.wanted / max(1, self.done)

    @property
    def turned_down(self) -> float:
        """Share of requests that VK refused with error 6."""
        return self.sent.turned_down / max(1, self.sent.requests)

    def __str__(self) -> str:
        cut = "" if self.done >= self.wanted else f", extrapolated from {self.done:,}"
        return f"{self.seconds:.1f} s{cut}"


class Chats:
    """The rows of one run in one folder."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self._folder = folder
        self._scale = scale
        self._database = folder / school.DATABASE
        self._titles = school.fill_with_chats(folder, chats=scale.chats, members=scale.members)

    def rows(self) -> Iterator[Row]:
        """All rows, each as soon as it is measured."""
        with Remote(Emulator, folder=self._folder) as emulator:
            emulator.call("open_dialogues", count=self._scale.chats * self._scale.members)
            emulator.call("make_chats", titles=self._titles, members=self._scale.members)
            emulator.call("be_slow", seconds=LATENCY_SECONDS)
            school.configure(self._folder, emulator.call("url"))
            yield from self._audit(emulator)
            yield self._glance(emulator)
            yield from self._invite(emulator)

    def _audit(self, emulator: Remote) -> Iterator[Row]:
        done = self._served(emulator, LOOKS, SEEN, self._scale.chats, lambda: school.order_pass(self._database))
        loop = self._loop(emulator, "members", school.FIRST_CHAT) * self._scale.chats
        yield from _compared(f"full audit of {self._scale.chats:,} chats of {self._scale.members}", done, loop)

    def _invite(self, emulator: Remote) -> Iterator[Row]:
        # A page that the loop has written to is as good as any other: the bot's random_id is another one.
        loop = self._loop(emulator, "invite", school.FIRST_PAGE) * self._scale.invitations
        wanted, members = self._scale.invitations, self._scale.members
        order = partial(school.put_invitations, self._folder, count=wanted, members=members)
        done = self._served(emulator, SENDS, DELIVERED, wanted, order)
        yield from _compared(f"{self._scale.invitations:,} invitations", done, loop)

    def _glance(self, emulator: Remote) -> Row:
        mark = emulator.call("mark")
        with Remote(Opened, self._folder / "config.toml", folder=self._folder) as bot:
            seconds = bot.call("glance")
        requests = emulator.call("sent", since=mark, methods=GLANCES).requests
        least = ceil(ceil(self._scale.chats / CHATS_A_GLANCE) / CALLS_A_REQUEST)
        what = f"quick audit of {self._scale.chats:,} chats"
        return Row(what, f"{requests} requests, {seconds:.1f} s", f"{least} request(s) would do")

    def _served(
        self, emulator: Remote, methods: tuple[str, ...], progress: str, wanted: int, order: Callable[[], None]
    ) -> Done:
        """What the running bot did of a job that is ordered when it has settled."""
        with Remote(Serving, self._folder / "config.toml", folder=self._folder):
            time.sleep(SETTLE_SECONDS)
            mark = emulator.call("mark")
            order()
            done = self._await(progress, wanted)
            return Done(done, wanted, emulator.call("sent", since=mark, methods=methods))

    def _await(self, progress: str, wanted: int) -> int:
        deadline = time.monotonic() + self._scale.patience_seconds
        while (done := school.count(self._database, progress)) < wanted and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        return done

    def _loop(self, emulator: Remote, work: str, first: int) -> float:
        """Seconds a call, one call at a time."""
        peers = list(range(first, first + min(self._scale.loop_calls, self._scale.chats)))
        with Remote(Loop, emulator.call("url"), folder=self._folder) as loop:
            return float(loop.call(work, peers=peers)) / len(peers)


def bound_seconds(calls: int) -> int:
    """The least time from the first to the last departure: 20 leave at once, the next 20 a second later."""
    return max(0, ceil(ceil(calls / CALLS_A_REQUEST) / REQUESTS_A_SECOND) - 1)


def _compared(what: str, done: Done, loop_seconds: float) -> Iterator[Row]:
    bound = bound_seconds(done.wanted)
    details = f"{done} ({done.sent.requests:,} requests, {done.sent.calls:,} calls)"
    refused = f"{done.sent.turned_down} of {done.sent.requests:,} requests"
    yield Row(f"{what}: bound / time", details, f"bound {bound} s", at_least(bound / done.seconds, 0.95))
    yield Row(f"{what}: turned down, %", refused, verdict=at_most(100 * done.turned_down, 1))
    loop = f"{loop_seconds:.0f} s, one call at a time"
    yield Row(f"{what}: loop / time", str(done), loop, at_least(loop_seconds / done.seconds, 20))
