"""A model of VK for the properties: situations drawn at random, and what an action does to a chat and to the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from bot.domain.kinds import Ending, Verdict
from bot.domain.membership import Departure, Reason, Standing
from bot.domain.plan import (
    Action,
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
    Observed,
    Plan,
    Promote,
    Remove,
    Rename,
    Wanted,
    Withdraw,
)
from scheduler.reconcile.guard import guard
from scheduler.reconcile.plan import plan

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that plan and guard see. The ``elusive`` neither enter at creation nor get their invitation now."""

    desired: Desired
    observed: Observed
    memory: Memory
    limits: Limits
    elusive: frozenset[int] = frozenset()

    @property
    def plan(self) -> Plan:
        return plan(self.desired, self.observed, self.memory, NOW)

    @property
    def guarded(self) -> Guarded:
        return guard(self.plan, self.desired, self.observed, self.memory, self.limits)

    def after(self, actions: Iterable[Action]) -> "World":
        world = self
        for action in actions:
            world = replace(world, observed=world._chat_after(action), memory=world._ledger_after(action))
        return world

    def _chat_after(self, action: Action) -> Observed:
        chat, members = self.observed, dict(self.observed.members)
        match action:
            case Create(title, member_ids):
                return Observed(True, title, {page: Member(page) for page in member_ids if page not in self.elusive})
            case Rename(title):
                return replace(chat, title=title)
            case Promote(page) | Demote(page):
                members[page] = replace(members[page], is_admin=isinstance(action, Promote))
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
            case Remove(page) | Evict(page):
                ending = Ending.REMOVED_BY_SYNC if isinstance(action, Remove) else Ending.STRANGER
                letters = {one: letter for one, letter in memory.invitations.items() if one != page}
                return replace(memory, endings={**memory.endings, page: ending}, invitations=letters)
        return memory


COMMUNITIES = (Member(-1), Member(-2, is_admin=True), Member(-3, is_admin=True, is_owner=True))
RIGHTS = (None, Member(0), Member(0), Member(0, is_admin=True), Member(0, is_admin=True))
LETTERS = (None, None, Invitation(True), Invitation(False), Invitation(False, NOW), Invitation(False, LATER))


def worlds() -> st.SearchStrategy[World]:
    """Small chats in any state. Drawn from a seed, evenly: shrinkable draws seldom reach where the rules meet."""
    return st.integers(0, 2**32).map(lambda seed: any_world(Random(seed)))


def any_world(random: Random) -> World:
    pages = range(1, random.randint(2, 10))
    return World(
        any_desired(random, pages),
        Observed(False) if random.random() < 0.1 else any_chat(random, pages),
        any_memory(random, pages),
        Limits(random.randint(0, 4), random.choice([0, 15, 50, 100])),
        some(random, pages, 0.3),
    )


def any_desired(random: Random, pages: range) -> Desired:
    wanted = {page: any_wanted(random, page) for page in some(random, pages, random.random())}
    departed = {page: random.choice(list(Departure)) for page in some(random, pages, random.random())}
    evidence = random.choice([Verdict.OK] * 4 + list(Verdict))
    former_staff = frozenset(page for page in departed if random.random() < 0.4)
    return Desired("8", wanted, departed, evidence, needs_staff=random.random() < 0.5, former_staff=former_staff)


def any_wanted(random: Random, page: int) -> Wanted:
    reasons = (Reason("pupil", "unit-8", str(page)),)
    is_staff, is_reachable = random.random() < 0.5, random.random() < 0.7
    return Wanted(page, random.choice(list(Standing)), reasons, is_staff, is_reachable)


def any_chat(random: Random, pages: range) -> Observed:
    rights = {page: random.choice(RIGHTS) for page in pages}
    inside = [replace(right, member_id=page) for page, right in rights.items() if right]
    owner = random.choice(pages)
    members = [replace(m, is_admin=True, is_owner=True) if m.member_id == owner else m for m in inside]
    people = random.choice([inside, inside, members])
    return Observed(True, random.choice("89"), {member.member_id: member for member in (*COMMUNITIES, *people)})


def any_memory(random: Random, pages: range) -> Memory:
    letters = {page: random.choice(LETTERS) for page in pages}
    endings = {page: random.choice([None, None, *Ending]) for page in pages}
    return Memory(
        {page: letter for page, letter in letters.items() if letter},
        {page: ending for page, ending in endings.items() if ending},
        promoted=some(random, pages, 0.6),
        is_first_run=random.random() < 0.1,
    )


def some(random: Random, pages: range, share: float) -> frozenset[int]:
    return frozenset(page for page in pages if random.random() < share)
