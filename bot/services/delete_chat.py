"""Deletes a chat here: everybody is excluded, it stays in VK, and for 30 days it can be brought back."""

from datetime import timedelta

from bot.domain.kinds import ChatState
from bot.errors import UserError
from bot.services import chats, ledger
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember

KEPT = timedelta(days=30)


async def delete(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Wish that everybody goes; a second wish changes nothing."""
    if chat.deleted_at is not None:
        return
    state = chat.state if chat.peer_id is not None else ChatState.CLOSED
    await Chat.filter(id=chat.id).update(deleted_at=school.now(), state=state)
    if chat.peer_id is not None:
        await OutboxTalker(school).post(chat.peer_id, say("g-closed"))
        await chats.wake(school, [chat.id])
    await ledger.note(school, "deleted", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


async def restore(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Bring a deleted chat back: whoever belongs is invited; ``UserError`` after 30 days."""
    if chat.deleted_at is None:
        return
    if not is_restorable(school, chat):
        raise UserError("m-bin-too-late")
    state = ChatState.ACTIVE if chat.peer_id is not None else ChatState.PLANNED
    await Chat.filter(id=chat.id).update(deleted_at=None, state=state)
    await ChatMember.filter(chat_id=chat.id, is_inside=False).update(ending=None, ending_at=None, invitation="")
    await chats.wake(school, [chat.id])
    await ledger.note(school, "restored", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


def is_restorable(school: SchoolContext, chat: Chat) -> bool:
    """Whether a deleted chat can still be brought back."""
    return chat.deleted_at is not None and chat.deleted_at > school.now() - KEPT
