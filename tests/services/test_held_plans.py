"""Held plans: opened once, counted by passes, decided by a named person, closed by themselves."""

import pytest

from bot.domain.kinds import ChatKind, HeldState, Verdict
from bot.errors import UserError
from bot.services import held_plans, held_terms
from bot.stopping import Stop
from models.chats import Chat
from models.steering import HeldPlan
from scheduler.reconcile.guard import UNYIELDING
from scheduler.reconcile.reconciler import Reconciler
from tests.services.held_chat import (
    FIRST,
    HEAD,
    PUPILS,
    TEACHER,
    asked,
    everybody_inside,
    in_vk,
    leave,
    only_plan,
    passes,
    removed,
    stay,
    who,
)
from tests.services.school import OWNER, Journal, MovedClock, told
from tests.services.vk import OneChat


@pytest.fixture
def vk() -> OneChat:
    return everybody_inside()


@pytest.fixture
async def chat(journal: Journal, vk: OneChat) -> Chat:
    return await in_vk(journal, vk)


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


async def test_the_holds_that_no_person_releases_are_those_of_the_guard() -> None:
    assert list(held_plans.NOT_GRANTED) == [code for code, _ in UNYIELDING]
