"""The constant menu at the bottom of the dialogue, and where its buttons lead."""

from bot.texts.catalogue import say
from bot.ui.view import Button, Do, Goto, Row

HOME = Goto("")
HELP = Goto("H.HELP")
CANCEL = Do("X.CANCEL")


def rows() -> tuple[Row, ...]:
    """Home, help and cancel."""
    return (
        (Button(say("menu-greeting.home"), HOME), Button(say("menu-greeting.help"), HELP)),
        (Button(say("menu-greeting.cancel"), CANCEL),),
    )
