"""Rows about presses: how many a second, how late the answers come, and what an import beside the bot does to that."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.demo_school import DemoSchool
from tests.bench import school
from tests.bench.emulator import CHANGES, UNLIMITED, Emulator
from tests.bench.remote import Part, Remote
from tests.bench.starosta import Echoing, Opened, Serving
from tests.bench.table import Row, Verdict, at_least, at_most
from tests.bench.vkbottle_bots import Echo
from tests.bench.waiting import until

WARM_UP_SECONDS, SETTLE_SECONDS = 2, 0.5
LEFT = (
    "SELECT (SELECT count(*) FROM inbox_event WHERE state = 'new')"
    " + (SELECT count(*) FROM outbox_message WHERE state = 'waiting')"
)


@dataclass(frozen=True)
class Scale:
    """How much is done."""

    people: int = 60
    flood: int = 1500
    steady_seconds: float = 12
    memory_events: tuple[int, ...] = (500, 3000)
    per_second: float = 20
    import_per_second: float = 10


@dataclass(frozen=True)
class Flood:
    """Presses a second from the first to the last arrival, and CPU milliseconds a press."""

    per_second: float
    cpu_ms: float


@dataclass(frozen=True)
class Lateness:
    """Milliseconds from the planned moment of a press to its answer."""

    p50: float
    p99: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p99:.1f} ms"

    @classmethod
    def of(cls, seconds: list[float]) -> "Lateness":
        """The percentiles of single presses."""
        sorted_ms = sorted(1000 * one for one in seconds)
        return cls(sorted_ms[len(sorted_ms) // 2], sorted_ms[min(len(sorted_ms) - 1, int(0.99 * len(sorted_ms)))])


class Presses:
    """The rows of one run in one folder."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self._folder = folder
        self._scale = scale
        self._database = folder / school.DATABASE
        school.fill_with_demo_school(folder, scale.people)

    def rows(self) -> Iterator[Row]:
        """All rows, each as soon as it is measured."""
        yield from self._throughput()
        yield from self._latency()
        yield from self._memory()
        yield self._beside_import()

    def pragmas(self) -> dict[str, str]:
        """The modes of the bot's database."""
        with Remote(Opened, self._folder / "config.toml", folder=self._folder) as bot:
            return dict(bot.call("pragmas"))

    def _throughput(self) -> Iterator[Row]:
        bot, help_screen, echo = self._bot_flooded(Echoing), self._bot_flooded(Serving), self._echo_flooded()
        handled = at_least(bot.per_second / echo.per_second, 0.3)
        baseline = f"{echo.per_second:.0f}/s"
        yield Row("presses handled, flood (limits lifted)", f"{bot.per_second:.0f}/s", baseline, handled)
        costs = Verdict(f"{bot.cpu_ms / echo.cpu_ms:.1f}")
        yield Row("CPU a press", f"{bot.cpu_ms:.1f} ms", f"{echo.cpu_ms:.1f} ms", costs)
        ratio = Verdict(f"{help_screen.per_second / echo.per_second:.2f}")
        yield Row("the same, a screen about the person", f"{help_screen.per_second:.0f}/s", baseline, ratio)

    def _latency(self) -> Iterator[Row]:
        with self._bot(Echoing) as (emulator, _):
            bot = self._steadily(emulator)
        with self._echo() as (emulator, _):
            echo = self._steadily(emulator)
        with self._bot(limited=True) as (emulator, _):
            limited = self._steadily(emulator)
        rate = f"{self._scale.per_second:g} presses/s"
        medians, tails = at_most(bot.p50 / echo.p50, 6), at_most(bot.p99 / echo.p99, 15)
        yield Row(f"{rate}, p50 (limits lifted)", f"{bot.p50:.1f} ms", f"{echo.p50:.1f} ms", medians)
        yield Row(f"{rate}, p99 (limits lifted)", f"{bot.p99:.1f} ms", f"{echo.p99:.1f} ms", tails)
        yield Row(f"{rate} under VK's 20 requests/s, p50 / p99", str(limited))

    def _memory(self) -> Iterator[Row]:
        done, seen = 0, []
        with Remote(Opened, self._folder / "config.toml", folder=self._folder) as bot:
            for total in self._scale.memory_events:
                bot.ask("take_in", events=total - done, first=done, pages=self._scale.people)
                seen.append(bot.answer(600).memory_mib)
                done = total
        totals = self._scale.memory_events
        growth = (seen[-1] - seen[0]) * 2**20 / max(1, totals[-1] - totals[0])
        what = f"memory after {' / '.join(f'{total:,}' for total in totals)} events"
        held = " / ".join(f"{one:.0f} MiB" for one in seen)
        yield Row(what, held, verdict=Verdict(f"{growth:+.0f} bytes an event", "flat"))

    def _beside_import(self) -> Row:
        rate = self._scale.import_per_second
        with self._bot() as (emulator, _):
            alone = self._steadily(emulator, rate)
            with self._importing() as imports:
                beside = self._steadily(emulator, rate)
        what = f"{rate:g} presses/s beside {len(imports)} re-imports of the demo school, p99"
        return Row(what, f"{beside.p99:.1f} ms", f"{alone.p99:.1f} ms without", at_most(beside.p99 / alone.p99, 5))

    def _bot_flooded(self, part: Part) -> Flood:
        with self._bot(part) as (emulator, bot):
            return self._flooded(emulator, bot, self._has_no_work)

    def _echo_flooded(self) -> Flood:
        with self._echo() as (emulator, echo):
            changes = 2 * self._scale.flood
            return self._flooded(
                emulator, echo, lambda: emulator.call("sent", since=0, methods=CHANGES).calls >= changes
            )

    def _flooded(self, emulator: Remote, bot: Remote, is_over: Callable[[], bool]) -> Flood:
        before, mark = bot.call("usage"), emulator.call("mark")
        began = emulator.call("flood", presses=self._scale.flood)
        until(lambda: emulator.call("answered") >= self._scale.flood, within_seconds=120, what="all presses answered")
        until(is_over, within_seconds=120, what="everything sent")
        seconds = emulator.call("last_change", since=mark) - began
        cpu_seconds = bot.call("usage").cpu_seconds - before.cpu_seconds
        return Flood(self._scale.flood / seconds, 1000 * cpu_seconds / self._scale.flood)

    def _steadily(self, emulator: Remote, per_second: float = 0) -> Lateness:
        options = {"per_second": per_second or self._scale.per_second}
        emulator.call("press_steadily", **options, seconds=WARM_UP_SECONDS)
        late = Lateness.of(emulator.call("press_steadily", **options, seconds=self._scale.steady_seconds))
        # An edit may still be on its way after the last answer.
        time.sleep(SETTLE_SECONDS)
        return late

    @contextmanager
    def _bot(self, part: Part = Serving, *, limited: bool = False) -> Iterator[tuple[Remote, Remote]]:
        with self._emulator(limited=limited) as emulator:
            config = school.configure(self._folder, emulator.call("url"))
            pace = 20 if limited else UNLIMITED
            with self._reading(emulator, part, config, pace) as bot:
                yield emulator, bot

    @contextmanager
    def _echo(self) -> Iterator[tuple[Remote, Remote]]:
        with self._emulator() as emulator, self._reading(emulator, Echo, emulator.call("url")) as echo:
            yield emulator, echo

    @contextmanager
    def _emulator(self, *, limited: bool = False) -> Iterator[Remote]:
        school.forget_traffic(self._database)
        with Remote(Emulator, folder=self._folder) as emulator:
            emulator.call("open_dialogues", count=self._scale.people)
            if not limited:
                emulator.call("lift_limit")
            yield emulator

    @contextmanager
    def _reading(self, emulator: Remote, part: Part, *arguments: object) -> Iterator[Remote]:
        with Remote(part, *arguments, folder=self._folder) as bot:
            until(lambda: emulator.call("is_read"), within_seconds=30, what="the bot reads its feed")
            yield bot

    @contextmanager
    def _importing(self) -> Iterator[list[float]]:
        """Import the school again and again with every name changed, until the block is over; seconds of each."""
        is_over, seconds = threading.Event(), [self._import(2)]
        thread = threading.Thread(target=self._import_until, args=(is_over, seconds))
        thread.start()
        try:
            yield seconds
        finally:
            is_over.set()
            thread.join()

    def _import_until(self, is_over: threading.Event, seconds: list[float]) -> None:
        seed = 1
        while not is_over.is_set():
            seconds.append(self._import(seed))
            seed = 3 - seed

    def _import(self, seed: int) -> float:
        journal, began = self._folder / "journal", time.monotonic()
        DemoSchool(seed).write(journal)
        config = self._folder / "config.toml"
        command = [sys.executable, "-m", "bot", "-c", str(config), "import", str(journal), "--apply"]
        subprocess.run(command, check=True, capture_output=True)
        return time.monotonic() - began

    def _has_no_work(self) -> bool:
        return school.count(self._database, LEFT) == 0
