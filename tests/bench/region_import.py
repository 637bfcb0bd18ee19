"""Imports the journal of a region several times in a process of its own, which then says how it went.

``python -m tests.bench.region_import CONFIG FOLDER JOURNAL…``: the journals, folders in FOLDER, come in this order.
"""

import asyncio
import json
import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.app import Application
from models import database
from tests.bench import school
from tests.bench.school import KEY

TICK_SECONDS = 0.005


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


async def imports(config: Path, folder: Path, journals: list[str]) -> dict[str, Any]:
    """Seconds, longest lag and rows written of each import, and the memory of both processes at the worst moment."""
    settings = school.settings_of(config, requests_per_second=20)
    application = Application(settings)
    found: dict[str, Any] = {}
    async with application.opened():
        desk = application.desk(KEY)
        for name in journals:
            link = settings.schools[KEY].journal.path
            with suppress(FileNotFoundError):
                link.unlink()
            link.symlink_to(folder / name.partition("+")[0])
            found[name] = await _timed(desk.rosters.refresh)
        await desk.api.close()
    kib = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return found | {"memory_mib": sum(kib) / 1024, "mib": [one / 1024 for one in kib]}


async def _timed(work: Any) -> dict[str, float]:
    lag = Lag()
    watch = asyncio.ensure_future(lag.watch())
    began, before = time.perf_counter(), os.times()
    await work()
    seconds, after = time.perf_counter() - began, os.times()
    watch.cancel()
    cpu = sum(after[:4]) - sum(before[:4])
    return {"seconds": seconds, "cpu_seconds": cpu, "lag_ms": 1000 * lag.worst_seconds}


async def _migrated(config: Path) -> None:
    path = school.settings_of(config, requests_per_second=20).database
    if not path.exists():
        from datetime import UTC, datetime

        await database.migrate(path, now=datetime.now(UTC))


if __name__ == "__main__":
    asyncio.run(_migrated(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(asyncio.run(imports(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))))
