"""Holds back those parts of a plan that a person should look at first; arrivals always go on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.domain.membership import Departure
from bot.domain.plan import (
    Action,
    Demote,
    Desired,
    Evict,
    Guarded,
    Held,
    Limits,
    Member,
    Memory,
    Observed,
    Plan,
    Promote,
    Remove,
    ReplaceLink,
)
from scheduler.reconcile.plan import is_stranger, people_inside

FEWEST_SUSPECT_STRANGERS = 3
"""Fewer people who look like strangers never cast doubt on the link table."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a rule judges: the actions that no earlier rule has held, and the chat that they would change.

    ``lasting`` are the people inside whom no eviction concerns. Not even a held one: it may still be approved,
    so nothing may lean on a stranger.
    """

    actions: tuple[Action, ...]
    inside: list[Member]
    lasting: list[Member]
    desired: Desired
    memory: Memory
    limits: Limits

    @property
    def removals(self) -> list[Remove]:
        return [action for action in self.actions if isinstance(action, Remove)]

    @property
    def unasked(self) -> list[Remove]:
        """Removals that no person has confirmed."""
        return [removal for removal in self.removals if removal.departure is not Departure.BY_HAND]


def guard(plan: Plan, desired: Desired, observed: Observed, memory: Memory, limits: Limits) -> Guarded:
    """Divide the plan into what may be done now and what waits for a named person.

    An action that several rules would hold carries the code of the first one in ``RULES``; a later rule judges
    what would happen while the actions held before it do not. Order and refusals are those of the plan. A chat that a
    person deleted is emptied without asking again.
    """
    if desired.is_closing:
        return Guarded(plan.actions, (), plan.refusals)
    inside = people_inside(observed)
    evicted = {action.member_id for action in plan.actions if isinstance(action, Evict)}
    lasting = [member for member in inside if member.member_id not in evicted]
    codes: dict[Action, str] = {}
    for code, rule in RULES:
        passing = tuple(action for action in plan.actions if action not in codes)
        codes |= dict.fromkeys(rule(_Scene(passing, inside, lasting, desired, memory, limits)), code)
    return Guarded(
        actions=tuple(action for action in plan.actions if action not in codes),
        held=tuple(Held(action, codes[action]) for action in plan.actions if action in codes),
        refusals=plan.refusals,
    )


def _first_run(scene: _Scene) -> Iterable[Action]:
    """Nobody who was inside before the chat was first looked at leaves without a person's consent."""
    return [*scene.unasked, *_evictions(scene)] if scene.memory.is_first_run else ()


def _link_table(scene: _Scene) -> Iterable[Action]:
    """Where most people look like strangers, the table of linked pages is to blame, not the people."""
    strangers = sum(is_stranger(member, scene.desired) for member in scene.inside)
    is_suspect = strangers >= FEWEST_SUSPECT_STRANGERS and strangers * 2 > len(scene.inside)
    return _evictions(scene) if is_suspect else ()


def _too_many_removals(scene: _Scene) -> Iterable[Action]:
    removals, limits = scene.unasked, scene.limits
    is_above_share = len(removals) * 100 > len(scene.lasting) * limits.removals_percent
    return removals if len(removals) > limits.removals_people and is_above_share else ()


def _empty(scene: _Scene) -> Iterable[Action]:
    """A chat that loses everybody at once is a doubt about the journal, so nobody goes."""
    return scene.removals if len(scene.removals) == len(scene.lasting) else ()


def _last_staff(scene: _Scene) -> Iterable[Action]:
    """Members of staff leave a pupils' chat only when another one who belongs there is inside."""
    wanted = [scene.desired.wanted.get(member.member_id) for member in scene.lasting]
    if not scene.desired.needs_staff or any(page.is_staff for page in wanted if page):
        return ()
    return [removal for removal in scene.removals if removal.member_id in scene.desired.former_staff]


def _last_administrator(scene: _Scene) -> Iterable[Action]:
    """One administrator stays: rather one who would be demoted and belongs here than one who would be removed."""
    promoted = {action.member_id for action in scene.actions if isinstance(action, Promote)}
    administrators = {m.member_id for m in scene.lasting if m.is_admin or m.member_id in promoted}
    losses = [
        action for action in scene.actions if isinstance(action, Demote | Remove) and action.member_id in administrators
    ]
    return losses[:1] if len(losses) == len(administrators) else ()


def _evictions(scene: _Scene) -> list[Action]:
    return [action for action in scene.actions if isinstance(action, Evict | ReplaceLink)]


RULES: tuple[tuple[str, Callable[[_Scene], Iterable[Action]]], ...] = (
    ("first-run", _first_run),
    ("link-table", _link_table),
    ("too-many-removals", _too_many_removals),
    ("empty", _empty),
    ("last-staff", _last_staff),
    ("last-administrator", _last_administrator),
)
