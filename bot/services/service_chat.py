"""The chat of the administrators: bound from inside it, told of everything that does not work."""

from bot.domain.kinds import ChatState
from bot.errors import UserError
from bot.services import ledger
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from models.chats import Chat
from models.schools import School

FOUND = (ChatState.FOUND, ChatState.LEAVING)


async def peer(school: SchoolContext) -> int | None:
    """The peer of the bound chat, None when there is none."""
    row = await School.get_or_none(key=school.key).only("key", "service_peer_id")
    return row.service_peer_id if row else None


async def bind(school: SchoolContext, profile: Profile, peer_id: int) -> None:
    """Make this chat the administrators' one in place of another; ``UserError`` for a chat that the school keeps."""
    known = await Chat.get_or_none(school_id=school.key, peer_id=peer_id)
    if known is not None and known.state not in FOUND:
        raise UserError("k-bind-ours")
    if known is not None:
        # Found like any other chat when the community came; nobody is to adopt it, and its people are nobody's matter.
        await known.delete()
    await School.filter(key=school.key).update(service_peer_id=peer_id)
    await ledger.note(school, "service-chat-bound", actor=ledger.by(profile))


async def unbind(school: SchoolContext, profile: Profile) -> None:
    """Tell that chat nothing any more."""
    if await School.filter(key=school.key, service_peer_id__not_isnull=True).update(service_peer_id=None):
        await ledger.note(school, "service-chat-unbound", actor=ledger.by(profile))


async def tell(school: SchoolContext, text: str) -> None:
    """Say something there, if there is such a chat."""
    if (bound := await peer(school)) is not None:
        await OutboxTalker(school).post(bound, text)
