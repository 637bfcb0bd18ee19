"""N.ASK: a colleague asks for access to a chat that a group has already; whoever answers for it decides."""

from bot.domain.kinds import ChatKind
from bot.domain.permissions import Act
from bot.domain.roster import Person
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated, UserError
from bot.services import access_request, news
from bot.services.access_request import Request
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, View
from handlers.access import chat_to
from handlers.beside import say_beside
from handlers.ledger_words import line
from handlers.sketches import refuse_others
from handlers.visit import Visit
from models.chats import Chat

pages: Pages[Visit] = Pages()


@pages.act("N.ASK")
async def ask(visit: Visit) -> Outcome:
    """Put the question into the dialogues of those who decide."""
    refuse_others(visit)
    chat = await Chat.get_or_none(
        id=visit.number("c"), school_id=visit.school.key, kind=ChatKind.SUBJECT, deleted_at=None
    )
    if chat is None:
        raise ScreenOutdated("", "e-chat-deleted")
    number, deciding = await access_request.ask(visit.school, visit.profile, chat)
    here = {"c": chat.id, "q": number}
    member = Button(say("n-asked.member"), Do("N.ASK.YES", {**here, "v": 0}), Colour.MAIN)
    leader = Button(say("n-asked.leader"), Do("N.ASK.YES", {**here, "v": 1}))
    no = Button(say("n-asked.no"), Do("N.ASK.NO", here))
    view = View(say("n-asked", name=_short(_staff(visit)), title=chat.title), ((member,), (leader,), (no,)))
    for page in deciding:
        await say_beside(visit, page, view)
    return Go("N.EXISTS", {"g": chat.unit_id})


@pages.act("N.ASK.YES")
async def grant(visit: Visit) -> Outcome:
    """Take the colleague in, as a member or as an administrator; an invitation follows."""
    chat, request = await _unanswered(visit)
    await access_request.grant(visit.school, visit.profile, chat, request, leads=bool(visit.number("v")))
    await news.tell_pages(visit.school, [request.page], say("n-ask-given", title=chat.title))
    return Go("C.VIEW", {"c": chat.id}, say("n-ask-done", name=_short(request.person)))


@pages.act("N.ASK.NO")
async def refuse(visit: Visit) -> Outcome:
    """Leave the chat as it is and tell the colleague."""
    chat, request = await _unanswered(visit)
    await access_request.refuse(visit.school, visit.profile, chat, request)
    await news.tell_pages(visit.school, [request.page], say("n-ask-refused", title=chat.title))
    return Go("C.VIEW", {"c": chat.id}, say("n-ask-no"))


async def _unanswered(visit: Visit) -> tuple[Chat, Request]:
    """The chat, and the request for access to it; ``UserError`` tells who has answered what already."""
    chat = await chat_to(visit, Act.EDIT_ADMINISTRATORS)
    if answer := await access_request.answer_to(visit.school, chat, visit.number("q")):
        raise UserError("n-ask-answered", line=line(visit, answer))
    return chat, await access_request.find(visit.school, chat, visit.number("q"))


def _staff(visit: Visit) -> Person:
    return next(person for person in visit.profile.people if any(role.is_staff for role in person.roles))


def _short(person: Person) -> str:
    return short_name(person.family, person.given, person.patronymic)
