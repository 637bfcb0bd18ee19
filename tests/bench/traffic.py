"""The suite ``traffic``: presses, audits and invitations of the real bot against vkbottle and VK's limit."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import callback, chats, presses, table
from tests.bench.callback import Callback
from tests.bench.chats import LATENCY_SECONDS, Chats
from tests.bench.presses import Presses
from tests.bench.table import Row


@dataclass(frozen=True)
class Scale:
    """How much is done by each part."""

    dialogues: presses.Scale = field(default_factory=presses.Scale)
    posts: callback.Scale = field(default_factory=callback.Scale)
    groups: chats.Scale = field(default_factory=chats.Scale)


USUAL = Scale()
SMALL = Scale(
    presses.Scale(people=4, flood=20, steady_seconds=1, memory_events=(20, 40)),
    callback.Scale(people=4, seconds=1),
    chats.Scale(chats=30, members=3, invitations=50, loop_calls=3),
)
LONG = Scale(presses.Scale(memory_events=(5_000, 50_000, 100_000)))


EXPLANATION = (
    '"Limits lifted": neither the emulator nor the bot keeps to 20 requests a second. '
    f"In the rows about chats and invitations VK takes {1000 * LATENCY_SECONDS:.0f} ms to answer, for both sides; "
    "in the others it answers at once. A loop is extrapolated from a few calls."
)


@dataclass(frozen=True)
class Report:
    """The measured rows and the text below them."""

    rows: list[Row]
    below: str

    def markdown(self) -> str:
        """The table, ready for the README."""
        return f"{table.markdown(self.rows)}\n\n{self.below}\n"


def run(scale: Scale, tell: table.Tell = table.silent) -> Report:
    """Measure everything; ``tell`` hears of every row at once."""
    with tempfile.TemporaryDirectory() as name:
        rows: list[Row] = []
        pragmas: dict[str, str] = {}
        for row in _rows(Path(name), scale, pragmas):
            tell(row)
            rows.append(row)
    return Report(rows, f"{table.circumstances(pragmas)} {EXPLANATION}")


def _rows(folder: Path, scale: Scale, pragmas: dict[str, str]) -> Iterator[Row]:
    for part in ("presses", "chats"):
        (folder / part).mkdir()
    dialogue = Presses(folder / "presses", scale.dialogues)
    pragmas |= dialogue.pragmas()
    yield from dialogue.rows()
    yield from Callback(folder / "presses", scale.posts).rows()
    yield from Chats(folder / "chats", scale.groups).rows()
