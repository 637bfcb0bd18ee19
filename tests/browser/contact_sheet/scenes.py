"""Situations in which screens can be seen: what a scene promises to show, and the table of all scenes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.contact_sheet.stage import Stage

Play = Callable[["Stage"], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """One world and what happens in it; ``screens`` are the ids that it has to show."""

    name: str
    screens: frozenset[str]
    play: Play


SCENES: list[Scene] = []


def scene(*screens: str) -> Callable[[Play], Play]:
    """Declare the decorated function as a scene that shows these screens; the name is the function's."""

    def declare(play: Play) -> Play:
        SCENES.append(Scene(play.__name__, frozenset(screens), play))
        return play

    return declare


def shown() -> frozenset[str]:
    """Every screen that some scene shows."""
    return frozenset().union(*(one.screens for one in SCENES))
