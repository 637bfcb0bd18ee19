"""What a walker sees: the window, its buttons by what they are, and older messages that still have buttons."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.driver import DrivenPerson
from bot.texts.catalogue import say
from tests.walker.sayings import label_name

NEWEST = 25
Rows = Callable[[str], list[tuple[Any, ...]]]
MESSAGE = "message"
"""Stands for the screen of a button that no screen shows: an invitation, a request, an offer."""
OLD = "old"
"""Stands for the screen of a button that is left on a window of the past."""
MENU = "menu"
LINK = "link"
BACK = "back"
BACK_LABEL = say("h-help.back")
HERE = """
SELECT dialogue.screen, dialogue.params, coalesce(dialogue.window_number, outbox_message.message_number)
FROM dialogue LEFT JOIN outbox_message ON outbox_message.id = dialogue.window_row_id
WHERE dialogue.peer_id = {page}
"""


@dataclass(frozen=True, order=True)
class Kind:
    """What a button is, whatever its parameters: where it stands, where it leads, and its wording."""

    screen: str
    target: str
    label: str

    def __str__(self) -> str:
        return f"{self.screen} «{self.label}» → {self.target}"


@dataclass(frozen=True)
class Seen:
    """One button on the screen; ``cmid`` 0 is the keyboard below."""

    kind: Kind
    label: str
    cmid: int
    row: int
    col: int
    payload: str
    is_danger: bool = False

    @property
    def place(self) -> dict[str, int]:
        """Where the button is, as the control API takes it."""
        return {"cmid": self.cmid, "row": self.row, "col": self.col}

    @property
    def only_leads(self) -> bool:
        """Whether a press only shows something."""
        return not self.payload or "s" in json.loads(self.payload)


@dataclass(frozen=True)
class Sight:
    """The dialogue at one moment. ``screen`` is empty before the first contact."""

    screen: str
    params: dict[str, Any]
    text: str
    window: tuple[Seen, ...]
    others: tuple[Seen, ...]
    menu: tuple[Seen, ...]

    @property
    def buttons(self) -> tuple[Seen, ...]:
        """Everything that can be pressed."""
        return (*self.window, *self.others, *self.menu)


async def look(rows: Rows, person: DrivenPerson, windows: set[int]) -> Sight:
    """Look at the newest messages of the dialogue; ``windows`` remembers which of them were windows."""
    shown = await person.conversation(newest=NEWEST)
    found = rows(HERE.format(page=person.id))
    screen, params, number = found[0] if found else ("", "{}", None)
    messages = {one["cmid"]: one for one in shown["messages"]}
    windows.add(number)
    window = messages.get(number)
    return Sight(
        screen=screen,
        params=json.loads(params),
        text=window["text"] if window else "",
        window=_buttons(screen, number, window["keyboard"]) if window else (),
        others=tuple(
            button
            for cmid, one in messages.items()
            if cmid != number and one["keyboard"] and one["keyboard"].get("inline")
            for button in _buttons(OLD if cmid in windows else MESSAGE, cmid, one["keyboard"])
        ),
        menu=_buttons(MENU, 0, shown["keyboard"]),
    )


def _buttons(screen: str, cmid: int, keyboard: dict[str, Any] | None) -> tuple[Seen, ...]:
    rows = keyboard["buttons"] if keyboard else []
    seen = (
        _seen(screen, cmid, row, col, button) for row, buttons in enumerate(rows) for col, button in enumerate(buttons)
    )
    return tuple(seen)


def _seen(screen: str, cmid: int, row: int, col: int, button: dict[str, Any]) -> Seen:
    action = button["action"]
    payload = action.get("payload", "")
    meant = json.loads(payload) if payload else {}
    target = LINK if action["type"] == "open_link" else meant.get("s", meant.get("a", "?"))
    label = label_name(action["label"])
    # Where «back» leads on a screen depends on how one came there.
    kind = Kind(screen, BACK if label == BACK_LABEL else target or "home", label)
    return Seen(kind, action["label"], cmid, row, col, payload, button.get("color") == "negative")
