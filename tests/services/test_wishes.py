"""Wishes to look at a chat: the earliest counts, and none is lost while the chat is being looked at."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.kinds import ChatKind, ChatState
from bot.errors import TemporaryError
from bot.services import chats
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.chats import Chat
from models.schools import School
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import KEY, NOON, YEAR, Journal, pupils_chat
from tests.services.vk import OneChat, nothing

LATER, SOON = NOON + timedelta(hours=2), NOON + timedelta(hours=1)


@pytest.fixture
async def chat(journal: Journal) -> Chat:
    """A chat that is as it should be and that nobody wishes to have looked at."""
    return await pupils_chat()


async def now_of(chat: Chat) -> tuple[object, str]:
    """When the chat is due and why."""
    await chat.refresh_from_db()
    return chat.due_at, chat.due_cause


async def looked_after(school: SchoolContext, meanwhile: Callable[[], Awaitable[object]] = nothing) -> OneChat:
    """Let reconciliation do what is due."""
    vk = OneChat()
    vk.meanwhile = meanwhile
    await Reconciler(school, vk, vk, Stop()).work()
    return vk


async def test_of_two_wishes_the_earlier_counts(school: SchoolContext, chat: Chat) -> None:
    await chats.wake(school, [chat.id], at=LATER)
    await chats.wake(school, [chat.id], at=SOON)
    assert await now_of(chat) == (SOON, chats.EVENT)
    await chats.wake(school, [chat.id], at=LATER)
    assert await now_of(chat) == (SOON, chats.EVENT)
    await chats.wake(school, [chat.id])
    assert await now_of(chat) == (NOON, chats.EVENT)


async def test_what_a_person_did_is_urgent_whatever_the_schedule_wished_before_or_after(
    school: SchoolContext, chat: Chat
) -> None:
    await chats.wake(school, [chat.id], cause=chats.PASS)
    assert await now_of(chat) == (NOON, chats.PASS)
    await chats.wake(school, [chat.id], cause=chats.EVENT)
    await chats.wake(school, [chat.id], cause=chats.PASS)
    assert await now_of(chat) == (NOON, chats.EVENT)


async def test_a_look_fulfils_the_wishes_before_it(school: SchoolContext, chat: Chat) -> None:
    await chats.wake(school, [chat.id])
    await chats.wake(school, [chat.id])
    vk = await looked_after(school)
    assert vk.looks == 1
    assert (await now_of(chat))[0] is None
    assert (await looked_after(school)).looks == 0


@pytest.mark.parametrize("cause", [chats.EVENT, chats.PASS])
async def test_a_wish_during_a_look_is_not_lost(school: SchoolContext, chat: Chat, cause: str) -> None:
    wishes = [cause]

    async def wish_once() -> None:
        for one in (wishes.pop() for _ in wishes[:1]):
            await chats.wake(school, [chat.id], cause=one)

    await chats.wake(school, [chat.id])
    first = await looked_after(school, wish_once)
    again = await looked_after(school)
    assert first.looks + again.looks == 2
    assert (await now_of(chat))[0] is None


async def test_a_chat_that_is_gone_or_due_later_is_not_looked_at(school: SchoolContext, chat: Chat) -> None:
    await chats.wake(school, [chat.id], at=SOON)
    assert (await looked_after(school)).looks == 0
    await chats.wake(school, [chat.id])
    await Chat.filter(id=chat.id).update(state=ChatState.GONE)
    assert (await looked_after(school)).looks == 0


async def test_a_wish_does_not_reach_the_chat_of_another_school(school: SchoolContext, chat: Chat) -> None:
    await School.create(key="school-2")
    await Chat.filter(id=chat.id).update(school_id="school-2")
    await chats.wake(school, [chat.id])
    assert (await now_of(chat))[0] is None


async def test_somebody_who_changed_wakes_the_chats_they_belong_to_and_no_others(
    school: SchoolContext, chat: Chat
) -> None:
    parents = await Chat.create(
        school_id=KEY, year=YEAR, kind=ChatKind.CLASS_PARENTS, unit_id="8А", title="8А — родители", created_at=NOON
    )
    await chats.wake_for(school, ["Белова"])
    assert (await now_of(parents))[0] == NOON
    assert (await now_of(chat))[0] is None


async def test_a_slow_look_does_not_hold_up_a_chat_that_becomes_due_meanwhile(
    school: SchoolContext, chat: Chat
) -> None:
    slow = await due_chat("8Б", NOON)
    begun, other_is_seen, vk, stop = asyncio.Event(), asyncio.Event(), OneChat(), Stop()

    async def one_waits_for_the_other() -> None:
        if begun.is_set():
            other_is_seen.set()
        begun.set()
        await other_is_seen.wait()

    vk.meanwhile = one_waits_for_the_other
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(Reconciler(school, vk, vk, stop).run())
        await begun.wait()
        await chats.wake(school, [chat.id])
        school.bells.chats.set()
        await other_is_seen.wait()
        stop.ask()
    assert (await Chat.get(id=slow.id)).seen_at == school.now()


async def test_a_wish_during_a_look_that_fails_is_not_put_off_for_long(school: SchoolContext, chat: Chat) -> None:
    await Chat.filter(id=chat.id).update(due_at=NOON, tries=6)
    vk = OneChat()
    vk.faults["look"] = TemporaryError("busy", retry_seconds=60)
    vk.before = lambda: chats.wake(school, [chat.id])
    await Reconciler(school, vk, vk, Stop()).work()
    due_at, _ = await now_of(chat)
    assert due_at == NOON + timedelta(seconds=5)


async def due_chat(unit_id: str, at: datetime) -> Chat:
    """Another chat that VK has, due at a moment."""
    return await Chat.create(
        school_id=KEY,
        year=YEAR,
        kind=ChatKind.CLASS_PUPILS,
        unit_id=unit_id,
        title=f"{unit_id} — ученики",
        state=ChatState.ACTIVE,
        peer_id=2_000_000_009,
        created_at=NOON,
        due_at=at,
    )
