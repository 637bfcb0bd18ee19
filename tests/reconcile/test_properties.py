"""What holds for every plan and every guard, whatever the school, the chat and the ledger look like."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.kinds import Verdict
from bot.domain.membership import Departure
from bot.domain.plan import (
    Action,
    Close,
    Create,
    Demote,
    Evict,
    Invite,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
    Withdraw,
)
from scheduler.reconcile.plan import DECIDED
from tests.reconcile.world import World, worlds

Value = TypeVar("Value")

always = settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def leaving(actions: Iterable[Action]) -> list[Remove | Evict]:
    return [action for action in actions if isinstance(action, Remove | Evict)]


def held(world: World) -> list[Action]:
    return [hold.action for hold in world.guarded.held]


def people(world: World) -> set[int]:
    return {page for page in world.observed.members if page > 0}


def shuffled(mapping: Mapping[int, Value], random: Random) -> dict[int, Value]:
    items = list(mapping.items())
    random.shuffle(items)
    return dict(items)


def unasked(actions: Iterable[Action]) -> list[Remove]:
    """Removals that no person has decided."""
    return [one for one in actions if isinstance(one, Remove) and one.departure not in DECIDED]


@always
@given(worlds())
def test_after_a_plan_was_applied_nothing_is_left_to_do(world: World) -> None:
    if not world.observed.exists:
        world = world.after(world.plan.actions)
    assert world.after(world.plan.actions).plan.actions == ()


@always
@given(worlds())
def test_after_a_guarded_plan_was_applied_only_what_is_held_is_left(world: World) -> None:
    if not world.observed.exists:
        world = world.after(world.guarded.actions)
    after = world.after(world.guarded.actions)
    assert after.guarded.actions == ()
    assert held(after) == held(world)


@always
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_read_does_not_matter(world: World, random: Random) -> None:
    desired, observed, memory = world.desired, world.observed, world.memory
    other = replace(
        world,
        desired=replace(desired, wanted=shuffled(desired.wanted, random), departed=shuffled(desired.departed, random)),
        observed=replace(observed, members=shuffled(observed.members, random)),
        memory=replace(memory, invitations=shuffled(memory.invitations, random)),
    )
    assert (other.plan, other.guarded) == (world.plan, world.guarded)


@always
@given(worlds())
def test_owners_communities_the_wanted_and_the_missing_are_never_taken_out(world: World) -> None:
    for action in leaving(world.plan.actions):
        assert action.member_id > 0
        assert not world.observed.members[action.member_id].is_owner
        assert action.member_id not in world.desired.wanted
        assert world.desired.departed.get(action.member_id) is not Departure.MISSING


@always
@given(worlds(), st.sampled_from([Verdict.PARTIAL, Verdict.EMPTY, Verdict.FAILED]))
def test_without_evidence_only_strangers_and_those_taken_out_by_hand_leave(world: World, evidence: Verdict) -> None:
    doubtful = replace(world, desired=replace(world.desired, evidence=evidence))
    for action in doubtful.plan.actions:
        assert not isinstance(action, Demote)
        assert not isinstance(action, Remove) or action.departure in (*DECIDED, Departure.UNLINKED)


@always
@given(worlds())
def test_doubtful_evidence_withholds_no_arrival(world: World) -> None:
    def arrivals(evidence: Verdict) -> list[Action]:
        plan = replace(world, desired=replace(world.desired, evidence=evidence)).plan
        return [action for action in plan.actions if isinstance(action, Create | Rename | Invite | Promote)]

    assert all(arrivals(evidence) == arrivals(Verdict.OK) for evidence in Verdict)


@always
@given(worlds())
def test_every_action_changes_something_and_nobody_is_touched_twice(world: World) -> None:
    step = world
    for action in world.plan.actions:
        before, step = step, step.after([action])
        assert step.observed != before.observed or isinstance(action, Invite | Withdraw | ReplaceLink)
    touched = [action.member_id for action in world.plan.actions if hasattr(action, "member_id")]
    assert len(touched) == len(set(touched))


@always
@given(worlds())
def test_the_link_is_replaced_once_and_only_after_an_eviction(world: World) -> None:
    for actions in (world.plan.actions, world.guarded.actions):
        evictions = sum(isinstance(action, Evict) for action in actions)
        assert actions.count(ReplaceLink()) == min(evictions, 1)


@always
@given(worlds())
def test_a_refusal_explains_only_what_is_not_done(world: World) -> None:
    touched = {action.member_id for action in world.plan.actions if hasattr(action, "member_id")}
    refused = [refusal.member_id for refusal in world.plan.refusals]
    assert len(refused) == len(set(refused))
    assert touched.isdisjoint(refused)


@always
@given(worlds())
def test_a_hold_withholds_no_arrival_and_loses_no_action(world: World) -> None:
    assert not any(isinstance(action, Create | Rename | Invite | Promote) for action in held(world))
    assert tuple(action for action in world.plan.actions if action not in held(world)) == world.guarded.actions
    assert [action for action in world.plan.actions if action in held(world)] == held(world)
    assert world.guarded.refusals == world.plan.refusals


@always
@given(worlds())
def test_a_guarded_plan_removes_no_more_than_the_limits_allow(world: World) -> None:
    removals = len(unasked(world.guarded.actions))
    share = len(people(world)) * world.limits.removals_percent / 100
    assert removals <= max(world.limits.removals_people, share)


@always
@given(worlds())
def test_a_first_run_takes_nobody_out_unless_a_person_has_said_so(world: World) -> None:
    first = replace(world, memory=replace(world.memory, is_first_run=True))
    taken_out = [action for action in leaving(first.guarded.actions) if isinstance(action, Evict)]
    assert not taken_out
    assert not unasked(first.guarded.actions)


@always
@given(worlds())
def test_a_deleted_chat_is_emptied_but_for_its_owner_and_then_closed(world: World) -> None:
    closing = replace(world, desired=replace(world.desired, wanted={}, is_closing=True))
    owners = {page for page in people(closing) if closing.observed.members[page].is_owner}
    after = closing.after(closing.guarded.actions)
    assert people(after) == owners
    assert after.guarded.actions == (Close(),)


@always
@given(worlds())
def test_removals_leave_somebody_inside_and_a_member_of_staff_where_one_is_needed(world: World) -> None:
    removed = {action.member_id for action in world.guarded.actions if isinstance(action, Remove)}
    if removed:
        remaining = people(world.after(world.guarded.actions))
        wanted = [page for page in world.desired.wanted.values() if page.member_id in remaining]
        assert remaining or not unasked(world.guarded.actions)
        loses_staff = world.desired.needs_staff and removed & world.desired.former_staff
        assert any(page.is_staff for page in wanted) or not loses_staff


@always
@given(worlds())
def test_removing_or_demoting_administrators_leaves_one(world: World) -> None:
    members = world.observed.members
    losses = [action for action in world.guarded.actions if isinstance(action, Remove | Demote)]
    if any(members[action.member_id].is_admin for action in losses):
        after = world.after(world.guarded.actions)
        assert any(after.observed.members[page].is_admin for page in people(after))
