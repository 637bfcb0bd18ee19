"""Invitations: gathered into one message, tried again with growing gaps, given up, opened again; and the way in."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.events import Invited
from bot.domain.kinds import ChatKind, ChatState, Ending
from bot.domain.roster import Guardianship
from bot.errors import UserError
from bot.services import accounts, chats, invitations
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock, linked, own_events, told

MOTHER, TEACHER = 201, 101


@pytest.fixture
async def parents(journal: Journal) -> Chat:
    """The parents' chat of 8А, in which the linked mother is not."""
    await linked(journal.school, MOTHER, "Белова")
    return await made(ChatKind.CLASS_PARENTS, "8А")


async def made(kind: ChatKind, unit: str, **fields: Any) -> Chat:
    """A chat that VK has."""
    values = {"title": f"{unit} {kind}", "state": ChatState.ACTIVE, "link": "https://vk.me/join/1", **fields}
    return await Chat.create(school_id=KEY, year=YEAR, kind=kind, unit_id=unit, created_at=NOON, **values)


async def member(chat: Chat, page: int = MOTHER, **fields: Any) -> ChatMember:
    """A page in relation to a chat."""
    return await ChatMember.create(chat_id=chat.id, member_id=page, **fields)


async def wished(school: SchoolContext, chat: Chat, at: datetime) -> None:
    """Reconciliation wants the mother in the chat."""
    await member(chat)
    await invitations.wish(school, chat.id, MOTHER, at=at)


async def test_all_chats_of_a_person_are_handed_over_as_one_event_and_once(
    school: SchoolContext, parents: Chat
) -> None:
    other = await made(ChatKind.CLASS_PARENTS, "8Б")
    for chat in (other, parents):
        await wished(school, chat, NOON)
    for _ in range(2):
        await invitations.hand_over(school)
    assert await own_events(school) == [Invited(MOTHER, (parents.id, other.id))]


async def test_an_invitation_does_not_go_out_before_its_time(
    school: SchoolContext, parents: Chat, clock: MovedClock
) -> None:
    await wished(school, parents, NOON + timedelta(hours=1))
    await invitations.hand_over(school)
    assert await own_events(school) == []
    clock.pass_by(hours=1)
    await invitations.hand_over(school)
    assert await own_events(school) == [Invited(MOTHER, (parents.id,))]


async def test_what_somebody_has_stopped_is_not_wished_anew_by_a_look_that_began_before(
    school: SchoolContext, parents: Chat
) -> None:
    await member(parents, invitation=invitations.STOPPED)
    await invitations.wish(school, parents.id, MOTHER, at=NOON)
    await invitations.hand_over(school)
    assert await own_events(school) == []


async def test_an_invitation_waits_a_moment_for_another_chat_of_the_same_person(
    journal: Journal, parents: Chat, clock: MovedClock
) -> None:
    journal.guardianships.append(Guardianship("Белова", "Чернов"))
    await journal.is_read()
    await wished(journal.school, parents, NOON)
    await Chat.filter(id=parents.id).update(due_at=NOON)
    await invitations.hand_over(journal.school)
    assert await own_events(journal.school) == []
    clock.pass_by(seconds=invitations.GATHERING.total_seconds() + 1)
    await invitations.hand_over(journal.school)
    assert len(await own_events(journal.school)) == 1


async def test_a_chat_of_others_delays_nobody(school: SchoolContext, parents: Chat) -> None:
    await wished(school, parents, NOON)
    await made(ChatKind.CLASS_PUPILS, "8Б", due_at=NOON)
    await invitations.hand_over(school)
    assert len(await own_events(school)) == 1


async def test_a_message_that_cannot_arrive_is_tried_again_with_growing_gaps_and_then_given_up(
    school: SchoolContext, parents: Chat
) -> None:
    await member(parents, invitation="handed")
    gaps = []
    for _ in range(5):
        await invitations.failed(school, MOTHER, [parents.id])
        row = await ChatMember.get(member_id=MOTHER)
        assert row.invitation == "failed"
        gaps.append(row.retry_at - NOON if row.retry_at else None)
    assert gaps == [timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), None]
    assert (await Chat.get(id=parents.id)).due_at == NOON + timedelta(hours=1)


async def test_a_message_that_arrived_begins_the_count_anew(school: SchoolContext, parents: Chat) -> None:
    await member(parents, invitation="handed", tries=3, retry_at=NOON)
    await invitations.delivered(school, {MOTHER: [parents.id]})
    row = await ChatMember.get(member_id=MOTHER)
    assert (row.invitation, row.tries, row.retry_at, row.invited_at) == ("sent", 0, None, NOON)


async def test_whoever_may_be_written_to_again_is_invited_anew_where_it_failed(
    school: SchoolContext, parents: Chat
) -> None:
    other = await made(ChatKind.CLASS_PARENTS, "8Б")
    await member(parents, invitation="failed", tries=5)
    await member(other, invitation="sent")
    await invitations.reopen(school, MOTHER)
    rows = {row.chat_id: (row.invitation, row.tries) for row in await ChatMember.filter(member_id=MOTHER)}
    assert rows == {parents.id: ("", 0), other.id: ("sent", 0)}
    assert {chat.id: chat.due_at for chat in await Chat.all()} == {parents.id: NOON, other.id: None}


async def way_in(school: SchoolContext, chat: Chat, page: int = MOTHER) -> str:
    """What pressing «Вступить» answers."""
    try:
        return await invitations.join_link(school, await accounts.profile_of(school, page), chat.id)
    except UserError as refusal:
        return refusal.key


async def test_whoever_belongs_gets_the_link_of_this_moment(school: SchoolContext, parents: Chat) -> None:
    assert await way_in(school, parents) == "https://vk.me/join/1"
    await Chat.filter(id=parents.id).update(link="https://vk.me/join/2")
    assert await way_in(school, parents) == "https://vk.me/join/2"


@pytest.mark.parametrize(
    ("state", "link", "answer"),
    [
        (ChatState.GONE, "x", "join-gone"),
        (ChatState.PLANNED, "", "join-not-ready"),
        (ChatState.CREATING, "", "join-not-ready"),
        (ChatState.ACTIVE, "", "join-not-ready"),
        (ChatState.PAUSED, "x", "join-not-ready"),
    ],
)
async def test_a_chat_that_is_not_there_lets_nobody_in(
    school: SchoolContext, parents: Chat, state: ChatState, link: str, answer: str
) -> None:
    await Chat.filter(id=parents.id).update(state=state, link=link)
    assert await way_in(school, parents) == answer


async def test_nobody_gets_the_link_of_a_chat_of_others(journal: Journal, parents: Chat) -> None:
    pupils = await made(ChatKind.CLASS_PUPILS, "8А")
    assert await way_in(journal.school, pupils) == "join-not-yours"
    assert await way_in(journal.school, parents, page=666) == "join-not-yours"
    journal.guardianships.clear()
    await journal.is_read()
    assert await way_in(journal.school, parents) == "join-not-yours"


async def test_nobody_gets_the_link_of_last_years_chat(journal: Journal, parents: Chat) -> None:
    await Chat.filter(id=parents.id).update(year="2025/2026")
    assert await way_in(journal.school, parents) == "join-not-yours"


async def test_whoever_left_and_presses_again_may_be_invited_and_counted_again(
    school: SchoolContext, parents: Chat
) -> None:
    await member(parents, ending=Ending.LEFT, ending_at=NOON)
    await way_in(school, parents)
    assert (await ChatMember.get()).ending is None


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"ending": Ending.STRANGER}, True),
        ({"ending": Ending.REMOVED_BY_SYNC}, True),
        ({"ending": Ending.LEFT}, False),
        ({"ending": Ending.STRANGER, "is_inside": True}, False),
        ({"ending": Ending.STRANGER, "invitation": "failed"}, False),
        ({"ending": Ending.STRANGER, "invited_at": NOON + timedelta(hours=2)}, False),
    ],
)
async def test_the_class_teacher_hears_once_of_a_removed_person_who_did_not_get_in(
    school: SchoolContext, parents: Chat, clock: MovedClock, fields: dict[str, Any], is_told: bool
) -> None:
    await linked(school, TEACHER, "Петров")
    await member(parents, **{"invitation": "sent", "invited_at": NOON, **fields})
    clock.pass_by(hours=23, minutes=59)
    await invitations.tell_who_cannot_enter(school)
    assert await told(school, TEACHER) == []
    clock.pass_by(minutes=1)
    for _ in range(2):
        await invitations.tell_who_cannot_enter(school)
    said = await told(school, TEACHER)
    assert len(said) == int(is_told)
    assert all("Белова Имя не может войти" in text for text in said)


async def test_a_wish_of_the_schedule_stays_a_wish_of_the_schedule(school: SchoolContext, parents: Chat) -> None:
    await chats.wake(school, [parents.id], cause=chats.PASS)
    await invitations.failed(school, MOTHER, [parents.id])
    assert (await Chat.get(id=parents.id)).due_cause == chats.PASS
