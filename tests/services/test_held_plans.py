"""Held plans: opened once, counted by passes, decided by a named person, closed by themselves."""

import pytest

from bot.domain.kinds import ChatKind, ChatState, HeldState, Part, Role, Verdict
from bot.domain.plan import Member
from bot.errors import UserError
from bot.services import deletion_proposal, held_plans, held_terms
from bot.services.accounts import Profile
from bot.stopping import Stop
from models.chats import Chat, LedgerLine
from models.steering import HeldPlan
from scheduler.reconcile.guard import UNYIELDING
from scheduler.reconcile.reconciler import Reconciler
from tests.services.held_chat import FIRST, HEAD, PUPILS, TEACHER, asked, leave, only_plan, passes, removed, stay, who
from tests.services.school import KEY, NOON, OWNER, YEAR, Journal, MovedClock, linked, told, without_other_chats
from tests.services.vk import OneChat


@pytest.fixture
def vk() -> OneChat:
    pages = [FIRST + number for number in range(len(PUPILS))]
    return OneChat("8А — ученики", Member(TEACHER, is_admin=True), *map(Member, pages))


@pytest.fixture
async def chat(journal: Journal, vk: OneChat) -> Chat:
    """The pupils' chat of 8А with eight pupils more, all linked, and the head of the school."""
    journal.person("Директор", Role.ADMINISTRATOR, Role.STAFF)
    for name in PUPILS:
        journal.person(name, Role.PUPIL)
        journal.joins(name, "8А", Part.PUPIL)
    await journal.is_read()
    await linked(journal.school, TEACHER, "Петров")
    await linked(journal.school, HEAD, "Директор")
    for number, name in enumerate(PUPILS):
        await linked(journal.school, FIRST + number, name)
    await without_other_chats()
    await Chat.create(
        school_id=KEY,
        year=YEAR,
        kind=ChatKind.CLASS_PUPILS,
        unit_id="8А",
        title="8А — ученики",
        state=ChatState.ACTIVE,
        peer_id=2_000_000_001,
        created_at=NOON,
    )
    return await passes(journal.school, vk)


async def test_a_plan_opens_once_and_asks_the_class_teacher_the_administrators_and_the_owners(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk, times=3)
    row = await only_plan()
    assert (row.state, row.runs) == (HeldState.OPEN, 3)
    assert await asked(journal.school) == [TEACHER, HEAD, OWNER]
    assert removed(vk) == []


async def test_a_look_between_two_passes_does_not_count(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    await Chat.all().update(due_at=journal.school.now())
    await Reconciler(journal.school, vk, vk, Stop()).work()
    assert (await only_plan()).runs == 1


async def test_what_was_allowed_is_done_once_and_then_the_plan_is_over(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    state = await held_plans.grant(journal.school, await who(journal.school, TEACHER), await only_plan())
    assert state is HeldState.GRANTED
    await Reconciler(journal.school, vk, vk, Stop()).work()
    assert removed(vk) == [FIRST, FIRST + 1, FIRST + 2, FIRST + 3]
    assert (await only_plan()).state is HeldState.DONE


async def test_whoever_was_not_chosen_stays_even_when_few_are_left(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    chosen = [f"remove:{FIRST}", f"remove:{FIRST + 1}", f"remove:{FIRST + 2}"]
    await held_plans.grant(journal.school, await who(journal.school, TEACHER), await only_plan(), chosen)
    await passes(journal.school, vk, times=2)
    assert removed(vk) == [FIRST, FIRST + 1, FIRST + 2]
    assert FIRST + 3 in vk.members


async def test_whoever_was_not_chosen_stays_after_the_permission_has_run_out(
    journal: Journal, chat: Chat, vk: OneChat, clock: MovedClock
) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    chosen = [f"remove:{FIRST}", f"remove:{FIRST + 1}", f"remove:{FIRST + 2}"]
    await held_plans.grant(journal.school, await who(journal.school, TEACHER), await only_plan(), chosen)
    await passes(journal.school, vk)
    clock.pass_by(hours=73)
    await passes(journal.school, vk)
    assert FIRST + 3 in vk.members
    assert (await only_plan()).state is HeldState.LEFT


async def test_a_plan_that_was_left_asks_nobody_again(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    await held_plans.leave(journal.school, await who(journal.school, HEAD), await only_plan())
    before = await asked(journal.school)
    await passes(journal.school, vk, times=3)
    assert await asked(journal.school) == before
    assert removed(vk) == []


async def test_whoever_is_ticked_on_a_plan_that_was_left_stays_until_that_is_applied(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    await held_plans.leave(journal.school, await who(journal.school, HEAD), await only_plan())
    await held_plans.tick(await only_plan(), f"remove:{FIRST}", is_on=True)
    await passes(journal.school, vk)
    assert (removed(vk), (await only_plan()).granted) == ([], [f"remove:{FIRST}"])


async def test_a_plan_that_was_left_can_still_be_allowed(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    await held_plans.leave(journal.school, await who(journal.school, HEAD), await only_plan())
    await held_plans.grant(journal.school, await who(journal.school, HEAD), await only_plan())
    await Reconciler(journal.school, vk, vk, Stop()).work()
    assert len(removed(vk)) == 4


async def test_a_plan_closes_itself_when_the_journal_heals(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    await stay(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    row = await only_plan()
    assert row.state is HeldState.HEALED
    with pytest.raises(UserError, match="c-held-settled"):
        await held_plans.grant(journal.school, await who(journal.school, TEACHER), row)


async def test_a_plan_for_other_people_replaces_the_one_before_and_goes_on_counting(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    await leave(journal, PUPILS[4])
    await passes(journal.school, vk)
    old, new = await HeldPlan.all().order_by("id")
    assert (old.state, new.state, new.runs) == (HeldState.HEALED, HeldState.OPEN, 2)
    assert len(held_terms.keys_of(new)) == 5


async def test_a_permission_is_void_for_people_it_did_not_name(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:3])
    await passes(journal.school, vk)
    await held_plans.grant(journal.school, await who(journal.school, TEACHER), await only_plan())
    await leave(journal, PUPILS[3])
    await passes(journal.school, vk)
    assert removed(vk) == []
    assert (await HeldPlan.all().order_by("-id").first()).state is HeldState.OPEN  # type: ignore[union-attr]


async def test_a_plan_expires_after_72_hours_and_asks_again(
    journal: Journal, chat: Chat, vk: OneChat, clock: MovedClock
) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    clock.pass_by(hours=72)
    await passes(journal.school, vk)
    old, new = await HeldPlan.all().order_by("id")
    assert (old.state, new.state, new.runs) == (HeldState.EXPIRED, HeldState.OPEN, 2)


async def test_a_failed_reading_closes_no_plan(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    journal.verdict = Verdict.FAILED
    await journal.is_read()
    await passes(journal.school, vk)
    assert (await only_plan()).state is HeldState.OPEN


async def test_more_than_half_of_a_chat_needs_a_second_administrator(journal: Journal, chat: Chat, vk: OneChat) -> None:
    school = journal.school
    await leave(journal, *PUPILS[:6])
    await passes(school, vk)
    teacher, head = await who(school, TEACHER), await who(school, HEAD)
    assert await held_plans.grant(school, teacher, await only_plan()) is HeldState.SECOND
    await passes(school, vk)
    assert removed(vk) == []
    with pytest.raises(UserError, match="c-held-same-person"):
        await held_plans.second(school, teacher, await only_plan())
    await held_plans.second(school, head, await only_plan())
    await Reconciler(school, vk, vk, Stop()).work()
    assert len(removed(vk)) == 6


async def test_whoever_has_lost_the_right_since_is_no_first_person(journal: Journal, chat: Chat, vk: OneChat) -> None:
    school = journal.school
    await leave(journal, *PUPILS[:6])
    await passes(school, vk)
    await held_plans.grant(school, await who(school, HEAD), await only_plan())
    journal.person("Директор", Role.ADMINISTRATOR, Role.STAFF, enabled=False)
    await journal.is_read()
    assert await held_plans.second(school, await who(school, OWNER), await only_plan()) is HeldState.SECOND
    await passes(school, vk)
    assert removed(vk) == []
    assert await held_plans.second(school, await who(school, TEACHER), await only_plan()) is HeldState.GRANTED


async def test_an_owner_who_links_after_deciding_is_no_second_person(journal: Journal, chat: Chat, vk: OneChat) -> None:
    school = journal.school
    await leave(journal, *PUPILS[:6])
    await passes(school, vk)
    assert await held_plans.grant(school, await who(school, OWNER), await only_plan()) is HeldState.SECOND
    await linked(school, OWNER)
    with pytest.raises(UserError, match="c-held-same-person"):
        await held_plans.second(school, await who(school, OWNER), await only_plan())


async def test_half_of_a_chat_needs_one_person(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    vk.members.pop(FIRST + 7)
    await passes(journal.school, vk)
    state = await held_plans.grant(journal.school, await who(journal.school, TEACHER), await only_plan())
    assert (len(vk.members), state) == (8, HeldState.GRANTED)


async def test_after_the_second_held_pass_the_owner_hears_of_it_once(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    assert not any("подряд" in text for text in await told(journal.school, OWNER))
    await passes(journal.school, vk, times=3)
    assert sum("подряд" in text for text in await told(journal.school, OWNER)) == 1


async def test_after_the_seventh_held_pass_the_chat_is_paused_until_somebody_resumes_it(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    await leave(journal, *PUPILS[:4])
    assert (await passes(journal.school, vk, times=6)).paused_at is None
    assert (await passes(journal.school, vk)).paused_at is not None
    assert (await passes(journal.school, vk)).paused_at is not None
    assert (await only_plan()).state is HeldState.OPEN
    await held_plans.resume(journal.school, await who(journal.school, HEAD), await Chat.get(kind=ChatKind.CLASS_PUPILS))
    assert (await passes(journal.school, vk)).paused_at is None
    assert (await only_plan()).state is HeldState.OPEN


async def test_a_decision_ends_the_pause(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk, times=7)
    await held_plans.grant(journal.school, await who(journal.school, HEAD), await only_plan())
    await Reconciler(journal.school, vk, vk, Stop()).work()
    assert len(removed(vk)) == 4
    assert (await Chat.get(kind=ChatKind.CLASS_PUPILS)).paused_at is None


async def test_of_two_decisions_the_first_counts(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    seen_by_both = await only_plan()
    await held_plans.leave(journal.school, await who(journal.school, HEAD), await only_plan())
    with pytest.raises(UserError, match="c-held-settled"):
        await held_plans.grant(journal.school, await who(journal.school, TEACHER), seen_by_both)
    assert await LedgerLine.filter(event="held-granted").count() == 0


async def test_the_holds_that_no_person_releases_are_those_of_the_guard() -> None:
    assert list(held_plans.NOT_GRANTED) == [code for code, _ in UNYIELDING]


async def test_the_chat_of_a_class_is_deleted_only_when_a_second_administrator_agrees(
    journal: Journal, chat: Chat, vk: OneChat
) -> None:
    school = journal.school
    head, owner = await who(school, HEAD), Profile(OWNER)
    row = await deletion_proposal.propose(school, head, chat)
    assert (await deletion_proposal.propose(school, head, chat)).id == row.id
    assert await asked(school) == [OWNER]
    with pytest.raises(UserError, match="c-held-same-person"):
        await held_plans.second(school, head, await only_plan())
    await passes(school, vk)
    assert TEACHER in vk.members
    await held_plans.second(school, owner, await only_plan())
    await Reconciler(school, vk, vk, Stop()).work()
    assert vk.members == {}
    assert (await only_plan()).state is HeldState.DONE


async def test_a_deletion_to_which_nobody_agreed_in_72_hours_is_proposed_anew(
    journal: Journal, chat: Chat, vk: OneChat, clock: MovedClock
) -> None:
    school = journal.school
    row = await deletion_proposal.propose(school, await who(school, HEAD), chat)
    clock.pass_by(hours=72)
    with pytest.raises(UserError, match="c-held-settled"):
        await held_plans.second(school, Profile(OWNER), await held_terms.find(school, row.id))
    assert (await deletion_proposal.propose(school, await who(school, HEAD), chat)).id != row.id
