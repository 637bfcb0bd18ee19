"""Imports the journal of a region several times and plans its chats, in a process of its own that says how it went.

``python -m tests.bench.region_import CONFIG FOLDER JOURNAL…``: the journals, folders in FOLDER, come in this order, a
name may have a mark after a plus sign. Before the last one all chats are made and found settled.
"""

import asyncio
import json
import os
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bot import logs
from bot.app import Application, Desk
from bot.commands.service import spare_presses_the_collector
from bot.domain.plan import Guarded
from models.chats import Chat
from scheduler.reconcile import selection
from tests.bench import school, usage
from tests.bench.school import KEY

TICK_SECONDS = 0.005
Found = dict[str, float]


class Lag:
    """The longest time for which the event loop did nothing else, and the longest that its thread worked meanwhile."""

    def __init__(self) -> None:
        self.worst_seconds = self.worst_work_seconds = 0.0

    async def watch(self) -> None:
        """Measure until cancelled."""
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK_SECONDS)
            self.worst_seconds = max(self.worst_seconds, time.perf_counter() - began - TICK_SECONDS)
            self.worst_work_seconds = max(self.worst_work_seconds, time.thread_time() - worked)


class Readers:
    """The most memory that a process has held that was made for an import."""

    def __init__(self) -> None:
        self.peak_mib = 0.0

    async def watched(self, work: Callable[[], Awaitable[object]]) -> None:
        """Look at the processes while something is done."""
        watch = asyncio.ensure_future(self._watch())
        await work()
        watch.cancel()

    async def _watch(self) -> None:
        while True:
            self.peak_mib = max([self.peak_mib, *map(usage.peak_mib, usage.children())])
            await asyncio.sleep(10 * TICK_SECONDS)


async def measure(config: Path, folder: Path, journals: list[str]) -> dict[str, Any]:
    """Seconds, longest lag and new rows of each import, the planning, and the memory of both processes."""
    settings = school.settings_of(config, requests_per_second=20)
    readers = Readers()
    application = Application(settings)
    found: dict[str, Any] = {}
    async with application.opened():
        spare_presses_the_collector()
        desk = application.desk(KEY)
        before_all = usage.of_this_process().memory_mib
        for name in journals:
            if name == journals[-1]:
                found["unchanged"] = await _settled(desk, settings.database)
            _point(settings.schools[KEY].journal.path, folder / name.partition("+")[0])
            before = _rows(settings.database)
            found[name] = await _timed(lambda: readers.watched(desk.rosters.refresh))
            found[name]["rows"] = float(_rows(settings.database) - before)
            sys.stderr.write(f"{name}: {found[name]}\n")
        found["memory"] = {"before": before_all, "bot": usage.peak_mib(), "reader": readers.peak_mib}
        found["replanned"] = await _planned(desk)
        await desk.api.close()
    return found


def _point(link: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        link.unlink()
    link.symlink_to(target)


def _rows(path: Path) -> int:
    """The highest row ids together: whatever is written, one of them grows."""
    tables = ("person", "phone", "unit", "membership", "guardianship", "portion")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        queries = (f"SELECT coalesce(max(id), 0) FROM roster_{table}" for table in tables)
        return sum(int(connection.execute(query).fetchone()[0]) for query in queries)


async def _timed(work: Callable[[], Awaitable[object]]) -> Found:
    lag = Lag()
    watch = asyncio.ensure_future(lag.watch())
    began, before = time.perf_counter(), os.times()
    await work()
    seconds, after = time.perf_counter() - began, os.times()
    watch.cancel()
    return {
        "seconds": seconds,
        "cpu": sum(after[:4]) - sum(before[:4]),
        "lag_ms": 1000 * lag.worst_seconds,
        "work_ms": 1000 * lag.worst_work_seconds,
    }


async def _settled(desk: Desk, path: Path) -> Found:
    """All chats are as they should be: how long it takes to see that none of them has to be planned."""
    rules = await selection.rules_of(desk.school)
    command = (sys.executable, "-m", "tests.bench.region_chats", str(path), rules)
    if await (await asyncio.create_subprocess_exec(*command)).wait():
        raise RuntimeError("the chats could not be made")
    found = await _timed(lambda: selection.to_plan(desk.school))
    return found | {"chats": float(len(await selection.to_plan(desk.school)))}


async def _planned(desk: Desk) -> Found:
    """Everything that a pass would do with the chats that it has to plan, without looking at VK."""
    planned: list[Guarded] = []

    async def work() -> None:
        chats = await Chat.filter(id__in=await selection.to_plan(desk.school))
        planned.extend(await desk.reconciler.preview(chats))

    found = await _timed(work)
    actions = sum(len(plan.actions) + len(plan.held) for plan in planned)
    return found | {"chats": float(len(planned)), "actions": float(actions)}


if __name__ == "__main__":
    logs.configure("ERROR")
    sys.stdout.write(json.dumps(asyncio.run(measure(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))))
