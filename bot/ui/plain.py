"""A screen for a client that shows no buttons inside messages: options in the text, and text buttons at the bottom."""

from bot.texts.catalogue import say
from bot.ui import keyboard, menu
from bot.ui.view import TEXT_LIMIT, Button, Open, View


def text(view: View, *, is_numbered: bool) -> str:
    """The text of the screen with its options: by number, or by name where a number would mean something else."""
    if not view.buttons:
        return view.text
    if is_numbered:
        lines = [f"{number}. {_said(button)}" for number, button in enumerate(view.buttons, start=1)]
    else:
        lines = [f"• {_said(button)}" for button in view.buttons]
    options = say("plain-numbered" if is_numbered else "plain-named", lines="\n".join(lines))
    whole = f"{view.text}\n\n{options}"
    return whole if len(whole) <= TEXT_LIMIT else view.text


def bottom(view: View) -> str:
    """The options of the screen above the constant menu; links stand in the text."""
    options = (tuple(button for button in row if not isinstance(button.press, Open)) for row in view.rows)
    return keyboard.menu((*(row for row in options if row), *menu.rows()))


def _said(button: Button) -> str:
    return f"{button.shown} — {button.press.url}" if isinstance(button.press, Open) else button.shown
