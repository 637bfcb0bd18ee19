"""What holds for everything that the guard lets pass and for everything that it holds."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given

from bot.domain.membership import Departure, Standing
from bot.domain.plan import (
    Action,
    Create,
    Demote,
    Desired,
    Evict,
    Invite,
    Member,
    Mute,
    Observed,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
    Unmute,
    Wanted,
    key_of,
)
from scheduler.reconcile.guard import ASKING, leaning
from scheduler.reconcile.plan import DECIDED, is_stranger
from tests.reconcile.world import World, always, worlds

LEFT, RULED_OUT, NEW = 1, 2, 3
ASKED_CODES = {code for code, _ in ASKING}


def held(world: World) -> list[Action]:
    return [hold.action for hold in world.guarded.held]


def people(world: World) -> set[int]:
    return {page for page in world.observed.members if page > 0}


def lasting(world: World) -> set[int]:
    """Those inside who are not strangers, and an owner whom nobody knows."""
    members = world.observed.members
    return {page for page in people(world) if members[page].is_owner or not is_stranger(members[page], world.wished)}


def unasked(actions: Iterable[Action]) -> list[Remove]:
    """Removals that no person has decided."""
    return [one for one in actions if isinstance(one, Remove) and one.departure not in DECIDED]


def undecided(world: World) -> World:
    """Nobody has been asked about anything yet."""
    return replace(world, memory=replace(world.memory, approval=None))


@always
@given(worlds())
def test_after_a_guarded_plan_was_applied_only_what_is_held_is_left(world: World) -> None:
    world = _without_silent_leaders(world.settled())
    actions = world.guarded.actions
    after = world.after(actions)
    demoted = {action.member_id for action in actions if isinstance(action, Demote)}
    late = after.guarded.actions
    assert all(isinstance(action, Mute | Unmute) and action.member_id in demoted for action in late)
    assert after.after(late).guarded.actions == ()
    # The link of a stranger who has gone is new; it waits again with those who are still held.
    assert [one for one in held(after) if one != ReplaceLink()] == [one for one in held(world) if one != ReplaceLink()]


@always
@given(worlds())
def test_a_hold_loses_no_action_and_changes_no_order(world: World) -> None:
    assert tuple(action for action in world.plan.actions if action not in held(world)) == world.guarded.actions
    assert [action for action in world.plan.actions if action in held(world)] == held(world)
    assert world.guarded.refusals == world.plan.refusals


@always
@given(worlds())
def test_a_hold_withholds_no_arrival_unless_the_brake_for_arrivals_broke(world: World) -> None:
    world = undecided(world)
    desired, limits = world.desired, world.limits
    is_broken = (
        not world.memory.is_first_run
        and desired.people_new > limits.arrivals_people
        and desired.people_new * 100 > desired.people_before * limits.arrivals_percent
    )
    arrivals = [action for action in held(world) if isinstance(action, Create | Rename | Invite | Promote)]
    assert is_broken or not arrivals
    assert not any(isinstance(action, Create) for action in arrivals)
    assert all(desired.wanted[one.member_id].is_new for one in arrivals if isinstance(one, Invite | Promote))


@always
@given(worlds())
def test_a_guarded_plan_removes_no_more_than_the_limits_allow(world: World) -> None:
    world = undecided(world)
    removals = len(unasked(world.guarded.actions))
    share = len(lasting(world)) * world.limits.removals_percent / 100
    assert removals <= max(world.limits.removals_people, share)


@always
@given(worlds())
def test_a_first_run_takes_nobody_out_unless_a_person_has_said_so(world: World) -> None:
    first = replace(world, memory=replace(world.memory, is_first_run=True, approval=None))
    assert not any(isinstance(action, Evict) for action in first.guarded.actions)
    assert not unasked(first.guarded.actions)


@always
@given(worlds())
def test_where_most_look_unknown_no_stranger_and_no_unlinked_page_is_touched(world: World) -> None:
    world = undecided(world)
    members = world.observed.members
    strangers = {page for page in people(world) if is_stranger(members[page], world.wished)}
    unlinked = {one.member_id for one in unasked(world.plan.actions) if one.departure.value == "unlinked"}
    unknown = strangers | unlinked
    if len(unknown) >= 3 and len(unknown) * 2 > len(people(world)):
        pages = {getattr(action, "member_id", None) for action in world.guarded.actions}
        assert pages.isdisjoint(unknown)


@always
@given(worlds())
def test_the_link_follows_the_strangers(world: World) -> None:
    for actions in (world.plan.actions, world.guarded.actions):
        evictions = any(isinstance(action, Evict) for action in actions)
        is_due = evictions or (world.memory.is_link_leaked and ReplaceLink() in world.plan.actions)
        assert actions.count(ReplaceLink()) == is_due


@always
@given(worlds())
def test_removals_leave_somebody_inside_and_a_member_of_staff_where_one_is_needed(world: World) -> None:
    world = undecided(world)
    removed = {action.member_id for action in world.guarded.actions if isinstance(action, Remove)}
    remaining = lasting(world) - removed
    if removed:
        assert remaining or not unasked(world.guarded.actions)
        wanted = [page for page in world.wished.wanted.values() if page.member_id in remaining]
        loses_staff = world.desired.needs_staff and removed & world.desired.former_staff
        assert any(page.is_staff for page in wanted) or not loses_staff


@always
@given(worlds())
def test_removing_or_demoting_administrators_leaves_one(world: World) -> None:
    members = world.observed.members
    losses = [action for action in world.guarded.actions if isinstance(action, Remove | Demote)]
    lost = {action.member_id for action in losses if members[action.member_id].is_admin}
    if lost:
        after = world.after(world.guarded.actions)
        assert any(after.observed.members[page].is_admin for page in lasting(world) & people(after))


@always
@given(worlds())
def test_without_a_promotion_one_administrator_stays_and_nobody_else_waits_for_it(world: World) -> None:
    actions, members = world.guarded.actions, world.observed.members
    waiting = leaning(actions, world.wished, world.observed)
    done = [action for action in actions if not isinstance(action, Promote) and action not in waiting]
    losses = [action for action in actions if isinstance(action, Remove | Demote)]
    lost = {action.member_id for action in losses if members[action.member_id].is_admin}
    assert {action.member_id for action in waiting} <= lost
    if lost:
        after = world.after(done)
        remaining = [page for page in lasting(world) & people(after) if after.observed.members[page].is_admin]
        assert len(remaining) == 1 if waiting else remaining


def test_rather_somebody_waits_whose_going_nobody_has_decided() -> None:
    chat = Observed(True, "8", {page: Member(page, is_admin=page < NEW) for page in (LEFT, RULED_OUT, NEW)})
    departed = {LEFT: Departure.EXIT, RULED_OUT: Departure.EXCLUDED}
    desired = Desired("8", {NEW: Wanted(NEW, Standing.ADMIN, ())}, departed)
    left, ruled_out = (Remove(page, how) for page, how in departed.items())
    assert leaning((Promote(NEW), ruled_out, left), desired, chat) == (left,)
    assert leaning((Promote(NEW), ruled_out), desired, chat) == ()


@always
@given(worlds())
def test_an_approval_releases_what_was_granted_and_nothing_once_something_else_is_held(world: World) -> None:
    approval = world.memory.approval
    if approval is None:
        return
    before = {key_of(hold.action): hold.code for hold in undecided(world).guarded.held if hold.code in ASKED_CODES}
    still = {key_of(hold.action): hold.code for hold in world.guarded.held}
    # Nobody is asked about the link: it goes with the strangers.
    link = {key_of(ReplaceLink())}
    released = before.keys() - still.keys() - link
    if before.keys() <= approval.asked:
        assert released <= approval.granted
        assert all(still[key] not in ASKED_CODES for key in (still.keys() & approval.granted) - link)
    else:
        assert not released


@always
@given(worlds())
def test_what_was_left_as_it_is_stays_so(world: World) -> None:
    approval = world.memory.approval
    if approval is not None:
        done = [action for action in world.guarded.actions if key_of(action) in approval.asked - approval.granted]
        assert all(one == ReplaceLink() or world.desired.departed[one.member_id] in DECIDED for one in done)


def _without_silent_leaders(world: World) -> World:
    """Nobody has to be heard first who is to lead, and for whom the last administrator may wait."""
    leading = {page for page, one in world.wished.wanted.items() if one.standing is Standing.ADMIN}
    muted = {page: since for page, since in world.memory.muted.items() if page not in leading}
    return replace(world, memory=replace(world.memory, muted=muted))
