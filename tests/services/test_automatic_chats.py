"""The automatic chats that a person wishes again: only after 30 days, and only those of this year."""

from datetime import datetime, timedelta

import pytest

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState
from bot.services import accounts, chat_registry
from bot.services.school import SchoolContext
from models.chats import Chat
from tests.services.school import NOON, YEAR, Journal, linked

TEACHER = 101
LAST_YEAR = "2025/2026"


@pytest.fixture(autouse=True)
async def teacher(journal: Journal, school: SchoolContext) -> int:
    return await linked(school, TEACHER, "Петров")


async def _deleted(year: str, kind: ChatKind, at: datetime) -> Chat:
    """A chat of 8А that people have deleted."""
    fields = {"school_id": "school12", "unit_id": "8А", "title": kind.value, "state": ChatState.CLOSED}
    return await Chat.create(year=year, kind=kind, created_at=NOON, deleted_at=at, **fields)


async def _wishes(school: SchoolContext) -> int:
    return await chat_registry.want_missing(school, await accounts.profile_of(school, TEACHER))


async def test_a_chat_of_another_year_keeps_its_place(school: SchoolContext) -> None:
    before = await _deleted(LAST_YEAR, ChatKind.CLASS_PUPILS, NOON - timedelta(days=200))
    past = await _deleted(YEAR, ChatKind.CLASS_PUPILS, NOON - timedelta(days=40))
    assert await _wishes(school) == len(CLASS_CHATS)
    assert (await Chat.get(id=before.id)).unit_id == "8А"
    assert (await Chat.get(id=past.id)).unit_id != "8А"


async def test_a_chat_that_can_still_come_back_is_not_made_anew(school: SchoolContext) -> None:
    kept = await _deleted(YEAR, ChatKind.CLASS_PUPILS, NOON - timedelta(days=10))
    assert await _wishes(school) == len(CLASS_CHATS) - 1
    assert (await Chat.get(id=kept.id)).deleted_at is not None
    assert await Chat.filter(kind=ChatKind.CLASS_PUPILS).count() == 1
