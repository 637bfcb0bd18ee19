"""What the screens of a chat share: the chat itself, asked for anew, and the buttons that turn pages."""

from typing import TypeVar

from bot.domain.permissions import Act
from bot.errors import ScreenOutdated, UserError
from bot.texts.catalogue import say
from bot.ui.pager import PageOf
from bot.ui.view import Button, Goto, Params, Row
from handlers.access import chat_to, is_staff
from handlers.visit import Visit
from models.chats import Chat

T = TypeVar("T")


async def shown_chat(visit: Visit, act: Act) -> Chat:
    """The chat of a screen that only staff see; whoever may not do this is led home and told why."""
    if not is_staff(visit):
        raise ScreenOutdated("", "e-no-access")
    try:
        return await chat_to(visit, act)
    except UserError as refusal:
        raise ScreenOutdated("", refusal.key) from refusal


def turn(screen: str, page: PageOf[T], params: Params) -> tuple[Row, ...]:
    """The row that turns the pages of a list; none for a single page."""
    if page.is_only:
        return ()
    before, after = max(page.number - 1, 1), min(page.number + 1, page.pages)
    return (
        (
            Button(say("m-list.prev"), Goto(screen, {**params, "n": before})),
            Button(say("m-list.next"), Goto(screen, {**params, "n": after})),
        ),
    )


def kept(visit: Visit, *names: str) -> dict[str, int | str]:
    """Those of the screen's parameters that travel on to the next screen."""
    return {name: visit.params[name] for name in names if name in visit.params}
