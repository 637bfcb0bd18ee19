"""The single steps of a plan of the school year, and which of them belong to a part that a person chooses."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.year import Continuation, Doubt, KeptChat, Key, YearPlan


class Fate(StrEnum):
    """What becomes of chats: the class keeps them, gets new ones instead, or they are put away; or new ones are made.

    Also the parts of the plan that are confirmed by themselves: ``GROUPS``, ``OVER`` and ``CLOSED`` put away.
    """

    CONTINUE = "continue"
    RENEW = "renew"
    GROUPS = "groups"
    OVER = "over"
    CLOSED = "closed"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``chats`` (numbers) leave the key ``before``; ``after`` is the class that they or new chats get."""

    fate: Fate
    chats: tuple[int, ...] = ()
    before: Key = ("", "")
    after: Key = ("", "")

    @property
    def key(self) -> str:
        """Tells it from every other step; a step that a changed journal has made impossible has its key no more."""
        numbers = ",".join(map(str, self.chats))
        return f"{self.fate}|{numbers}|{'/'.join(self.after)}"


def steps_of(plan: YearPlan, fate: Fate, parallel: int | None = None) -> tuple[Step, ...]:
    """The steps of a part of the plan, for the classes of one parallel (of before) or for all."""
    match fate:
        case Fate.CONTINUE | Fate.RENEW:
            mine = [one for one in plan.continuing if parallel is None or parallel_of(one) == parallel]
            return tuple(step_of(one, fate) for one in mine)
        case Fate.CREATE:
            return tuple(Step(fate, after=(unit.source_id, unit.year)) for unit in plan.fresh)
        case Fate.GROUPS:
            return _away(plan.groups, fate)
        case Fate.OVER:
            return _away(plan.over, fate)
        case Fate.CLOSED:
            return _away(plan.closed, fate)


def doubts_of(plan: YearPlan) -> tuple[Doubt, ...]:
    """Every class of which only a person can say what it has become, those renumbered within the year among them."""
    return (*plan.doubts, *(Doubt(one.before, one.chats, (one,)) for one in plan.renumbered))


def doubt_about(plan: YearPlan, chat_id: int) -> Doubt | None:
    """The question about the class of this chat, if there is one."""
    return next((one for one in doubts_of(plan) if chat_id in {chat.chat_id for chat in one.chats}), None)


def answers(doubt: Doubt, fate: Fate, choice: int = 0) -> tuple[Step, ...]:
    """The steps of one answer: on, or anew, with that choice, or the chats put away; nothing without such a choice."""
    if fate is Fate.OVER:
        return _away(doubt.chats, fate)
    return tuple(step_of(one, fate) for one in doubt.choices[choice : choice + 1])


def possible(plan: YearPlan) -> dict[str, Step]:
    """Every step that the plan allows, by key."""
    steps = [step for fate in Fate for step in steps_of(plan, fate)]
    for doubt in doubts_of(plan):
        steps += [step_of(one, fate) for one in doubt.choices for fate in (Fate.CONTINUE, Fate.RENEW)]
        steps += answers(doubt, Fate.OVER)
    return {step.key: step for step in steps}


def print_of(steps: Iterable[Step]) -> str:
    """Tells one set of steps from another, whatever their order."""
    return hashlib.blake2b("\n".join(sorted(step.key for step in steps)).encode(), digest_size=8).hexdigest()


def parallel_of(one: Continuation) -> int:
    """The parallel that the class was in; -1 when its title has no number."""
    return -1 if one.before.unit.parallel is None else one.before.unit.parallel


def step_of(one: Continuation, fate: Fate) -> Step:
    """What a person may decide about one class."""
    before, after = one.before.unit, one.after.unit
    return Step(
        fate,
        tuple(chat.chat_id for chat in one.chats),
        (before.source_id, before.year),
        (after.source_id, after.year),
    )


def _away(chats: Iterable[KeptChat], fate: Fate) -> tuple[Step, ...]:
    return tuple(Step(fate, (chat.chat_id,), chat.key) for chat in chats)
