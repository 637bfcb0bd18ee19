"""The suite ``region``: the journal of 300,000 people, imported and planned, against csv, raw SQL and arithmetic."""

import asyncio
import csv
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.domain.russian import mobile_phones
from models import database
from models.roster_sql import PORTIONS, TABLES
from tests.bench import region_files, school, table
from tests.bench.region_chats import except_seconds
from tests.bench.region_files import Change, Size
from tests.bench.region_import import Lag
from tests.bench.table import Row, at_most
from tests.bench.traffic import Report

CHUNK = 50_000
JOURNALS = ("first", "first+again", "bytes", "changed")
EXPLANATION = (
    "Reading the CSV is Python's csv module over the same files; raw SQL is `executemany` of the same rows into empty "
    "tables of the same form in one transaction. In brackets seconds of the processor."
)


@dataclass(frozen=True, order=True)
class Spent:
    """Seconds that went by, and those for which the processor worked; on a busy machine they differ."""

    seconds: float
    cpu: float

    @classmethod
    def on(cls, work: Callable[[], object]) -> "Spent":
        """What some work takes in this process."""
        began, before = time.perf_counter(), time.process_time()
        work()
        return cls(time.perf_counter() - began, time.process_time() - before)

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.seconds + other.seconds, self.cpu + other.cpu)

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.cpu:.2f})"


@dataclass(frozen=True)
class Scale:
    """How big the region is, in blocks of five classes and ten groups."""

    size: Size = field(default_factory=Size)
    share: float = 0.01


USUAL = LONG = Scale()
SMALL = Scale(Size(4), share=0.05)


def run(scale: Scale, tell: table.Tell = table.silent) -> Report:
    """Measure everything; ``tell`` hears of every row at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = []
        for row in _rows(folder, scale):
            tell(row)
            rows.append(row)
        pragmas = {"journal_mode": "wal", "synchronous": "2"}
        below = f"{table.circumstances(pragmas)} {scale.size.people} people. {EXPLANATION}"
    return Report(rows, below)


def _rows(folder: Path, scale: Scale) -> Iterator[Row]:
    config = _prepared(folder, scale)
    path = folder / school.DATABASE
    first_read = Spent.on(lambda: _read_csv(folder / "first"))
    found = asyncio.run(_measured(config, folder, list(JOURNALS)))
    read = min(first_read, Spent.on(lambda: _read_csv(folder / "first")))
    raw, phones = _raw(path), Spent.on(lambda: _normalise(folder / "first"))
    first, again, other, changed = (found[name] for name in JOURNALS)
    yield Row(
        f"first import, without phones ({phones})",
        _s(first),
        f"csv {read} + raw SQL {raw}",
        at_most((first["seconds"] - phones.seconds) / (read.seconds + raw.seconds), 1.3),
    )
    yield Row(
        f"the same files again, {again['rows']:.0f} rows", _s(again), str(read), at_most(_by(again, read.seconds), 0.1)
    )
    yield Row(
        f"the same in other bytes, {other['rows']:.0f} rows",
        _s(other),
        str(read),
        at_most(_by(other, read.seconds), 1.6),
    )
    yield Row(
        f"{scale.share:.0%} changed, {changed['rows']:.0f} rows",
        _s(changed),
        str(read),
        at_most(_by(changed, read.seconds), 2.5),
    )
    yield from _burdens(found)
    yield from _plans(found, Spent(*except_seconds(path)))


def _burdens(found: dict[str, Any]) -> Iterator[Row]:
    memory = found["memory"]
    growth = memory["bot"] - memory["before"]
    total = memory["reader"] + growth
    yield Row(
        f"peak memory of the imports: the reading process, and by how much the bot grew ({growth:.0f} MiB)",
        f"{total:.0f} MiB beside the bot's {memory['before']:.0f}",
        "300 MiB",
        at_most(total / 300, 1),
    )
    phase = max((*JOURNALS, "replanned"), key=lambda name: found[name]["lag_ms"])
    lag, work = found[phase]["lag_ms"], max(found[name]["work_ms"] for name in (*JOURNALS, "replanned"))
    yield Row(
        f"longest time without the event loop ({phase}; it worked at most {work:.0f} ms at a stretch)",
        f"{lag:.0f} ms",
        f"50 ms; a loop without work: {found['idle_lag_ms']:.0f} ms",
        at_most(lag / 50, 1),
    )


def _plans(found: dict[str, Any], base: Spent) -> Iterator[Row]:
    plan, replan = found["unchanged"], found["replanned"]
    yield Row(
        f"planning all chats, nothing changed ({plan['chats']:.0f} chats)",
        _s(plan),
        str(base),
        at_most(_by(plan, base.seconds), 0.05),
    )
    yield Row(
        f"planning {replan['chats']:.0f} changed chats, {replan['actions']:.0f} actions",
        _s(replan),
        str(base),
        at_most(_by(replan, base.seconds), 0.5),
    )


def _prepared(folder: Path, scale: Scale) -> Path:
    for name, change in {
        "first": Change(),
        "bytes": Change(line_end="\n", stamp="2026-11-01"),
        "changed": Change(share=scale.share),
    }.items():
        region_files.write(folder / name, scale.size, change)
    config = school.configure(folder, "http://127.0.0.1:9")
    asyncio.run(database.migrate(folder / school.DATABASE, now=datetime.now(UTC)))
    return config


async def _measured(config: Path, folder: Path, journals: list[str]) -> dict[str, Any]:
    """What the other process tells, and how long a loop without work had to wait for the processor meanwhile."""
    lag = Lag()
    watch = asyncio.ensure_future(lag.watch())
    command = (sys.executable, "-m", "tests.bench.region_import", str(config), str(folder), *journals)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    watch.cancel()
    if process.returncode:
        raise RuntimeError("the imports could not be measured")
    found: dict[str, Any] = json.loads(output)
    return found | {"idle_lag_ms": 1000 * lag.worst_seconds}


def _read_csv(folder: Path) -> None:
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            for _ in csv.reader(text):
                pass


def _normalise(folder: Path) -> None:
    with (folder / "users.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            mobile_phones(row["sms"])


def _raw(path: Path) -> Spent:
    """The rows of the first import once more, into empty tables of the same form."""
    copy = path.with_name("raw.sqlite3")
    asyncio.run(database.migrate(copy, now=datetime.now(UTC)))
    spent = Spent(0, 0)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy, isolation_level=None)) as target:
        target.execute("PRAGMA secure_delete = ON")
        target.execute("BEGIN")
        for one in (one for one in TABLES if one is not PORTIONS):
            rows = source.execute(f"SELECT school, since, {', '.join(one.columns)} FROM {one.name} WHERE since = 1")
            while some := rows.fetchmany(CHUNK):
                spent += Spent.on(partial(target.executemany, one.insert, some))
        return spent + Spent.on(lambda: target.execute("COMMIT"))


def _by(found: dict[str, float], baseline: float) -> float:
    return found["seconds"] / baseline


def _s(found: dict[str, float]) -> str:
    return str(Spent(found["seconds"], found["cpu"]))
