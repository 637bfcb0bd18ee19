"""C.CLOSED: which settings of a closed chat are still open, and how a person closes them: no bot may."""

from bot.domain.permissions import Act
from bot.services import chat_settings, chats
from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed, chat_to
from handlers.card import shown_chat
from handlers.visit import Visit
from models.chats import Chat

pages: Pages[Visit] = Pages()


@pages.screen("C.CLOSED")
async def closed(visit: Visit) -> View:
    """What VK shows of the settings, and the steps to close what is open."""
    chat = await shown_chat(visit, Act.SETTINGS)
    here = {"c": chat.id}
    rows: list[Row] = [
        (Button(say("c-closed.check"), Do("C.CLOSED.CHECK", here), Colour.MAIN),),
        (Button(say("c-closed.back"), Goto("C.SET", here)),),
    ]
    if Act.JOIN in await allowed(visit, chat):
        rows.insert(0, (Button(say("c-closed.open"), Do("JOIN", here)),))
    return View(say("c-closed", title=chat.title, how=_how(chat)), tuple(rows))


@pages.act("C.CLOSED.CHECK")
async def check(visit: Visit) -> Outcome:
    """Have VK asked at once; what it shows appears on the screen."""
    chat = await chat_to(visit, Act.SETTINGS)
    await chats.wake(visit.school, [chat.id])
    visit.school.bells.chats.set()
    return Stay(say("c-fix-checking"))


def _how(chat: Chat) -> str:
    if chat_settings.closedness(chat) == "closed":
        return say("c-closed-done")
    missing = [say(f"c-closed-{name.replace('_', '-')}") for name in chat.open_settings or ()]
    open_ones = say("c-closed-missing", names=", ".join(missing)) + "\n" if missing else ""
    return open_ones + say("c-closed-steps")
