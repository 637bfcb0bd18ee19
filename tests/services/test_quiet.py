"""A pass leaves out the chats in which a look would neither do nor note anything, and looks at all others."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.kinds import ChatKind, ChatState, Part
from bot.domain.plan import Member
from bot.services import chats
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.chats import Chat, ChatMember, LedgerLine
from models.rows import select
from models.steering import HeldPlan
from scheduler.reconcile import quiet, selection
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock, linked, without_other_chats
from tests.services.vk import OneChat

TEACHER, PUPIL, CLASSMATE, STRANGER = 101, 301, 302, 666


@pytest.fixture
async def chat(journal: Journal, clock: MovedClock) -> Chat:
    """The pupils' chat of 8А as it should be; a day after it was last planned it was found unchanged in VK."""
    for page, person in ((TEACHER, "Петров"), (PUPIL, "Белов"), (CLASSMATE, "Чернов")):
        await linked(journal.school, page, person)
    await without_other_chats()
    fields: dict[str, Any] = {"kind": ChatKind.CLASS_PUPILS, "state": ChatState.ACTIVE, "peer_id": 2_000_000_001}
    await Chat.create(
        school_id=KEY, year=YEAR, unit_id="8А", title="8А — ученики", created_at=NOON, due_at=NOON, **fields
    )
    await looked(journal.school)
    clock.pass_by(days=1)
    await Chat.filter(peer_id=2_000_000_001).update(seen_at=clock.now())
    return await Chat.get(peer_id=2_000_000_001)


async def looked(school: SchoolContext) -> None:
    """Whatever is due is looked at."""
    vk = OneChat("8А — ученики", Member(TEACHER, is_admin=True), Member(PUPIL), Member(CLASSMATE))
    await Reconciler(school, vk, vk, Stop()).work()


async def stored(chat: Chat) -> list[tuple[object, ...]]:
    """Everything that is stored of a chat but how far reconciliation has come with it."""
    rows = [*await select("SELECT * FROM chat_member WHERE chat_id = ? ORDER BY id", [chat.id])]
    rows += [*await select("SELECT state, trouble, refusals, accepted_number, title FROM chat", [])]
    return [tuple(row) for row in rows]


async def test_a_look_at_a_chat_that_was_left_out_would_have_changed_nothing(school: SchoolContext, chat: Chat) -> None:
    assert chat.id in await selection.to_plan(school)
    assert await quiet.without_quiet(school, [chat.id]) == []
    assert chat.id not in await selection.to_plan(school)
    before = await stored(chat)
    await chats.wake(school, [chat.id], cause=chats.PASS)
    await looked(school)
    assert await stored(chat) == before
    assert await LedgerLine.filter(chat_id=chat.id).count() == 0


async def a_pupil_has_left(journal: Journal, chat: Chat) -> None:
    journal.joins("Белов", "8А", Part.PUPIL, ended=True)
    await journal.is_read()


async def a_pupil_is_not_mentioned(journal: Journal, chat: Chat) -> None:
    del journal.people["Белов"]
    await journal.is_read()


async def a_pupil_is_not_inside(journal: Journal, chat: Chat) -> None:
    await ChatMember.filter(member_id=PUPIL).update(is_inside=False)


async def a_stranger_is_inside(journal: Journal, chat: Chat) -> None:
    await ChatMember.create(chat_id=chat.id, member_id=STRANGER, is_inside=True)


async def somebody_belongs_for_another_reason(journal: Journal, chat: Chat) -> None:
    await ChatMember.filter(member_id=PUPIL).update(reasons=[])


async def a_refusal_is_over(journal: Journal, chat: Chat) -> None:
    await Chat.filter(id=chat.id).update(refusals=["refusal-owner-stays:101"])


async def a_plan_waits(journal: Journal, chat: Chat) -> None:
    lasts = {"opened_at": NOON, "expires_at": NOON + timedelta(days=9)}
    await HeldPlan.create(school_id=KEY, chat_id=chat.id, fingerprint="f", **lasts)


async def vk_shows_it_otherwise(journal: Journal, chat: Chat) -> None:
    await Chat.filter(id=chat.id).update(seen_print="")


async def vk_was_not_asked_today(journal: Journal, chat: Chat) -> None:
    await Chat.filter(id=chat.id).update(seen_at=NOON)


async def something_has_to_be_mended(journal: Journal, chat: Chat) -> None:
    await Chat.filter(id=chat.id).update(trouble="no-rights")


@pytest.mark.parametrize(
    "change",
    [
        a_pupil_has_left,
        a_pupil_is_not_mentioned,
        a_pupil_is_not_inside,
        a_stranger_is_inside,
        somebody_belongs_for_another_reason,
        a_refusal_is_over,
        a_plan_waits,
        vk_shows_it_otherwise,
        vk_was_not_asked_today,
        something_has_to_be_mended,
    ],
    ids=lambda change: change.__name__,
)
async def test_whatever_a_look_would_do_or_note_has_the_chat_looked_at(
    journal: Journal, chat: Chat, change: Callable[[Journal, Chat], Awaitable[None]]
) -> None:
    await change(journal, chat)
    assert await quiet.without_quiet(journal.school, [chat.id]) == [chat.id]


async def test_what_a_look_has_found_meanwhile_is_not_written_over(school: SchoolContext, chat: Chat) -> None:
    as_read = await Chat.get(id=chat.id)
    await Chat.filter(id=chat.id).update(planned_print="fresher")
    await quiet.note_planned([("older", 1, as_read)])
    assert (await Chat.get(id=chat.id)).planned_print == "fresher"
    await quiet.note_planned([("newest", 1, await Chat.get(id=chat.id))])
    assert (await Chat.get(id=chat.id)).planned_print == "newest"
