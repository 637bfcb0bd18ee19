"""What one role has seen and pressed so far, and where it can go to press the rest."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.walker.looking import MESSAGE, OLD, Kind, Seen, Sight


@dataclass(frozen=True)
class Place:
    """Where a button was seen last: on a screen with these parameters, at this look."""

    params: dict[str, Any]
    button: Seen
    look: int


@dataclass
class Trail:
    """Everything by kind of button. ``screens`` are the beginnings of the screens that count for this role.

    ``late`` were pressed as a device shows them that has not heard of an edit; ``typed`` counts by screen what was
    typed there.
    """

    screens: tuple[str, ...] = ("",)
    places: dict[Kind, Place] = field(default_factory=dict)
    pressed: Counter[Kind] = field(default_factory=Counter)
    late: set[Kind] = field(default_factory=set)
    tries: Counter[Kind] = field(default_factory=Counter)
    typed: Counter[str] = field(default_factory=Counter)
    looks: int = 0

    @property
    def unpressed(self) -> list[Kind]:
        """Buttons that were seen and never pressed."""
        return sorted(self.places.keys() - self.pressed.keys() - self.late)

    def note(self, sight: Sight) -> None:
        """Remember what is on the screen."""
        self.looks += 1
        if sight.screen.startswith(self.screens):
            found = [button for button in sight.buttons if button.kind.screen != OLD]
            self.places.update({one.kind: Place(sight.params, one, self.looks) for one in found})

    def goal(self, sight: Sight) -> Kind | None:
        """The unpressed button to press next.

        What only leads elsewhere goes before what changes things, and that before what is dangerous; what was seen just
        now before what was seen long ago: a draft or a chat may be gone by then. Other messages than the window move
        out of sight.
        """
        here = {button.kind for button in sight.buttons}

        def rank(kind: Kind) -> tuple[int | bool, ...]:
            place, is_here = self.places[kind], kind in here
            tries, button = 0 if is_here else self.tries[kind], place.button
            may_wait = kind.screen != MESSAGE or button.is_danger
            return tries, may_wait, not button.only_leads, button.is_danger, not is_here, -place.look

        return min(self.unpressed, key=rank, default=None)
