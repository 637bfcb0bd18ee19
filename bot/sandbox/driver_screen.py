"""What a driven person sees: the screen's messages and the search for a button on it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Screen:
    """The newest message: its text, number, and the labels of its buttons and of the keyboard below."""

    text: str
    buttons: tuple[str, ...]
    cmid: int


@dataclass(frozen=True)
class Found:
    """A button on the screen and the message that shows it; cmid 0 is the keyboard below."""

    cmid: int
    label: str


def newest(conversation: dict[str, Any]) -> Screen:
    """The newest message of a conversation; an empty screen before the first one."""
    below = labels(conversation["keyboard"])
    if not conversation["messages"]:
        return Screen("", tuple(below), 0)
    last = conversation["messages"][-1]
    return Screen(last["text"], (*_inline_labels(last), *below), last["cmid"])


def find(conversation: dict[str, Any], wanted: str) -> Found:
    """The exact label on the newest message that has it, else the one it is a part of; LookupError when none."""
    shown = [Found(0, label) for label in labels(conversation["keyboard"])]
    for message in conversation["messages"]:
        shown += [Found(message["cmid"], label) for label in _inline_labels(message)]
    exact = [one for one in shown if one.label == wanted]
    if exact:
        return exact[-1]
    starting = [one for one in shown if one.label.casefold().startswith(wanted.casefold())]
    near = starting or [one for one in shown if wanted.casefold() in one.label.casefold()]
    on_newest = [one for one in near if one.cmid == near[-1].cmid]
    if len({one.label for one in on_newest}) != 1:
        raise LookupError(f"no single button «{wanted}» on the screen:\n{describe(conversation)}")
    return on_newest[-1]


def labels(keyboard: dict[str, Any] | None) -> list[str]:
    """Labels of a keyboard, row by row."""
    rows = keyboard["buttons"] if keyboard else []
    return [str(button["action"].get("label", button["action"]["type"])) for row in rows for button in row]


def describe(conversation: dict[str, Any]) -> str:
    """The newest five messages and the keyboard below, for error texts."""
    lines = [f"— {conversation['title']} —"]
    for message in conversation["messages"][-5:]:
        buttons = "".join(f" [{label}]" for label in _inline_labels(message))
        lines.append(f"{message['cmid']}. {message['from_name']}: {message['text']}{buttons}")
    below = " ".join(f"[{label}]" for label in labels(conversation["keyboard"]))
    return "\n".join([*lines, f"keyboard below: {below or 'none'}"])


def _inline_labels(message: dict[str, Any]) -> list[str]:
    keyboard = message["keyboard"]
    return labels(keyboard) if keyboard and keyboard.get("inline") else []
