"""VK's keyboard format: its limits, and finding the button a person presses."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import VkError

COLORS = {"primary", "secondary", "negative", "positive"}
LABELLED_TYPES = {"text", "callback", "open_link", "open_app"}
WIDE_TYPES = {"open_link", "open_app", "location", "vkpay"}


@dataclass(frozen=True)
class Limits:
    """How large a keyboard may be."""

    rows: int
    columns: int
    buttons: int


ORDINARY = Limits(rows=10, columns=5, buttons=40)
INLINE = Limits(rows=6, columns=5, buttons=10)


def parse_keyboard(text: str) -> dict[str, Any] | None:
    """The keyboard of a request; None for an empty text, VkError 911 when VK would not take it."""
    if not text:
        return None
    try:
        keyboard = json.loads(text)
    except ValueError:
        raise VkError(911, "not a valid JSON") from None
    if not isinstance(keyboard, dict) or not _is_grid(keyboard.get("buttons")):
        raise VkError(911, "buttons should be an array of arrays")
    _check_size(keyboard)
    for row in keyboard["buttons"]:
        for button in row:
            _check_button(button)
    return keyboard


def payload_of(button: dict[str, Any]) -> Any:
    """The button's payload as an object."""
    payload = button["action"].get("payload", {})
    return json.loads(payload) if isinstance(payload, str) and payload else payload or {}


def payload_text(button: dict[str, Any]) -> str | None:
    """The button's payload as the text a written message carries."""
    payload = button["action"].get("payload")
    return payload if isinstance(payload, str) or payload is None else json.dumps(payload, ensure_ascii=False)


def find_button(
    keyboard: dict[str, Any], *, label: str | None, row: int | None = None, col: int | None = None
) -> dict[str, Any]:
    """The button by its label or its place; LookupError when the keyboard has none such."""
    rows: list[list[dict[str, Any]]] = keyboard["buttons"]
    if label is None:
        if row is None or col is None or not 0 <= row < len(rows) or not 0 <= col < len(rows[row]):
            raise LookupError(f"no button in row {row}, column {col}")
        return rows[row][col]
    for button in (button for line in rows for button in line):
        if button["action"].get("label") == label:
            return button
    raise LookupError(f"no button «{label}»")


def _is_grid(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, list) for row in rows)


def _check_size(keyboard: dict[str, Any]) -> None:
    is_inline = bool(keyboard.get("inline"))
    limits, rows = (INLINE if is_inline else ORDINARY), keyboard["buttons"]
    if is_inline and keyboard.get("one_time"):
        raise VkError(911, "inline keyboard can't be one_time")
    if (is_inline and not rows) or any(not row for row in rows):
        raise VkError(911, "empty row")
    if len(rows) > limits.rows:
        raise VkError(911, f"too many rows, max: {limits.rows}")
    if any(sum(_width(button) for button in row) > limits.columns for row in rows):
        raise VkError(911, f"too many buttons in a row, max: {limits.columns}")
    if sum(len(row) for row in rows) > limits.buttons:
        raise VkError(911, f"too many buttons, max: {limits.buttons}")


def _width(button: Any) -> int:
    return 2 if isinstance(button, dict) and (button.get("action") or {}).get("type") in WIDE_TYPES else 1


def _check_button(button: Any) -> None:
    action = button.get("action") if isinstance(button, dict) else None
    if not isinstance(action, dict) or action.get("type") not in LABELLED_TYPES | WIDE_TYPES:
        raise VkError(911, "button action type is invalid")
    if action["type"] in LABELLED_TYPES and not 0 < len(str(action.get("label") or "")) <= 40:
        raise VkError(911, "button label should be 1..40 characters")
    if button.get("color", "secondary") not in COLORS:
        raise VkError(911, "button color is invalid")
    if action["type"] == "open_link" and not str(action.get("link", "")).startswith(("http://", "https://")):
        raise VkError(911, "button link is invalid")
    _check_payload(action.get("payload"))


def _check_payload(payload: Any) -> None:
    if payload is None or payload == "":
        return
    text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    if len(text) > 255:
        raise VkError(911, "button payload is too long, max: 255")
    try:
        json.loads(text)
    except ValueError:
        raise VkError(911, "button payload is not a valid JSON") from None
