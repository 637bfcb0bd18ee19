"""What one person may not decide alone: most of a chat taken out, the chat of a class deleted, two at once."""

import pytest

from bot.domain.kinds import HeldState, Role
from bot.errors import UserError
from bot.services import deletion_proposal, held_plans, held_terms
from bot.services.accounts import Profile
from bot.stopping import Stop
from models.chats import Chat, LedgerLine
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
    who,
)
from tests.services.school import OWNER, Journal, MovedClock, linked
from tests.services.vk import OneChat


@pytest.fixture
def vk() -> OneChat:
    return everybody_inside()


@pytest.fixture
async def chat(journal: Journal, vk: OneChat) -> Chat:
    return await in_vk(journal, vk)


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


async def test_of_two_decisions_the_first_counts(journal: Journal, chat: Chat, vk: OneChat) -> None:
    await leave(journal, *PUPILS[:4])
    await passes(journal.school, vk)
    seen_by_both = await only_plan()
    await held_plans.leave(journal.school, await who(journal.school, HEAD), await only_plan())
    with pytest.raises(UserError, match="c-held-settled"):
        await held_plans.grant(journal.school, await who(journal.school, TEACHER), seen_by_both)
    assert await LedgerLine.filter(event="held-granted").count() == 0


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
