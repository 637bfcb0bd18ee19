"""A glance at all chats finds those that differ from what was seen last, and only those are looked at."""

from collections.abc import Sequence

import pytest

from bot.domain.kinds import ChatKind, ChatState
from bot.errors import TemporaryError
from bot.ports import ChatGlance
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from scheduler.reconcile import audit
from tests.services.school import KEY, NOON, YEAR
from tests.services.vk import OneChat

AS_SEEN, RENAMED, JOINED, HIDDEN = (2_000_000_000 + number for number in (1, 2, 3, 4))
SHOWN = {AS_SEEN: ChatGlance("1", 2), RENAMED: ChatGlance("x", 2), JOINED: ChatGlance("3", 3)}


class Glimpse(OneChat):
    """VK shows three chats, two of them changed, and hides the fourth."""

    async def glance(self, peer_ids: Sequence[int]) -> dict[int, ChatGlance]:
        await super().glance(peer_ids)
        return {peer_id: SHOWN[peer_id] for peer_id in peer_ids if peer_id in SHOWN}


@pytest.fixture
async def chats(school: SchoolContext) -> None:
    """Four chats in which two people were seen, and one that VK does not have yet."""
    for peer_id in (AS_SEEN, RENAMED, JOINED, HIDDEN):
        title = str(peer_id - 2_000_000_000)
        chat = await _made(title, state=ChatState.ACTIVE, peer_id=peer_id)
        for member_id, is_inside in ((1, True), (2, True), (3, False)):
            await ChatMember.create(chat_id=chat.id, member_id=member_id, is_inside=is_inside)
    await _made("5", state=ChatState.PLANNED, peer_id=None)


async def _made(title: str, **fields: object) -> Chat:
    kind = ChatKind.CLASS_PUPILS
    return await Chat.create(school_id=KEY, year=YEAR, kind=kind, unit_id=title, title=title, created_at=NOON, **fields)


async def due() -> set[int | None]:
    """Peers of the chats that are to be looked at."""
    return {chat.peer_id for chat in await Chat.filter(due_at__not_isnull=True)}


async def test_what_differs_is_looked_at_and_nothing_else(school: SchoolContext, chats: None) -> None:
    vk = Glimpse()
    await audit.glance(school, vk)
    assert await due() == {RENAMED, JOINED, HIDDEN}
    assert vk.asked == [("glance", AS_SEEN, RENAMED, JOINED, HIDDEN)]
    assert school.bells.chats.is_set()


async def test_when_vk_is_away_the_next_glance_tries_again(school: SchoolContext, chats: None) -> None:
    vk = Glimpse()
    vk.faults["glance"] = TemporaryError("busy")
    await audit.glance(school, vk)
    assert await due() == set()
