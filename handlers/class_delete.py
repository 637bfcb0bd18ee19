"""C: the chat of a class is deleted by two administrators together, one asks with its title and another agrees."""

from bot.domain.console import Level
from bot.domain.kinds import CLASS_CHATS
from bot.errors import ScreenOutdated
from bot.services import console_roles, deletion_proposal
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Goto, View
from bot.ui.words import folded
from handlers.visit import Visit
from models.chats import Chat, ChatMember

CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


@pages.act("C.DEL.CLASS.ASK")
async def ask(visit: Visit) -> Outcome:
    """To the question for the title, which is asked now."""
    chat = await _chat(visit)
    return Go("C.DEL.CLASS", {"c": chat.id, "t": int(visit.now.timestamp())})


async def title_typed(visit: Visit, text: str) -> Outcome:
    """Ask the other administrators, or delete at once where one is enough; only for the right title in time."""
    chat = await _chat(visit)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(chat.title):
        return Go("C.VIEW", {"c": chat.id}, say("c-del-wrong"))
    row = await deletion_proposal.propose(visit.school, visit.profile, chat)
    return Go("C.HELD", {"h": row.id})


@pages.screen("C.DEL.CLASS", typed=title_typed)
async def typed(visit: Visit) -> View:
    """What a deletion means, and that it takes two."""
    chat = await _chat(visit)
    inside = await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).count()
    needs_two = visit.school.settings.reconcile.needs_two_people
    text = say("c-del-class-two" if needs_two else "c-del-class-one", title=chat.title, inside=inside)
    return View(text, ((Button(say("c-del-class.no"), Goto("C.VIEW", {"c": chat.id})),),))


async def _chat(visit: Visit) -> Chat:
    level = await console_roles.level_of(visit.school, visit.profile)
    if level is None or level < Level.ADMINISTRATOR:
        raise ScreenOutdated("", "k-denied")
    found = Chat.filter(id=visit.number("c"), school_id=visit.school.key, kind__in=CLASS_CHATS, deleted_at=None)
    chat = await found.first()
    if chat is None:
        raise ScreenOutdated("", "e-chat-deleted")
    return chat
