"""What a person sees: a text and rows of buttons, checked against VK's limits while it is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

TEXT_LIMIT = 4096
ROWS_LIMIT = 6
ROW_LIMIT = 5
LINK_WIDTH = 2
BUTTONS_LIMIT = 10
LABEL_LIMIT = 40

Params = Mapping[str, int | str]


class Colour(StrEnum):
    """VK's button colours."""

    PLAIN = "secondary"
    MAIN = "primary"
    GOOD = "positive"
    DANGER = "negative"


@dataclass(frozen=True, slots=True)
class Goto:
    """The button shows another screen; it is like a URL and never goes stale."""

    screen: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Do:
    """The button does something and then shows where that leads."""

    act: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Open:
    """The button opens an address."""

    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what a press means. Labels over 40 characters are cut: they come from people's titles."""

    label: str
    press: Goto | Do | Open
    colour: Colour = Colour.PLAIN

    @property
    def shown(self) -> str:
        """The label as VK accepts it."""
        return self.label if len(self.label) <= LABEL_LIMIT else self.label[: LABEL_LIMIT - 1] + "…"


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A screen ready to be shown; a text that is too long for VK loses its last lines.

    Raises ``ValueError`` when VK would refuse its buttons.
    """

    text: str
    rows: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", fitting(self.text))
        if len(self.rows) > ROWS_LIMIT or not all(0 < _width(row) <= ROW_LIMIT for row in self.rows):
            raise ValueError(f"at most {ROWS_LIMIT} rows of 1 to {ROW_LIMIT} buttons fit")
        if len(self.buttons) > BUTTONS_LIMIT:
            raise ValueError(f"{len(self.buttons)} buttons, at most {BUTTONS_LIMIT} fit")
        if not all(button.label for button in self.buttons):
            raise ValueError("a button needs a label")

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons from the top left on."""
        return tuple(button for row in self.rows for button in row)

    def with_notice(self, notice: str) -> "View":
        """The same screen with a sentence about what just happened on top, if there is one."""
        return View(f"{notice}\n\n{self.text}", self.rows) if notice else self


def fitting(text: str) -> str:
    """The text, or as many whole lines of it as VK takes and a sign that there were more."""
    if len(text) <= TEXT_LIMIT:
        return text
    begun = text[: TEXT_LIMIT - 2]
    whole, newline, _ = begun.rpartition("\n")
    return f"{whole if newline else begun}\n…"


def _width(row: Row) -> int:
    """How many columns a row takes: VK shows a button with a link twice as wide."""
    return sum(LINK_WIDTH if isinstance(button.press, Open) else 1 for button in row)
