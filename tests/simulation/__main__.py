"""``python -m tests.simulation``: many years; ``SIMULATION_SEEDS`` says how many, ``SIMULATION_FIRST`` which one first.

``SIMULATION_LOG=1`` also prints what happened in the years that went wrong.
"""

import asyncio
import gc
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from tests.simulation.year import Report, simulated

SEEDS = 10


def main() -> int:
    """Run the years, print each that went wrong and a summary; returns the exit code."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of a set depends on it, and the same seed is to give the same year.
        os.execve(sys.executable, [sys.executable, "-m", "tests.simulation"], {**os.environ, "PYTHONHASHSEED": "0"})
    number = int(os.environ.get("SIMULATION_SEEDS", SEEDS))
    first = int(os.environ.get("SIMULATION_FIRST", date.today().toordinal()))
    reports: list[Report] = []
    with ProcessPoolExecutor(max_workers=int(os.environ.get("SIMULATION_WORKERS", "2"))) as pool:
        for report in pool.map(one_year, range(first, first + number)):
            reports.append(report)
            _tell(report)
    _summarise(reports)
    return int(any(report.wrongs for report in reports))


def one_year(seed: int) -> Report:
    """A year in a folder of its own, without a log."""
    # What is loaded stays: looking for garbage in it over and over takes a good part of the time.
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(simulated(seed, Path(folder)))


def _tell(report: Report) -> None:
    sys.stdout.write(f"seed {report.seed}: {len(report.wrongs)} wrongs in {report.seconds:.0f} s\n")
    sys.stdout.writelines(f"  {wrong}\n" for wrong in report.wrongs[:20])
    if report.wrongs and os.environ.get("SIMULATION_LOG"):
        sys.stdout.writelines(f"    {line}\n" for line in report.log)
    sys.stdout.flush()


def _summarise(reports: list[Report]) -> None:
    whole = sum((report.counts for report in reports), Counter[str]())
    failed = [report.seed for report in reports if report.wrongs]
    seconds = sum(report.seconds for report in reports)
    sys.stdout.write(f"{len(reports)} years in {seconds:.0f} s of work, {len(failed)} went wrong: {failed}\n")
    sys.stdout.write(", ".join(f"{count} {what}" for what, count in sorted(whole.items())) + "\n")


if __name__ == "__main__":
    sys.exit(main())
