"""When VK refuses or fails: what happens to the chat, when it is tried again, and who is told how often."""

from datetime import timedelta

import pytest

from bot.domain.kinds import ChatKind, ChatState
from bot.domain.plan import Member
from bot.errors import (
    ChatGoneError,
    CommunityStoppedError,
    NoRightsError,
    PermanentError,
    TemporaryError,
    UnknownOutcomeError,
)
from bot.services import chats
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.chats import Chat, ChatMember, ChatPick, LedgerLine
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import KEY, NOON, OWNER, YEAR, Journal, MovedClock, linked, pupils_chat, told
from tests.services.vk import OneChat

TEACHER, PUPIL, LED = 101, 301, 201


@pytest.fixture
async def chat(journal: Journal) -> Chat:
    """The pupils' chat of 8А, due now; its teacher and a pupil are linked."""
    await linked(journal.school, TEACHER, "Петров")
    await linked(journal.school, PUPIL, "Белов")
    return await pupils_chat(due_at=NOON)


def inside() -> OneChat:
    """VK with the chat as it should be."""
    return OneChat("8А — ученики", Member(TEACHER, is_admin=True), Member(PUPIL))


async def look(school: SchoolContext, vk: OneChat) -> Chat:
    """Let reconciliation look after the chat; it is due once more."""
    await Chat.all().update(due_at=school.now())
    await Reconciler(school, vk, vk, Stop()).work()
    return await Chat.get()


@pytest.mark.parametrize(
    ("fault", "state", "trouble"),
    [
        (ChatGoneError("gone"), ChatState.GONE, "gone"),
        (NoRightsError("no rights"), ChatState.PAUSED, "no-rights"),
        (PermanentError("refused"), ChatState.ACTIVE, "refused"),
    ],
    ids=["gone", "no rights", "refused"],
)
async def test_what_a_person_has_to_mend_is_told_once_and_waits_for_the_pass(
    school: SchoolContext, chat: Chat, fault: Exception, state: ChatState, trouble: str
) -> None:
    vk = inside()
    vk.faults["look"] = fault
    for _ in range(2):
        after = await look(school, vk)
    assert (after.state, after.trouble) == (state, trouble)
    assert after.due_at is None or state is ChatState.GONE
    assert len(await told(school, TEACHER)) == 1
    assert await LedgerLine.filter(event=f"trouble-{trouble}").count() == 1


async def test_a_chat_whose_trouble_is_mended_is_active_again(school: SchoolContext, chat: Chat) -> None:
    vk = inside()
    vk.faults["look"] = NoRightsError("no rights")
    await look(school, vk)
    vk.faults.clear()
    after = await look(school, vk)
    assert (after.state, after.trouble, after.due_at) == (ChatState.ACTIVE, "", None)


async def test_what_will_pass_is_tried_again_later_and_later(
    school: SchoolContext, chat: Chat, clock: MovedClock
) -> None:
    vk = inside()
    vk.faults["look"] = TemporaryError("busy", retry_seconds=5)
    pauses = []
    for _ in range(9):
        after = await look(school, vk)
        assert after.due_at is not None
        pauses.append(after.due_at - clock.now())
        clock.moment = after.due_at
    assert pauses == [timedelta(seconds=min(5 * 2**tries, 600)) for tries in range(9)]
    vk.faults.clear()
    assert (await look(school, vk)).tries == 0
    assert await told(school, TEACHER) == []


async def test_a_token_that_is_dead_is_told_to_the_owner_once_and_asked_seldom(
    school: SchoolContext, chat: Chat
) -> None:
    vk = inside()
    vk.faults["look"] = CommunityStoppedError("dead token")
    for _ in range(2):
        after = await look(school, vk)
    assert after.due_at == NOON + timedelta(minutes=10)
    assert len(await told(school, OWNER)) == 1
    assert await told(school, TEACHER) == []


async def test_an_error_of_our_own_stops_one_look_and_not_the_work(school: SchoolContext, chat: Chat) -> None:
    vk = inside()
    vk.faults["look"] = ZeroDivisionError("a slip")
    after = await look(school, vk)
    assert (after.due_at, after.trouble) == (NOON + timedelta(seconds=30), "")


async def test_one_refused_change_does_not_stop_the_others(school: SchoolContext, chat: Chat) -> None:
    vk = OneChat("a title that somebody typed", Member(TEACHER), Member(PUPIL), Member(666))
    vk.faults["rename"] = PermanentError("refused")
    after = await look(school, vk)
    assert vk.changes[:3] == [("rename", "8А — ученики"), ("set_admin", TEACHER, True), ("remove", 666)]
    assert after.trouble == "refused"


async def test_a_new_title_is_known_although_the_answer_to_the_renaming_was_lost(
    school: SchoolContext, chat: Chat
) -> None:
    await Chat.all().update(title="7А — ученики")
    vk = OneChat("7А — ученики", Member(TEACHER, is_admin=True), Member(PUPIL))
    vk.faults["rename"] = UnknownOutcomeError("no answer")
    await look(school, vk)
    vk.title = "8А — ученики"
    after = await look(school, vk)
    assert (after.title, after.tries) == ("8А — ученики", 0)
    line = await LedgerLine.get(event="renamed")
    assert line.details == {"before": "7А — ученики", "after": "8А — ученики"}


@pytest.mark.parametrize("has_other_leader", [True, False], ids=["another leads", "nobody else leads"])
async def test_whom_people_took_out_goes_although_another_cannot_be_made_a_leader(
    school: SchoolContext, chat: Chat, has_other_leader: bool
) -> None:
    vk = OneChat("8А — ученики", Member(TEACHER), Member(PUPIL), Member(LED, is_admin=True))
    await _taken_out(chat, "Химик", LED)
    await _taken_out(chat, "Белов", PUPIL)
    if has_other_leader:
        vk.members[OWNER] = Member(OWNER, is_admin=True, is_owner=True)
    vk.faults["set_admin"] = PermanentError("not yet")
    await look(school, vk)
    assert PUPIL not in vk.members
    assert (LED in vk.members) is not has_other_leader
    vk.faults.clear()
    await look(school, vk)
    assert LED not in vk.members


async def _taken_out(chat: Chat, person: str, page: int) -> None:
    """Somebody who belonged here was taken out by hand."""
    await ChatPick.create(school_id=KEY, chat_id=chat.id, person_id=person, is_in=False, picked_at=NOON)
    reason = {"code": "picked", "unit_id": "", "person_id": person}
    await ChatMember.create(chat_id=chat.id, member_id=page, is_inside=True, reasons=[reason])


async def test_a_fault_that_will_pass_wins_over_a_refusal(school: SchoolContext, chat: Chat) -> None:
    vk = OneChat("a title that somebody typed", Member(TEACHER), Member(PUPIL))
    vk.faults |= {"rename": PermanentError("refused"), "set_admin": TemporaryError("busy")}
    after = await look(school, vk)
    assert (after.trouble, after.tries) == ("", 1)


async def test_a_chat_whose_making_has_an_unknown_outcome_is_looked_for_before_it_is_made_again(
    school: SchoolContext, chat: Chat, clock: MovedClock
) -> None:
    await Chat.all().update(state=ChatState.PLANNED, peer_id=None)
    vk = OneChat()
    vk.faults["create"] = UnknownOutcomeError("no answer")
    after = await look(school, vk)
    assert (after.state, after.peer_id) == (ChatState.CREATING, None)
    assert [request[0] for request in vk.asked] == ["create"]
    clock.moment = after.due_at or NOON
    vk.faults.clear()
    after = await look(school, vk)
    assert [request[0] for request in vk.asked[:3]] == ["create", "find", "create"]
    assert (after.state, after.peer_id) == (ChatState.ACTIVE, 2_000_000_001)


async def test_a_process_that_is_asked_to_end_begins_no_look(school: SchoolContext, chat: Chat) -> None:
    stop, vk = Stop(), inside()
    stop.ask()
    await Reconciler(school, vk, vk, stop).run()
    assert vk.asked == []
    assert (await Chat.get()).due_at == NOON


async def test_what_people_did_is_looked_at_before_what_the_schedule_found(school: SchoolContext, chat: Chat) -> None:
    titles: list[str] = []
    for number in range(7):
        await Chat.create(
            school_id=KEY,
            year=YEAR,
            kind=ChatKind.CUSTOM,
            unit_id=f"{number}А",
            title=f"{number}А",
            created_at=NOON,
            due_at=NOON,
            due_cause=chats.PASS if number < 6 else chats.EVENT,
        )
    vk = OneChat()

    async def note() -> None:
        titles.append("")

    vk.meanwhile = note
    await Reconciler(school, vk, vk, Stop()).work()
    made = [request[1] for request in vk.asked if request[0] == "create"]
    assert made.index("6А") < 5
