"""The one way to a chat: found anew and asked for permission at every render and every act."""

from bot.domain.permissions import Act, Relation, may, why_not
from bot.errors import ScreenOutdated, UserError
from bot.services import relations
from handlers.visit import Visit
from models.chats import Chat


async def chat_to(visit: Visit, act: Act) -> Chat:
    """The chat ``c`` of the screen, if the person may do this with it.

    ``ScreenOutdated`` leads home when the chat is gone or may not even be seen; ``UserError`` says why an act is
    refused.
    """
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if chat is None:
        raise ScreenOutdated("")
    held = await relations.to_chat(visit.school, visit.profile, chat)
    if not may(held, Act.VIEW, chat.kind):
        raise ScreenOutdated("", "e-no-access")
    if chat.deleted_at is not None and act is not Act.RESTORE:
        raise ScreenOutdated("", "e-chat-deleted")
    if (key := why_not(held, act, chat.kind)) is not None:
        raise UserError(key)
    return chat


async def allowed(visit: Visit, chat: Chat) -> frozenset[Act]:
    """Everything that the person may do with the chat: a button stands only for these."""
    held = await relations.to_chat(visit.school, visit.profile, chat)
    return frozenset(act for act in Act if act not in WITHOUT_CHAT and may(held, act, chat.kind))


def is_staff(visit: Visit) -> bool:
    """Whether the person works at the school."""
    return Relation.STAFF in relations.to_school(visit.profile)


WITHOUT_CHAT = (Act.CREATE_SUBJECT, Act.CREATE_CUSTOM, Act.ADOPT, Act.CONSENT, Act.CONSOLE)
