"""Finds somebody to lead a chat that loses its last leader; pure, without I/O or a clock."""

from dataclasses import replace

from bot.domain.kinds import Ending, Verdict, Watch
from bot.domain.membership import STAND_IN, Departure, Standing
from bot.domain.plan import Desired, Memory, Observed, Wanted
from scheduler.reconcile.plan import DECIDED, RULED


def completed(desired: Desired, observed: Observed, memory: Memory) -> Desired:
    """The same, with somebody who leads the chat when its last leader leaves the school or is put out of it.

    Whoever works at the school and is inside comes first, then the stand-ins in their order, unless somebody is invited
    already who is to lead it by right; whoever has begun to stand in goes on until such a person is inside.
    """
    leading = [page for page in desired.wanted.values() if page.standing is Standing.ADMIN]
    if desired.is_closing or desired.is_over or any(page.member_id in observed.members for page in leading):
        return desired
    if not memory.stand_ins and not _loses_its_leader(desired, observed, memory):
        return desired
    chosen = _stand_in(desired, observed, memory)
    if chosen is None or (leading and chosen.member_id not in observed.members):
        return desired
    reasons = tuple(dict.fromkeys((*chosen.reasons, STAND_IN)))
    leader = chosen._replace(standing=Standing.ADMIN, reasons=reasons)
    return replace(desired, wanted={**desired.wanted, leader.member_id: leader}, leaders=max(desired.leaders, 1))


def _loses_its_leader(desired: Desired, observed: Observed, memory: Memory) -> bool:
    """Whether the school puts out somebody who leads the chat, or a journal that may be believed says they left."""
    leaders = [member.member_id for member in observed.people if member.is_admin]
    if desired.watch is not Watch.FROZEN and any(desired.departed.get(page) in RULED for page in leaders):
        return True
    if desired.watch is not Watch.ON or desired.evidence is not Verdict.OK:
        return False
    gone = [page for page in leaders if desired.departed.get(page) is Departure.EXIT]
    lost = [page for page in leaders if desired.departed.get(page) is Departure.MISSING and page in memory.absent]
    return bool(gone or lost)


def _stand_in(desired: Desired, observed: Observed, memory: Memory) -> Wanted | None:
    """Somebody inside rather than outside, outside somebody who can come, and whoever stands in already."""
    wanted = [desired.wanted[page] for page in sorted(desired.wanted.keys() & observed.members.keys())]
    inside = [page for page in wanted if page.is_staff]
    possible = [page for page in (*inside, *desired.stand_ins) if desired.departed.get(page.member_id) not in DECIDED]

    def rank(page: Wanted) -> tuple[bool, bool, bool]:
        is_outside = page.member_id not in observed.members
        will_not_come = not page.is_reachable or memory.endings.get(page.member_id) is Ending.LEFT
        return is_outside, is_outside and will_not_come, page.member_id not in memory.stand_ins

    return min(possible, key=rank, default=None)
