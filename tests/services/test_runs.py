"""Passes: what one did stands in the ledger under its number, can be stopped, and is taken back once."""

import pytest

from bot.domain.kinds import ChatKind, Part
from bot.domain.plan import Member
from bot.errors import UserError
from bot.services import accounts, chats, picks, runs
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.chats import Chat, LedgerLine
from models.steering import Run
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock, linked, pupils_chat, without_other_chats
from tests.services.vk import OneChat

TEACHER, PUPIL, OTHER = 101, 301, 302


@pytest.fixture
async def chat(journal: Journal) -> Chat:
    """The pupils' chat of 8А; its teacher and both pupils are linked."""
    await linked(journal.school, TEACHER, "Петров")
    await linked(journal.school, PUPIL, "Белов")
    await linked(journal.school, OTHER, "Чернов")
    await without_other_chats()
    return await pupils_chat()


@pytest.fixture
def vk() -> OneChat:
    return OneChat("8А — ученики", Member(TEACHER, is_admin=True), Member(PUPIL), Member(OTHER))


async def looked_after(school: SchoolContext, vk: OneChat) -> Chat:
    await Reconciler(school, vk, vk, Stop()).work()
    return await Chat.get(kind=ChatKind.CLASS_PUPILS)


async def begun(school: SchoolContext) -> Run:
    """A pass over everything."""
    run = await runs.begin(school, [chat.id for chat in await Chat.all()])
    assert run is not None
    return run


async def moved(journal: Journal) -> None:
    """Белов learns in 8Б now."""
    del journal.memberships["8А", "Белов", Part.PUPIL]
    journal.joins("Белов", "8Б", Part.PUPIL)
    await journal.is_read()


async def test_a_pass_ends_when_its_last_chat_was_looked_at(journal: Journal, chat: Chat, vk: OneChat) -> None:
    run = await begun(journal.school)
    assert (await Chat.get(kind=ChatKind.CLASS_PUPILS)).run_id == run.id
    after = await looked_after(journal.school, vk)
    assert (after.run_id, (await Run.get(id=run.id)).ended_at) == (None, NOON)


async def test_what_a_pass_did_is_counted_from_its_lines(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await looked_after(journal.school, vk)
    await begun(journal.school)
    await looked_after(journal.school, vk)
    await moved(journal)
    run = await Run.all().order_by("-id").first()
    assert run is not None
    await looked_after(journal.school, vk)
    tally = await runs.tally(run)
    assert (tally.removed, tally.invited, tally.left) == (1, 0, 0)


async def test_a_pass_over_no_chat_leaves_no_trace(journal: Journal) -> None:
    assert await runs.begin(journal.school, []) is None
    assert await Run.all().count() == 0


async def test_what_a_person_did_meanwhile_is_not_done_by_the_pass(journal: Journal, chat: Chat, vk: OneChat) -> None:
    run = await begun(journal.school)
    await chats.wake(journal.school, [chat.id])
    vk.members.pop(OTHER)
    await looked_after(journal.school, vk)
    assert await LedgerLine.filter(run_id=run.id).count() == 0


async def test_a_stopped_pass_looks_at_no_more_chats(journal: Journal, chat: Chat, vk: OneChat) -> None:
    run = await begun(journal.school)
    await Chat.filter(id=chat.id).update(planned_print="settled")
    await runs.stop(journal.school, await accounts.profile_of(journal.school, TEACHER), run.id)
    after = await looked_after(journal.school, vk)
    assert (vk.looks, after.due_at, after.planned_print) == (0, None, "")
    stopped = await Run.get(id=run.id)
    assert (stopped.stopped_at, await runs.left_by_stop(stopped)) == (NOON, 1)


async def test_a_stopped_pass_knows_how_many_chats_it_had_not_looked_at(journal: Journal, chat: Chat) -> None:
    places = {"school_id": KEY, "year": YEAR, "kind": ChatKind.CUSTOM, "created_at": NOON}
    for title in ("Газета", "Поход"):
        await Chat.create(**places, unit_id=title, title=title)
    run = await begun(journal.school)
    assert await runs.left_by_stop(run) is None
    await runs.finished_look(await Chat.get(id=chat.id))
    teacher = await accounts.profile_of(journal.school, TEACHER)
    for _ in range(2):
        await runs.stop(journal.school, teacher, run.id)
        assert await runs.left_by_stop(run) == 2


async def test_whoever_a_pass_removed_belongs_again_and_is_not_removed_by_the_next_one(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    school = journal.school
    await begun(school)
    await looked_after(school, vk)
    await moved(journal)
    await looked_after(school, vk)
    assert PUPIL not in vk.members
    run = await Run.all().order_by("-id").first()
    assert run is not None
    head = await accounts.profile_of(school, TEACHER)
    assert await runs.undo(school, head, run.id) == 1
    await looked_after(school, vk)
    assert await LedgerLine.filter(event="invited").count() == 1
    vk.members[PUPIL] = Member(PUPIL)
    await begun(school)
    await looked_after(school, vk)
    assert PUPIL in vk.members


async def test_a_pass_is_taken_back_only_once(journal: Journal, chat: Chat, vk: OneChat) -> None:
    run = await begun(journal.school)
    await looked_after(journal.school, vk)
    head = await accounts.profile_of(journal.school, TEACHER)
    await runs.undo(journal.school, head, run.id)
    with pytest.raises(UserError, match="k-run-undo-over"):
        await runs.undo(journal.school, head, run.id)


async def test_a_pass_is_not_taken_back_after_72_hours(
    journal: Journal, chat: Chat, vk: OneChat, clock: MovedClock
) -> None:
    run = await begun(journal.school)
    await looked_after(journal.school, vk)
    clock.pass_by(hours=72)
    with pytest.raises(UserError, match="k-run-undo-over"):
        await runs.undo(journal.school, await accounts.profile_of(journal.school, TEACHER), run.id)


async def test_what_somebody_decided_by_hand_is_not_taken_back_with_the_pass(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    school = journal.school
    await begun(school)
    await looked_after(school, vk)
    await picks.change(school, chat, remove=["Белов"])
    run = await runs.begin(school, [chat.id], cause=runs.COMMAND)
    assert run is not None
    await looked_after(school, vk)
    assert await LedgerLine.filter(event="removed", run_id=run.id).count() == 1
    assert await runs.undo(school, await accounts.profile_of(school, TEACHER), run.id) == 0


async def test_whoever_was_taken_out_by_hand_since_does_not_come_back_with_a_pass(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    school = journal.school
    await looked_after(school, vk)
    await moved(journal)
    await looked_after(school, vk)
    run = await Run.all().order_by("-id").first()
    assert run is not None
    journal.joins("Белов", "8А", Part.PUPIL)
    await journal.is_read()
    await picks.change(school, chat, remove=["Белов"])
    assert await runs.undo(school, await accounts.profile_of(school, TEACHER), run.id) == 0
    assert "Белов" not in (await picks.now_in(school, chat)).members


async def test_whoever_has_gone_since_does_not_come_back_with_a_right_that_a_pass_took(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    school = journal.school
    await picks.change(school, chat, lead=["Чернов"])
    await looked_after(school, vk)
    await picks.change(school, chat, follow=["Чернов"])
    run = await runs.begin(school, [chat.id], cause=runs.COMMAND)
    assert run is not None
    await looked_after(school, vk)
    assert await LedgerLine.filter(event="demoted", run_id=run.id).count() == 1
    del journal.memberships["8А", "Чернов", Part.PUPIL]
    await journal.is_read()
    assert await runs.undo(school, await accounts.profile_of(school, TEACHER), run.id) == 0
    assert "Чернов" not in (await picks.now_in(school, chat)).members


async def test_a_pass_goes_on_while_it_looks_at_a_chat_that_somebody_has_woken_meanwhile(
    journal: Journal, chat: Chat
) -> None:
    run = await begun(journal.school)
    await chats.wake(journal.school, [chat.id])
    [followed] = await runs.follow(journal.school, {run.id})
    assert followed.ended_at is None
    [followed] = await runs.follow(journal.school)
    assert followed.ended_at == journal.school.now()
