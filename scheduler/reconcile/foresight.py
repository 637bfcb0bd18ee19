"""What would be done with many chats: the same plan that a look makes of one, changing nothing."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.plan import Desired, Guarded, Limits, Memory, Observed
from bot.services.school import SchoolContext
from models.chats import Chat
from scheduler.reconcile import desired as desired_state
from scheduler.reconcile.guard import guard
from scheduler.reconcile.plan import plan
from scheduler.reconcile.stand_in import completed


async def foresee(school: SchoolContext, chats: Sequence[Chat], *, as_if_on: bool = False) -> list[Guarded]:
    """What would be done now with each, from what VK showed last. ``as_if_on``: as if nothing was paused."""
    plans: list[Guarded] = []
    async for facts, chat, (desired, memory) in desired_state.load_all(school, chats):
        observed = facts.last_seen(chat)
        wished = completed(desired_state.unpaused(desired) if as_if_on else desired, observed, memory)
        plans.append(judged(wished, observed, memory, school.now(), facts.limits))
    return plans


def judged(desired: Desired, observed: Observed, memory: Memory, now: datetime, limits: Limits) -> Guarded:
    """The plan after the guard."""
    return guard(plan(desired, observed, memory, now, limits), desired, observed, memory, limits)
