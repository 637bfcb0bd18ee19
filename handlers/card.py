"""What the screens of a chat share: the chat itself and its people, asked for anew, and the buttons that turn pages."""

from typing import TypeVar

from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated, UserError
from bot.services import members, members_list
from bot.services.members_list import Line
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


async def line_of(visit: Visit, chat: Chat) -> Line:
    """The person ``p`` of the screen in relation to the chat; outdated when the chat has nothing to do with them."""
    line = await members_list.line_of(visit.school, chat, visit.text("p"))
    if line is None or not await members.concerns(visit.school, chat, line):
        raise ScreenOutdated("")
    return line


def short_of(line: Line) -> str:
    """The person's short name."""
    return short_name(line.person.family, line.person.given, line.person.patronymic)


def here_of(visit: Visit) -> dict[str, int | str]:
    """The chat, the person, and the place in the list to which the way leads back."""
    return kept(visit, "c", "p", "f", "n")


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
