"""Imports the journal of a region several times and plans its chats, in a process of its own that says how it went.

``python -m tests.bench.region_import CONFIG FOLDER JOURNAL…``: the journals, folders in FOLDER, come in this order, a
name may have a mark after a plus sign. Before the last one all chats are made and found settled.
"""

import asyncio
import json
import os
import resource
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
from tests.bench import school
from tests.bench.region_chats import make_chats
from tests.bench.school import KEY

TICK_SECONDS = 0.005
Found = dict[str, float]


class Lag:
    """The longest time for which the event loop did nothing else."""

    def __init__(self) -> None:
        self.worst_seconds = 0.0

    async def watch(self) -> None:
        """Measure until cancelled."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            self.worst_seconds = max(self.worst_seconds, time.perf_counter() - began - TICK_SECONDS)


async def measure(config: Path, folder: Path, journals: list[str]) -> dict[str, Any]:
    """Seconds, longest lag and new rows of each import, the planning, and the memory of both processes."""
    settings = school.settings_of(config, requests_per_second=20)
    application = Application(settings)
    found: dict[str, Any] = {}
    async with application.opened():
        spare_presses_the_collector()
        desk = application.desk(KEY)
        for name in journals:
            if name == journals[-1]:
                found["unchanged"] = await _settled(desk, settings.database)
            _point(settings.schools[KEY].journal.path, folder / name.partition("+")[0])
            before = _rows(settings.database)
            found[name] = await _timed(desk.rosters.refresh) | {"rows": float(_rows(settings.database) - before)}
            sys.stderr.write(f"{name}: {found[name]['seconds']:.1f} s, {found[name]['rows']:.0f} rows\n")
        found["replanned"] = await _planned(desk)
        await desk.api.close()
    kib = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return found | {"memory": {"bot": kib[0] / 1024, "reader": kib[1] / 1024}}


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
    return {"seconds": seconds, "cpu": sum(after[:4]) - sum(before[:4]), "lag_ms": 1000 * lag.worst_seconds}


async def _settled(desk: Desk, path: Path) -> Found:
    """All chats are as they should be: how long it takes to see that none of them has to be planned."""
    rules = await selection.rules_of(desk.school)
    await asyncio.to_thread(make_chats, path, rules)
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
