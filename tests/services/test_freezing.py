"""Chats that an administrator wants to be left alone, and deletions that their author has stopped."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.kinds import ChatKind, ChatState
from bot.errors import UserError
from bot.services import accounts, delete_chat, deletion_proposal, steering
from bot.services.accounts import Profile
from models.chats import Chat
from models.steering import HeldPlan
from tests.services.school import KEY, NOON, OWNER, YEAR, Journal, linked

WEEK = timedelta(days=7)


@pytest.fixture
async def author(journal: Journal) -> Profile:
    await linked(journal.school, 101, "Петров")
    return await accounts.profile_of(journal.school, 101)


async def _chat(title: str, kind: ChatKind = ChatKind.CUSTOM, **facts: Any) -> Chat:
    known = {"school_id": KEY, "year": YEAR, "kind": kind, "unit_id": title, "author_id": "Петров"}
    peer_id = 2_000_000_000 + await Chat.all().count()
    made = {"title": title, "state": ChatState.ACTIVE, "peer_id": peer_id, "created_at": NOON}
    return await Chat.create(**known, **made, **facts)


async def test_the_end_of_a_freeze_goes_on_with_no_deletion_that_was_stopped(journal: Journal, author: Profile) -> None:
    school, head = journal.school, await accounts.profile_of(journal.school, OWNER)
    frozen, deleted = await _chat("8Б"), await _chat("Стенгазета")
    over = await _chat("9А", deleted_at=NOON)
    await delete_chat.delete(school, author, deleted)
    await delete_chat.stop(school, author, await Chat.get(id=deleted.id))
    await steering.freeze(school, head, [frozen.id, over.id], NOON + delete_chat.KEPT)
    assert [chat.title for chat in await steering.frozen(school)] == ["8Б", "9А"]
    await steering.thaw(school, head)
    assert await steering.frozen(school) == []
    assert await delete_chat.is_stopped(school, deleted)
    assert not await delete_chat.goes_on(school, deleted)
    assert await delete_chat.goes_on(school, over)


async def test_a_chat_that_is_to_be_left_alone_cannot_be_deleted(journal: Journal, author: Profile) -> None:
    school, head = journal.school, await accounts.profile_of(journal.school, OWNER)
    chat = await _chat("Стенгазета")
    await steering.freeze(school, head, [chat.id], NOON + WEEK)
    chat = await Chat.get(id=chat.id)
    for ask in (delete_chat.delete, deletion_proposal.propose):
        with pytest.raises(UserError, match="c-del-frozen"):
            await ask(school, author, chat)
    assert (await Chat.get(id=chat.id)).deleted_at is None
    assert not await HeldPlan.exists()


async def test_a_freeze_outlasts_whatever_the_author_does(journal: Journal, author: Profile) -> None:
    school, head = journal.school, await accounts.profile_of(journal.school, OWNER)
    chat = await _chat("9А", deleted_at=NOON)
    await steering.freeze(school, head, [chat.id], NOON + WEEK)
    await delete_chat.go_on(school, await Chat.get(id=chat.id))
    await delete_chat.restore(school, author, await Chat.get(id=chat.id))
    assert [chat.title for chat in await steering.frozen(school)] == ["9А"]


async def test_a_stop_ends_when_somebody_goes_on_or_takes_the_deletion_back(journal: Journal, author: Profile) -> None:
    school = journal.school
    chats = [await _chat("Стенгазета"), await _chat("Поход")]
    for chat in chats:
        await delete_chat.delete(school, author, chat)
        await delete_chat.stop(school, author, await Chat.get(id=chat.id))
    first, second = [await Chat.get(id=chat.id) for chat in chats]
    await delete_chat.go_on(school, first)
    await delete_chat.restore(school, author, second)
    assert await Chat.filter(stopped_until__isnull=False).count() == 0
