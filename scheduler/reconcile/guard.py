"""Holds back those parts of a plan that a person should look at first; arrivals always go on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.membership import Departure
from bot.domain.plan import (
    Action,
    Approval,
    Demote,
    Desired,
    Evict,
    Guarded,
    Held,
    Invite,
    Limits,
    Member,
    Memory,
    Mute,
    Observed,
    Plan,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
    Withdraw,
    key_of,
)
from scheduler.reconcile.plan import DECIDED, is_stranger

FEWEST_SUSPECT_STRANGERS = 3
"""Fewer people who look like strangers never cast doubt on the link table."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a rule judges: the actions that no earlier rule has held, and the chat that they would change.

    ``lasting`` are the people inside who are not strangers: nothing may lean on somebody who may have to go any moment.
    An owner whom nobody knows stays for good.
    """

    actions: tuple[Action, ...]
    inside: Sequence[Member]
    lasting: list[Member]
    desired: Desired
    memory: Memory
    limits: Limits

    @property
    def removals(self) -> list[Remove]:
        return [action for action in self.actions if isinstance(action, Remove)]

    @property
    def unasked(self) -> list[Remove]:
        """Removals that no person has decided; that a page is not linked any more may as well be a fault of ours."""
        return [removal for removal in self.removals if not self.is_decided(removal)]

    @property
    def withdrawals(self) -> list[Withdraw]:
        """Invitations made void that no person has decided about."""
        return [action for action in self.actions if isinstance(action, Withdraw) and not self.is_decided(action)]

    def is_decided(self, action: Action) -> bool:
        """Whether somebody has decided that the person it concerns has to go."""
        return self.desired.departed.get(getattr(action, "member_id", 0)) in DECIDED

    @property
    def evictions(self) -> list[Action]:
        """What is done to strangers."""
        return [action for action in self.actions if isinstance(action, Evict) or self._silences(action)]

    def _silences(self, action: Action) -> bool:
        strangers = {member.member_id for member in self.inside if is_stranger(member, self.desired)}
        return isinstance(action, Mute) and action.member_id in strangers


Rule = Callable[[_Scene], Iterable[Action]]


def guard(plan: Plan, desired: Desired, observed: Observed, memory: Memory, limits: Limits) -> Guarded:
    """Divide the plan into what may be done now and what waits for a named person.

    An action that several rules would hold carries the code of the first one; a later rule judges what would happen
    while the actions held before it do not. What ``memory.approval`` grants is not held by the rules that ask, and the
    rules that never yield judge it like everything else. Order and refusals are those of the plan. A chat that a person
    deleted is emptied without asking again.
    """
    if desired.is_closing:
        return Guarded(plan.actions, (), plan.refusals)
    doubtful = tuple(action for action in plan.actions if not isinstance(action, ReplaceLink))
    scene = _scene(doubtful, desired, observed, memory, limits)
    codes = _held(ASKING, scene, {})
    granted = _granted(codes, memory)
    codes = {action: code for action, code in codes.items() if key_of(action) not in granted}
    codes = _held(UNYIELDING, scene, codes)
    codes |= _link(plan, memory, codes)
    return Guarded(
        actions=tuple(action for action in plan.actions if action not in codes),
        held=tuple(Held(action, codes[action]) for action in plan.actions if action in codes),
        refusals=plan.refusals,
    )


def leaning(actions: Iterable[Action], desired: Desired, observed: Observed) -> tuple[Action, ...]:
    """What of these actions may be done only if the promotions among them work: one administrator stays."""
    others = tuple(action for action in actions if not isinstance(action, Promote))
    return tuple(_last_administrator(_scene(others, desired, observed, Memory(), Limits())))


def _scene(actions: tuple[Action, ...], desired: Desired, observed: Observed, memory: Memory, limits: Limits) -> _Scene:
    inside = observed.people
    lasting = [member for member in inside if member.is_owner or not is_stranger(member, desired)]
    return _Scene(actions, inside, lasting, desired, memory, limits)


def _held(rules: Iterable[tuple[str, Rule]], scene: _Scene, codes: dict[Action, str]) -> dict[Action, str]:
    found = dict(codes)
    for code, rule in rules:
        passing = tuple(action for action in scene.actions if action not in found) if found else scene.actions
        found |= dict.fromkeys(rule(replace(scene, actions=passing)), code)
    return found


def _link(plan: Plan, memory: Memory, codes: dict[Action, str]) -> dict[Action, str]:
    """Nobody is asked about the link: it is replaced unless every stranger who would have to go is held."""
    evictions = [action for action in plan.actions if isinstance(action, Evict)]
    is_due = memory.is_link_leaked or any(action not in codes for action in evictions)
    return {} if is_due or not evictions else {ReplaceLink(): codes[evictions[0]]}


def _granted(codes: dict[Action, str], memory: Memory) -> frozenset[str]:
    """What a person has allowed: nothing any more once something is held that they were not asked about."""
    approval = memory.approval
    if approval is None or not {key_of(action) for action in codes} <= approval.asked:
        return frozenset()
    return approval.granted


def _first_run(scene: _Scene) -> Iterable[Action]:
    """Nobody who was inside before the chat was first looked at leaves without a person's consent."""
    return [*scene.unasked, *scene.evictions] if scene.memory.is_first_run else ()


def _link_table(scene: _Scene) -> Iterable[Action]:
    """Where most people look like strangers, the table of linked pages is to blame, not the people."""
    unlinked = [removal for removal in scene.removals if removal.departure is Departure.UNLINKED]
    unknown = len(unlinked) + sum(is_stranger(member, scene.desired) for member in scene.inside)
    is_suspect = unknown >= FEWEST_SUSPECT_STRANGERS and unknown * 2 > len(scene.inside)
    if not is_suspect:
        return ()
    departed = scene.desired.departed
    lost = [one for one in scene.withdrawals if departed.get(one.member_id) is Departure.UNLINKED]
    return [*lost, *unlinked, *scene.evictions]


def _too_many_removals(scene: _Scene) -> Iterable[Action]:
    removals, limits = scene.unasked, scene.limits
    is_above_share = len(removals) * 100 > len(scene.lasting) * limits.removals_percent
    return removals if len(removals) > limits.removals_people and is_above_share else ()


def _too_many_arrivals(scene: _Scene) -> Iterable[Action]:
    """A journal that suddenly doubles a chat is in doubt altogether: nobody new comes, and it changes nothing else."""
    wanted, limits = scene.desired.wanted, scene.limits
    new = scene.desired.people_new
    is_above_share = new * 100 > scene.desired.people_before * limits.arrivals_percent
    if scene.memory.is_first_run or new <= limits.arrivals_people or not is_above_share:
        return ()
    arrivals = [one for one in scene.actions if isinstance(one, Invite | Promote) and wanted[one.member_id].is_new]
    changes = [one for one in scene.actions if isinstance(one, Rename | Demote)]
    return [*arrivals, *changes, *scene.withdrawals, *scene.unasked]


def _empty(scene: _Scene) -> Iterable[Action]:
    """A chat that loses everybody at once is a doubt about the journal, so nobody goes whom it takes out."""
    return scene.unasked if len(scene.removals) == len(scene.lasting) else ()


def _left(scene: _Scene) -> Iterable[Action]:
    """What a person has decided to leave as it is stays so, even when no brake would hold what remains of it."""
    approval = scene.memory.approval or Approval(frozenset(), frozenset())
    left = approval.asked - approval.granted
    return [action for action in scene.actions if key_of(action) in left and not scene.is_decided(action)]


def _last_staff(scene: _Scene) -> Iterable[Action]:
    """Members of staff leave a pupils' chat only when another one who belongs there is inside."""
    wanted = [scene.desired.wanted.get(member.member_id) for member in scene.lasting]
    if not scene.desired.needs_staff or any(page.is_staff for page in wanted if page):
        return ()
    return [removal for removal in scene.removals if removal.member_id in scene.desired.former_staff]


def _last_administrator(scene: _Scene) -> Sequence[Action]:
    """One administrator stays: rather one who is demoted and belongs here, and nobody whose going was decided."""
    promoted = {action.member_id for action in scene.actions if isinstance(action, Promote)}
    administrators = {m.member_id for m in scene.lasting if m.is_admin or m.member_id in promoted}
    losses = [
        action for action in scene.actions if isinstance(action, Demote | Remove) and action.member_id in administrators
    ]
    losses.sort(key=scene.is_decided)
    return losses[:1] if len(losses) == len(administrators) else ()


ASKING: tuple[tuple[str, Rule], ...] = (
    ("first-run", _first_run),
    ("link-table", _link_table),
    ("too-many-removals", _too_many_removals),
    ("too-many-arrivals", _too_many_arrivals),
    ("empty", _empty),
    ("left", _left),
)
"""What a named person may allow."""

UNYIELDING: tuple[tuple[str, Rule], ...] = (
    ("last-staff", _last_staff),
    ("last-administrator", _last_administrator),
)
"""What only a change in the chat itself makes possible."""
