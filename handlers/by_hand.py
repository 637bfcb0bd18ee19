"""G.RENAMED: somebody has changed the title or the pinned message in VK twice; whoever answers for the chat decides."""

from bot.domain.events import Asked
from bot.domain.permissions import Act
from bot.services import by_hand
from bot.services.talk import Urgency
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, View
from handlers.access import chat_to
from handlers.beside import say_beside
from handlers.visit import Visit
from models.chats import Chat, LedgerLine

pages: Pages[Visit] = Pages()


async def ask(visit: Visit, event: Asked) -> None:
    """Put the question into the dialogue, beside whatever is shown there."""
    chat = await Chat.get_or_none(id=event.chat_id, school_id=visit.school.key, deleted_at=None)
    newest = await by_hand.newest_line(chat, event.about) if chat else None
    if chat is None or newest is None:
        return
    view = _about_title(chat, newest) if event.about == by_hand.TITLE else _about_pin(chat)
    await say_beside(visit, visit.page, view, urgency=Urgency.NEWS)


def _about_title(chat: Chat, asked: LedgerLine) -> View:
    here = {"c": chat.id}
    keep = Button(say("c-asked.keep"), Do("C.TITLE.KEEP", here), Colour.MAIN)
    back = Button(say("c-asked.title"), Do("C.TITLE.BACK", here))
    text = say("c-asked-title", title=chat.title, shown=str(asked.details.get("after", "")))
    return View(text, ((keep,), (back,)))


def _about_pin(chat: Chat) -> View:
    here = {"c": chat.id}
    keep = Button(say("c-asked.keep"), Do("C.PIN.KEEP", here), Colour.MAIN)
    back = Button(say("c-asked.pin"), Do("C.PIN.BACK", here))
    return View(say("c-asked-pin", title=chat.title), ((keep,), (back,)))


@pages.act("C.TITLE.KEEP")
async def keep_title(visit: Visit) -> Outcome:
    """The chat is called as people have called it."""
    chat = await chat_to(visit, Act.SETTINGS)
    title = await by_hand.keep_title(visit.school, visit.profile, chat)
    return Go("C.VIEW", {"c": chat.id}, say("c-asked-title-kept", title=title))


@pages.act("C.TITLE.BACK")
async def give_title_back(visit: Visit) -> Outcome:
    """The chat is called again as it was called."""
    chat = await chat_to(visit, Act.SETTINGS)
    await by_hand.give_title_back(visit.school, visit.profile, chat)
    return Go("C.VIEW", {"c": chat.id}, say("c-asked-title-back", title=chat.title))


@pages.act("C.TITLE.JOURNAL")
async def follow_title(visit: Visit) -> Outcome:
    """The chat is called again as the journal does."""
    chat = await chat_to(visit, Act.SETTINGS)
    await by_hand.follow_title(visit.school, visit.profile, chat)
    return Go("C.SET", {"c": chat.id})


@pages.act("C.PIN.KEEP")
async def keep_pin(visit: Visit) -> Outcome:
    """What is pinned is left to people."""
    chat = await chat_to(visit, Act.SETTINGS)
    await by_hand.keep_pin(visit.school, visit.profile, chat)
    return Go("C.VIEW", {"c": chat.id}, say("c-asked-pin-kept"))


@pages.act("C.PIN.BACK")
async def give_pin_back(visit: Visit) -> Outcome:
    """The bot's message is pinned again."""
    chat = await chat_to(visit, Act.SETTINGS)
    await by_hand.give_pin_back(visit.school, visit.profile, chat)
    return Go("C.VIEW", {"c": chat.id}, say("c-asked-pin-back"))
