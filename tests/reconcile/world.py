"""A model of VK for the properties: situations drawn at random, and what an action does to a chat and to the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.domain.kinds import Ending, StrangerPolicy, Verdict, Watch
from bot.domain.membership import STAND_IN, Departure, Reason, Standing
from bot.domain.plan import (
    Action,
    Approval,
    Create,
    Demote,
    Desired,
    Evict,
    Guarded,
    Invitation,
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
    Unmute,
    Wanted,
    Withdraw,
    key_of,
)
from scheduler.reconcile.guard import guard
from scheduler.reconcile.plan import plan
from scheduler.reconcile.stand_in import completed

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
AGO = NOW - timedelta(minutes=15)
RECENTLY = NOW - timedelta(minutes=5)

always = settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that plan and guard see. The ``elusive`` neither enter at creation nor get their invitation now."""

    desired: Desired
    observed: Observed
    memory: Memory
    limits: Limits
    elusive: frozenset[int] = frozenset()

    @property
    def wished(self) -> Desired:
        """What is desired, with somebody to lead the chat."""
        return completed(self.desired, self.observed, self.memory)

    @property
    def plan(self) -> Plan:
        return plan(self.wished, self.observed, self.memory, NOW, self.limits)

    @property
    def guarded(self) -> Guarded:
        return guard(self.plan, self.wished, self.observed, self.memory, self.limits)

    def after(self, actions: Iterable[Action]) -> "World":
        wanted = self.wished.wanted
        leading = {page for page, one in wanted.items() if STAND_IN in one.reasons}
        stand_ins = (self.memory.stand_ins - wanted.keys()) | leading
        world = replace(self, memory=replace(self.memory, stand_ins=stand_ins))
        for action in actions:
            world = replace(world, observed=world._chat_after(action), memory=world._ledger_after(action))
        return world

    def settled(self) -> "World":
        """After the round that only makes the chat."""
        return self if self.observed.exists else self.after(self.guarded.actions)

    def _chat_after(self, action: Action) -> Observed:
        chat, members = self.observed, dict(self.observed.members)
        match action:
            case Create(title, member_ids):
                return Observed(True, title, {page: Member(page) for page in member_ids if page not in self.elusive})
            case Rename(title):
                return replace(chat, title=title)
            case Promote(page) | Demote(page):
                members[page] = members[page]._replace(is_admin=isinstance(action, Promote))
            case Mute(page) | Unmute(page):
                members[page] = members[page]._replace(is_muted=isinstance(action, Mute))
            case Remove(page) | Evict(page):
                del members[page]
        return replace(chat, members=members)

    def _ledger_after(self, action: Action) -> Memory:
        memory = self.memory
        match action:
            case Invite(page):
                invitation = Invitation(False, LATER) if page in self.elusive else Invitation(True)
                return replace(memory, invitations={**memory.invitations, page: invitation})
            case Withdraw(page):
                letters = {one: letter for one, letter in memory.invitations.items() if one != page}
                return replace(memory, invitations=letters)
            case Promote(page):
                return replace(memory, promoted=memory.promoted | {page})
            case Demote(page):
                return replace(memory, promoted=memory.promoted - {page})
            case Mute(page):
                return replace(memory, muted={**memory.muted, page: NOW})
            case Unmute(page):
                return replace(memory, muted={one: at for one, at in memory.muted.items() if one != page})
            case Remove(page) | Evict(page):
                is_stranger = isinstance(action, Evict)
                return replace(
                    memory,
                    endings={**memory.endings, page: Ending.STRANGER if is_stranger else Ending.REMOVED_BY_SYNC},
                    invitations={one: letter for one, letter in memory.invitations.items() if one != page},
                    muted={one: at for one, at in memory.muted.items() if one != page},
                    is_link_leaked=memory.is_link_leaked or is_stranger,
                )
            case ReplaceLink():
                return replace(memory, is_link_leaked=False)
        return memory


COMMUNITIES = (Member(-1), Member(-2, is_admin=True), Member(-3, is_admin=True, is_owner=True))
RIGHTS = (None, Member(0), Member(0, is_muted=True), Member(0, is_admin=True), Member(0, is_admin=True))
LETTERS = (None, None, Invitation(True), Invitation(False), Invitation(False, NOW), Invitation(False, LATER))


def worlds() -> st.SearchStrategy[World]:
    """Small chats in any state. Drawn from a seed, evenly: shrinkable draws seldom reach where the rules meet."""
    return st.integers(0, 2**32).map(lambda seed: any_world(Random(seed)))


def any_world(random: Random) -> World:
    pages = range(1, random.randint(2, 10))
    world = World(
        any_desired(random, pages),
        Observed(False) if random.random() < 0.1 else any_chat(random, pages),
        any_memory(random, pages),
        Limits(random.randint(0, 4), random.choice([0, 15, 50, 100]), random.randint(0, 4), random.choice([50, 100])),
        some(random, pages, 0.3),
    )
    if random.random() < 0.6:
        return world
    return replace(world, memory=replace(world.memory, approval=any_approval(random, world)))


def any_desired(random: Random, pages: range) -> Desired:
    wanted = {page: any_wanted(random, page) for page in some(random, pages, random.random())}
    departed = {page: random.choice(list(Departure)) for page in some(random, pages, random.random())}
    return Desired(
        title="8",
        wanted=wanted,
        departed=departed,
        evidence=random.choice([Verdict.OK] * 8 + list(Verdict)),
        watch=random.choice([Watch.ON] * 8 + [Watch.PAUSED] * 2 + [Watch.FROZEN]),
        strangers=random.choice(list(StrangerPolicy)),
        needs_staff=random.random() < 0.5,
        former_staff=frozenset(page for page in departed if random.random() < 0.4),
        is_over=random.random() < 0.05,
        protected=some(random, pages, random.choice([0, 0.3])),
        required=frozenset(random.sample(sorted(wanted), 1)) if wanted and random.random() < 0.1 else frozenset(),
        leaders=random.choice([0, 1, 1, 1, 1, 2]),
        stand_ins=tuple(any_stand_in(random, page) for page in some(random, pages, 0.3)),
        people_before=random.randint(0, 5),
        people_new=random.choice([0, random.randint(0, 9)]),
        muted=some(random, pages, 0.2),
    )


def any_stand_in(random: Random, page: int) -> Wanted:
    return Wanted(page, Standing.ADMIN, (STAND_IN,), is_staff=True, is_reachable=random.random() < 0.7)


def any_approval(random: Random, world: World) -> Approval:
    """Of what is held, or nearly that; a part of it, or all, is granted."""
    keys = {key_of(hold.action) for hold in world.guarded.held} | {"remove:1", "evict:2"}
    asked = frozenset(key for key in sorted(keys) if random.random() < random.choice([0.9, 1]))
    return Approval(asked, frozenset(key for key in sorted(asked) if random.random() < 0.6))


def any_wanted(random: Random, page: int) -> Wanted:
    reasons = (Reason("pupil", "unit-8", str(page)),)
    is_staff, is_reachable, is_new = random.random() < 0.5, random.random() < 0.7, random.random() < 0.4
    return Wanted(page, random.choice(list(Standing)), reasons, is_staff, is_reachable, is_new)


def any_chat(random: Random, pages: range) -> Observed:
    rights = {page: random.choice(RIGHTS) for page in pages}
    inside = [right._replace(member_id=page) for page, right in rights.items() if right]
    owner = random.choice(pages)
    members = [m._replace(is_admin=True, is_owner=True) if m.member_id == owner else m for m in inside]
    people = random.choice([inside, inside, members])
    return Observed(True, random.choice("89"), {member.member_id: member for member in (*COMMUNITIES, *people)})


def any_memory(random: Random, pages: range) -> Memory:
    letters = {page: random.choice(LETTERS) for page in pages}
    endings = {page: random.choice([None, None, *Ending]) for page in pages}
    return Memory(
        {page: letter for page, letter in letters.items() if letter},
        {page: ending for page, ending in endings.items() if ending},
        promoted=some(random, pages, 0.6),
        is_link_leaked=random.random() < 0.1,
        is_first_run=random.random() < 0.1,
        muted={page: random.choice([AGO, RECENTLY]) for page in some(random, pages, 0.3)},
        absent=some(random, pages, 0.5),
        stand_ins=some(random, pages, random.choice([0, 0, 0.3])),
    )


def some(random: Random, pages: range, share: float) -> frozenset[int]:
    return frozenset(page for page in pages if random.random() < share)
