"""Screens and acts as declarations; a feature file declares its own, the table of contents joins them."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.ui.view import Params, View

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Go:
    """Show a screen; ``notice`` says what just happened."""

    screen: str
    params: Params = field(default_factory=dict)
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Leave the screen as it is and say something."""

    notice: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """Answer the press with an address that VK opens at once."""

    url: str


Outcome = Go | Stay | Follow
Load = Callable[[V], Awaitable[View]]
Act = Callable[[V], Awaitable[Outcome]]
Typed = Callable[[V, str], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Screen(Generic[V]):
    """``load`` only reads and makes the view; ``typed`` says what written text means here.

    ``is_numbered``: a written number is that of a button, for the text that is awaited here is never one.
    """

    id: str
    load: Load[V]
    typed: Typed[V] | None = None
    is_numbered: bool = True


class Pages(Generic[V]):
    """The screens and acts of one feature."""

    def __init__(self) -> None:
        self.screens: dict[str, Screen[V]] = {}
        self.acts: dict[str, Act[V]] = {}

    def screen(
        self, screen_id: str, *, typed: Typed[V] | None = None, is_numbered: bool = False
    ) -> Callable[[Load[V]], Load[V]]:
        """Declare the decorated loader as the screen ``screen_id``; where no text is awaited, buttons have numbers."""

        def declare(load: Load[V]) -> Load[V]:
            self._refuse_twice(screen_id)
            self.screens[screen_id] = Screen(screen_id, load, typed, is_numbered or typed is None)
            return load

        return declare

    def act(self, act_id: str) -> Callable[[Act[V]], Act[V]]:
        """Declare the decorated function as the act ``act_id``."""

        def declare(act: Act[V]) -> Act[V]:
            self._refuse_twice(act_id)
            self.acts[act_id] = act
            return act

        return declare

    def join(self, features: Iterable["Pages[V]"]) -> "Pages[V]":
        """These pages together with those of ``features``; an id declared twice is an error."""
        for feature in features:
            for item in (*feature.screens, *feature.acts):
                self._refuse_twice(item)
            self.screens |= feature.screens
            self.acts |= feature.acts
        return self

    def _refuse_twice(self, item: str) -> None:
        if item in self.screens or item in self.acts:
            raise ValueError(f"{item} is declared twice")
