"""U: «почему меня убрали»: the chats that a page is in no longer, with the reason and what to do."""

from bot.errors import ScreenOutdated
from bot.services import why
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Pages
from bot.ui.view import Button, Goto, View
from handlers import why_words
from handlers.card import turn
from handlers.visit import Visit

CHATS_A_PAGE = 5

pages: Pages[Visit] = Pages()


@pages.screen("U.GONE")
async def gone(visit: Visit) -> View:
    """When, by whom and why one was taken out, chat by chat; for 30 days."""
    if not visit.profile.is_linked:
        raise ScreenOutdated("A.START")
    page = page_of(await why.gone(visit.school, visit.profile), visit.list_page, size=CHATS_A_PAGE)
    told = [
        say("gone-chat", title=answer.chat.title, told=why_words.for_oneself(visit, answer.ended))
        for answer in page.items
        if answer.ended is not None
    ]
    text = say("gone", lines="\n\n".join(told) or say("gone-nothing"))
    return View(text, (*turn("U.GONE", page, {}), (Button(say("gone.back"), Goto("")),)))
