"""C: where a chat differs from the journal by hand, and «как в журнале» for one person after the other."""

from bot.domain.permissions import Act
from bot.domain.russian import full_name, short_name
from bot.services import differences
from bot.services.differences import Difference, How
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.access import chat_to
from handlers.card import kept, shown_chat, turn
from handlers.visit import Visit
from models.chats import Chat

PEOPLE_A_PAGE = 4

pages: Pages[Visit] = Pages()


@pages.screen("C.SYNC.OWN")
async def by_hand(visit: Visit) -> View:
    """Everybody about whom somebody has decided otherwise than the journal says."""
    chat = await shown_chat(visit, Act.SYNC)
    page = page_of(await differences.of_chat(visit.school, chat), visit.list_page, size=PEOPLE_A_PAGE)
    lines = "\n".join(_line(number, one) for number, one in enumerate(page.items, start=page.first))
    rows = [(_button(chat, one, page.number),) for one in page.items]
    back = (Button(say("c-own.back"), Goto("C.SYNC", {"c": chat.id})),)
    text = say("c-own", title=chat.title, lines=lines or say("c-own-none"))
    return View(text, (*rows, *turn("C.SYNC.OWN", page, {"c": chat.id}), back))


@pages.act("C.SYNC.JOURNAL")
async def as_in_journal(visit: Visit) -> Outcome:
    """Put one person back to what the journal says; whoever does not differ stays as they are."""
    chat = await chat_to(visit, Act.SYNC)
    here = kept(visit, "c", "n")
    found = {one.person.source_id: one for one in await differences.of_chat(visit.school, chat)}
    one = found.get(visit.text("p"))
    if one is None:
        return Go("C.SYNC.OWN", here)
    await differences.settle(visit.school, visit.profile, chat, one)
    return Go("C.SYNC.OWN", here, say("c-own-settled", name=_short(one)))


def _line(number: int, one: Difference) -> str:
    person = one.person
    name = full_name(person.family, person.given, person.patronymic)
    return say("c-own-line", number=number, name=name, how=say(f"c-own-{one.how}"))


def _button(chat: Chat, one: Difference, page: int) -> Button:
    act = Do("C.SYNC.JOURNAL", {"c": chat.id, "p": one.person.source_id, "n": page})
    return Button(say("c-own.journal", name=_short(one)), act, Colour.DANGER if one.how is How.IN else Colour.PLAIN)


def _short(one: Difference) -> str:
    return short_name(one.person.family, one.person.given, one.person.patronymic)
