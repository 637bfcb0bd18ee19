"""Finds the chats that are not what was seen last: only those are then looked at one by one.

A glance compares titles and numbers of people for a hundredth of the price. Equal numbers can hide a swap of two
people, so an audit of all members comes round as well.
"""

import asyncio
from collections.abc import Iterator, Sequence

import structlog
from tortoise.functions import Count

from bot.domain.kinds import ChatState
from bot.errors import StarostaError
from bot.ports import ChatReader
from bot.services import chats
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.database import transaction
from scheduler.reconcile.observed import print_of

CHATS_A_QUERY = 500

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
            await _forget(differing)
            await chats.wake(school, differing, cause=chats.PASS)
        school.bells.chats.set()


async def full(school: SchoolContext, reader: ChatReader) -> None:
    """Read the members of every chat at VK's pace and forget what was seen of those that differ."""
    known = Chat.filter(school_id=school.key, state=ChatState.ACTIVE, peer_id__not_isnull=True)
    same: list[int] = []
    differing: list[int] = []

    async def compare(chat_id: int, peer_id: int, seen_print: str) -> None:
        try:
            members = await reader.members(peer_id)
        except StarostaError as error:
            # The look that follows finds out more.
            log.info("audit_failed", school=school.key, chat=chat_id, error=str(error))
            differing.append(chat_id)
        else:
            (same if print_of(members) == seen_print else differing).append(chat_id)

    async with asyncio.TaskGroup() as tasks:
        for row in await known.values_list("id", "peer_id", "seen_print"):
            tasks.create_task(compare(*row))
    async with transaction():
        await _forget(differing)
        for some in _chunks(same):
            await Chat.filter(id__in=some).update(seen_at=school.now())


async def _forget(chat_ids: Sequence[int]) -> None:
    """What was seen of these chats is not true any more: the next look reads them anew."""
    for some in _chunks(chat_ids):
        await Chat.filter(id__in=some).update(seen_print="")


def _chunks(chat_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(chat_ids), CHATS_A_QUERY):
        yield chat_ids[start : start + CHATS_A_QUERY]
