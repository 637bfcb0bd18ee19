"""The table of ratios, in Markdown."""

import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class Verdict:
    """A ratio, and the goal that it should meet."""

    ratio: str = "–"
    goal: str = "–"
    is_met: bool | None = None

    @property
    def sign(self) -> str:
        """How it reads in the table."""
        return {True: "met", False: "**missed**", None: ""}[self.is_met]


@dataclass(frozen=True)
class Row:
    """One line: what was measured, for the bot and for the baseline, and what that means."""

    what: str
    bot: str
    baseline: str = "–"
    verdict: Verdict = field(default_factory=Verdict)


Tell = Callable[[Row], None]


def at_least(ratio: float, goal: float) -> Verdict:
    """A goal from below."""
    return Verdict(f"{ratio:.2f}", f"≥ {goal:g}", ratio >= goal)


def at_most(ratio: float, goal: float) -> Verdict:
    """A goal from above."""
    return Verdict(f"{ratio:.2f}", f"≤ {goal:g}", ratio <= goal)


def markdown(rows: Iterable[Row]) -> str:
    """The table."""
    head = ["| | Староста | baseline | ratio | goal | |", "|---|---|---|---|---|---|"]
    lines = [
        f"| {row.what} | {row.bot} | {row.baseline} | {row.verdict.ratio} | {row.verdict.goal} | {row.verdict.sign} |"
        for row in rows
    ]
    return "\n".join([*head, *lines])


def circumstances(pragmas: dict[str, str]) -> str:
    """Where and when that was: day, processors, Python, the database's modes."""
    modes = {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}
    synchronous = modes.get(pragmas["synchronous"], pragmas["synchronous"])
    day, python = f"{datetime.now(UTC):%Y-%m-%d}", platform.python_version()
    machine = f"{os.cpu_count()} CPUs, Python {python}"
    return f"{day}, {machine}; SQLite {pragmas['journal_mode'].upper()}, `PRAGMA synchronous` = {synchronous}."


def silent(_: Row) -> None:
    """Tell nobody."""
