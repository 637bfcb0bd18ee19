"""What holds for every plan, whatever the school, the chat and the ledger look like."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.kinds import Verdict, Watch
from bot.domain.membership import STAND_IN, Departure, Standing
from bot.domain.plan import (
    Action,
    Close,
    Create,
    Demote,
    Evict,
    Invite,
    Mute,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
    Unmute,
    Withdraw,
)
from scheduler.reconcile.plan import DECIDED, UNPROVED, is_stranger, plan
from tests.reconcile.world import NOW, World, always, worlds

Value = TypeVar("Value")
Silence = Mute | Unmute

ORDER = (Create, Rename, Withdraw, Invite, Promote, Demote, Silence, Remove, Evict, ReplaceLink)
BY_PEOPLE = (*DECIDED, *UNPROVED)
OF_THE_WHOLE_CHAT = ("paused", "over", "frozen", "no-leader", "required-leader")


def shuffled(mapping: Mapping[int, Value], random: Random) -> dict[int, Value]:
    items = list(mapping.items())
    random.shuffle(items)
    return dict(items)


def touched(actions: Iterable[Action]) -> list[int]:
    """Whom a plan concerns; silence goes its own way, so that it is kept when the rest is held."""
    return [one.member_id for one in actions if hasattr(one, "member_id") and not isinstance(one, Silence)]


@always
@given(worlds())
def test_after_a_plan_was_applied_only_who_was_demoted_is_silenced_and_who_was_silenced_promoted(world: World) -> None:
    world = world.settled()
    actions = world.plan.actions
    after = world.after(actions)
    demoted = {action.member_id for action in actions if isinstance(action, Demote)}
    heard = {action.member_id for action in actions if isinstance(action, Unmute)}
    for action in after.plan.actions:
        assert isinstance(action, Silence | Promote)
        assert action.member_id in (heard if isinstance(action, Promote) else demoted)
    assert after.after(after.plan.actions).plan.actions == ()


@always
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_read_does_not_matter(world: World, random: Random) -> None:
    desired, observed, memory = world.desired, world.observed, world.memory
    other = replace(
        world,
        desired=replace(desired, wanted=shuffled(desired.wanted, random), departed=shuffled(desired.departed, random)),
        observed=replace(observed, members=shuffled(observed.members, random)),
        memory=replace(
            memory,
            invitations=shuffled(memory.invitations, random),
            endings=shuffled(memory.endings, random),
            muted=shuffled(memory.muted, random),
        ),
    )
    assert (other.plan, other.guarded) == (world.plan, world.guarded)


@always
@given(worlds())
def test_no_action_could_be_left_out(world: World) -> None:
    actions = world.plan.actions
    leaving = {action.member_id for action in actions if isinstance(action, Remove)}
    for number, action in enumerate(actions):
        if not (isinstance(action, Silence) and action.member_id in leaving):
            rest = actions[:number] + actions[number + 1 :]
            assert world.after(rest).plan.actions != ()


@always
@given(worlds())
def test_every_action_changes_something_and_nobody_is_touched_twice(world: World) -> None:
    step = world.after([])
    for action in world.plan.actions:
        before, step = step, step.after([action])
        assert (step.observed, step.memory) != (before.observed, before.memory)
    assert len(set(world.plan.actions)) == len(world.plan.actions)
    pages = touched(world.plan.actions)
    assert len(pages) == len(set(pages))


@always
@given(worlds())
def test_actions_are_done_in_one_order(world: World) -> None:
    def rank(action: Action) -> int:
        inside = world.observed.members.get(getattr(action, "member_id", 0))
        if isinstance(action, Mute) and inside and is_stranger(inside, world.wished):
            return ORDER.index(Evict)
        return next(n for n, kind in enumerate(ORDER) if isinstance(action, kind))

    ranks = [rank(action) for action in world.plan.actions]
    assert ranks == sorted(ranks)


@always
@given(worlds())
def test_owners_communities_the_wanted_and_the_missing_are_never_taken_out(world: World) -> None:
    for action in world.plan.actions:
        if isinstance(action, Remove | Evict):
            page = action.member_id
            assert page > 0
            assert not world.observed.members[page].is_owner
            assert page not in world.desired.wanted
            is_missing = world.desired.departed.get(page) is Departure.MISSING
            assert not is_missing or page in world.memory.absent


@always
@given(worlds())
def test_the_protected_are_never_hurt_unless_somebody_has_decided_it(world: World) -> None:
    for action in world.plan.actions:
        if isinstance(action, Remove | Evict | Demote) and action.member_id in world.desired.protected:
            assert isinstance(action, Remove)
            assert action.departure in DECIDED


@always
@given(worlds())
def test_protection_stops_no_promotion_and_no_invitation(world: World) -> None:
    def arrivals(one: World) -> list[Action]:
        return [action for action in one.plan.actions if isinstance(action, Create | Invite | Promote)]

    assert arrivals(world) == arrivals(replace(world, desired=replace(world.desired, protected=frozenset())))


@always
@given(worlds(), st.sampled_from([Verdict.PARTIAL, Verdict.SUSPICIOUS, Verdict.EMPTY, Verdict.FAILED]))
def test_without_evidence_only_strangers_and_those_whom_people_took_out_leave(world: World, evidence: Verdict) -> None:
    doubtful = replace(world, desired=replace(world.desired, evidence=evidence))
    for action in doubtful.plan.actions:
        assert not isinstance(action, Demote)
        assert not isinstance(action, Remove) or action.departure in BY_PEOPLE


@always
@given(worlds())
def test_doubtful_evidence_withholds_no_arrival(world: World) -> None:
    def arrivals(evidence: Verdict) -> list[Action]:
        desired = replace(world.desired, evidence=evidence)
        actions = plan(desired, world.observed, world.memory, NOW, world.limits).actions
        return [action for action in actions if isinstance(action, Create | Rename | Invite | Promote)]

    assert all(arrivals(evidence) == arrivals(Verdict.OK) for evidence in Verdict)


@always
@given(worlds(), st.sampled_from(["paused", "over", "leaderless"]))
def test_a_pause_an_end_and_a_contradiction_let_the_journal_take_nothing_away(world: World, how: str) -> None:
    changes = {"paused": {"watch": Watch.PAUSED}, "over": {"is_over": True}, "leaderless": {"leaders": 0}}[how]
    # Nobody stands in: that would mend the contradiction.
    desired = replace(world.desired, **changes)
    for action in plan(desired, world.observed, world.memory, NOW, world.limits).actions:
        page = getattr(action, "member_id", 0)
        assert not isinstance(action, Demote)
        assert not isinstance(action, Rename) or how == "leaderless"
        assert not isinstance(action, Create) or how != "over"
        if isinstance(action, Remove | Withdraw):
            assert desired.departed.get(page) in (*BY_PEOPLE, None)


@always
@given(worlds(), st.booleans())
def test_a_frozen_chat_is_not_touched(world: World, is_closing: bool) -> None:
    desired = replace(world.desired, watch=Watch.FROZEN, is_closing=is_closing)
    assert replace(world, desired=desired).plan.actions == ()


@always
@given(worlds())
def test_a_refusal_explains_only_what_is_not_done(world: World) -> None:
    refusals = world.plan.refusals
    assert len(refusals) == len(set(refusals))
    refused = [refusal.member_id for refusal in refusals if refusal.code not in OF_THE_WHOLE_CHAT]
    assert len(refused) == len(set(refused))
    assert set(touched(world.plan.actions)).isdisjoint(refused)


@always
@given(worlds())
def test_a_deleted_chat_is_emptied_but_for_its_owner_and_then_closed(world: World) -> None:
    desired = replace(world.desired, wanted={}, watch=Watch.ON, is_closing=True)
    closing = replace(world, desired=desired)
    pages = {page for page in closing.observed.members if page > 0}
    after = closing.after(closing.guarded.actions)
    inside = {page for page in after.observed.members if page > 0}
    assert inside == {page for page in pages if closing.observed.members[page].is_owner}
    assert after.guarded.actions == (Close(),)


@always
@given(worlds())
def test_at_most_one_person_stands_in_and_nobody_beside_a_leader_by_right(world: World) -> None:
    before, now = world.desired.wanted, world.wished.wanted
    new = [page for page in now.values() if page != before.get(page.member_id)]
    assert len(new) <= 1
    by_right = [page.member_id for page in before.values() if page.standing is Standing.ADMIN]
    if any(page in world.observed.members for page in by_right) or world.desired.is_over:
        assert not new
    for page in new:
        assert page.is_staff
        assert page.standing is Standing.ADMIN
        assert STAND_IN in page.reasons
        assert world.desired.departed.get(page.member_id) not in DECIDED
