"""Glances at all chats for a hundredth of the price of looking: what differs is then looked at.

Equal counts can hide a swap of two people, so the full pass still comes round.
"""

import structlog
from tortoise.functions import Count

from bot.domain.kinds import ChatState
from bot.errors import StarostaError
from bot.ports import ChatReader
from bot.services import chats
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.database import transaction

log = structlog.get_logger()


async def glance(school: SchoolContext, reader: ChatReader) -> None:
    """Have reconciliation look at every chat whose title or number of people is not what was seen last."""
    known = await Chat.filter(school_id=school.key, state=ChatState.ACTIVE, peer_id__not_isnull=True)
    try:
        shown = await reader.glance([chat.peer_id for chat in known if chat.peer_id is not None])
    except StarostaError as error:
        log.info("glance_failed", school=school.key, error=str(error))
        return
    counted = ChatMember.filter(chat__school_id=school.key, is_inside=True).annotate(inside=Count("id"))
    inside = {row["chat_id"]: row["inside"] for row in await counted.group_by("chat_id").values("chat_id", "inside")}
    differing = [
        chat.id
        for chat in known
        if (seen := shown.get(chat.peer_id or 0)) is None
        or (seen.title, seen.inside) != (chat.title, inside.get(chat.id, 0))
    ]
    if differing:
        async with transaction():
            await chats.wake(school, differing, cause=chats.PASS)
        school.bells.chats.set()
