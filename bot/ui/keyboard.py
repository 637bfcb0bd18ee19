"""Keyboards in VK's own form: the inline one of a screen, and the constant menu at the bottom of the dialogue."""

import json
from typing import Any

from bot.ui import payload
from bot.ui.view import Button, Open, View


def inline(view: View) -> str:
    """The inline keyboard of a screen as VK takes it; empty when the screen has no buttons."""
    if not view.rows:
        return ""
    return _dumps({"inline": True, "buttons": [[_button(button) for button in row] for row in view.rows]})


def menu(rows: tuple[tuple[Button, ...], ...]) -> str:
    """A keyboard of text buttons that stays at the bottom of the dialogue, on old clients too."""
    return _dumps({"one_time": False, "inline": False, "buttons": [[_text(button) for button in row] for row in rows]})


def _button(button: Button) -> dict[str, Any]:
    if isinstance(button.press, Open):
        return {"action": {"type": "open_link", "label": button.shown, "link": button.press.url}}
    action = {"type": "callback", "label": button.shown, "payload": payload.pack(button.press)}
    return {"action": action, "color": button.colour.value}


def _text(button: Button) -> dict[str, Any]:
    if isinstance(button.press, Open):
        raise ValueError("the menu has no links")
    action = {"type": "text", "label": button.shown, "payload": payload.pack(button.press)}
    return {"action": action, "color": button.colour.value}


def _dumps(keyboard: dict[str, Any]) -> str:
    return json.dumps(keyboard, ensure_ascii=False, separators=(",", ":"))
