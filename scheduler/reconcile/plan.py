"""Compares who should be in a chat with who is in it and plans the smallest change; pure, without I/O or a clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.kinds import Ending, StrangerPolicy, Verdict, Watch
from bot.domain.membership import Departure, Standing
from bot.domain.plan import (
    Action,
    Close,
    Create,
    Demote,
    Desired,
    Evict,
    Invite,
    Limits,
    Member,
    Memory,
    Mute,
    Observed,
    Plan,
    Promote,
    Refusal,
    Remove,
    Rename,
    ReplaceLink,
    Unmute,
    Wanted,
    Withdraw,
)

Step = Action | Refusal

RULED = (Departure.EXCLUDED, Departure.SHUT_OUT)
"""Endings that the school has decided, not whoever leads the chat."""

DECIDED = (Departure.BY_HAND, Departure.OWN_WISH, Departure.NO_CONSENT, *RULED)
"""Endings that somebody has decided: no journal need prove them and nothing outweighs them."""

UNPROVED = (Departure.UNLINKED, Departure.STOOD_IN)
"""Endings that are true whatever the journal says; who is protected stays all the same."""


def plan(desired: Desired, observed: Observed, memory: Memory, now: datetime, limits: Limits) -> Plan:
    """What makes the chat equal to what is wanted, in the order in which it is done.

    ``desired`` is one that has been ``completed`` (``scheduler.reconcile.stand_in``). ``now`` decides only whether a
    failed invitation is due again and whether a silenced stranger has had time enough. A chat that does not exist is
    only created: everything else is planned after it was read back, and so is the silence of somebody who leads it
    until then. Nothing is planned for a chat that is already as it should be.
    """
    if desired.watch is Watch.FROZEN:
        return Plan(refusals=(Refusal("frozen"),))
    if desired.is_closing:
        return _closing(observed, memory)
    if not observed.exists:
        return _creation(desired)
    steps = (
        *_notes(desired),
        *_title(desired, observed, memory),
        *_withdrawals(desired, observed, memory),
        *_invitations(desired, observed, memory, now),
        *_promotions(desired, observed, memory),
        *_demotions(desired, observed, memory),
        *_silence(desired, observed, memory),
        *_departures(desired, observed, memory),
        *_strangers(desired, observed, memory, now, limits),
    )
    return Plan(
        actions=tuple(step for step in steps if not isinstance(step, Refusal)),
        refusals=tuple(step for step in steps if isinstance(step, Refusal)),
    )


def is_stranger(member: Member, desired: Desired) -> bool:
    """Whether the member neither belongs here nor ever did, and is nobody who may be everywhere."""
    page = member.member_id
    return page not in desired.wanted and page not in desired.departed and page not in desired.protected


def _creation(desired: Desired) -> Plan:
    """Nobody gathers for a class or group that has ended."""
    if desired.is_over:
        return Plan(refusals=(Refusal("over"),))
    return Plan(actions=(Create(desired.title, tuple(sorted(desired.wanted))),))


def _closing(observed: Observed, memory: Memory) -> Plan:
    """Nobody is awaited any more and everybody goes but whoever made the chat: VK does not let a bot remove them."""
    awaited = [Withdraw(page) for page in sorted(memory.invitations) if page not in observed.members]
    removable = [member for member in observed.people if not member.is_owner]
    if not removable:
        return Plan(actions=tuple(awaited) or (Close(),))
    return Plan(actions=(*awaited, *(Remove(one.member_id, Departure.BY_HAND) for one in removable), ReplaceLink()))


def _notes(desired: Desired) -> Iterator[Refusal]:
    """What keeps the whole chat from following the journal, said once."""
    if desired.watch is Watch.PAUSED:
        yield Refusal("paused")
    if desired.is_over:
        yield Refusal("over")
    if not desired.is_over:
        yield from _contradictions(desired)


def _contradictions(desired: Desired) -> Iterator[Refusal]:
    """A chat without anybody to lead it is a mistake of the journal: it takes nothing away until that is mended."""
    if desired.leaders == 0:
        yield Refusal("no-leader")
    for page in sorted(desired.required):
        if page not in desired.wanted or desired.wanted[page].standing is not Standing.ADMIN:
            yield Refusal("required-leader", page)


def _may_take_away(desired: Desired) -> bool:
    """Whether the journal may take anything from anybody in this chat now."""
    return desired.watch is Watch.ON and not desired.is_over and not any(_contradictions(desired))


def _title(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    is_other = desired.title not in (observed.title, memory.restored_title)
    if is_other and desired.watch is Watch.ON and not desired.is_over:
        yield Rename(desired.title, before=observed.title)


def _withdrawals(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    """Whoever would be taken out if they were inside is not awaited any more."""
    for page in sorted(memory.invitations):
        if page not in desired.wanted and page not in observed.members and _has_ended(page, desired, memory):
            yield Withdraw(page)


def _has_ended(page: int, desired: Desired, memory: Memory) -> bool:
    departure = desired.departed.get(page)
    if departure is None or departure in (*UNPROVED, *DECIDED):
        return True
    is_certain = departure is not Departure.MISSING or page in memory.absent
    return is_certain and desired.evidence is Verdict.OK and _may_take_away(desired)


def _invitations(desired: Desired, observed: Observed, memory: Memory, now: datetime) -> Iterator[Step]:
    for wanted in sorted(desired.wanted.values(), key=_member_id):
        if wanted.member_id not in observed.members:
            yield from _invitation(wanted, memory, now)


def _invitation(wanted: Wanted, memory: Memory, now: datetime) -> Iterator[Step]:
    invitation = memory.invitations.get(wanted.member_id)
    if memory.endings.get(wanted.member_id) is Ending.LEFT:
        yield Refusal("left-by-themselves", wanted.member_id)
    elif invitation and invitation.is_delivered:
        return
    elif not wanted.is_reachable:
        yield Refusal("unreachable", wanted.member_id)
    elif invitation is None or (invitation.retry_at and invitation.retry_at <= now):
        yield Invite(wanted.member_id, wanted.reasons)


def _promotions(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    """Whoever was silenced may write again before they lead: VK changes nobody's restrictions who leads."""
    for member in observed.people:
        wanted = desired.wanted.get(member.member_id)
        if (
            wanted
            and wanted.standing is Standing.ADMIN
            and not member.is_admin
            and member.member_id not in memory.muted
        ):
            yield Promote(member.member_id)


def _demotions(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    """Somebody who is not wanted either goes, or stays exactly as they are because nothing proves that they left."""
    if desired.evidence is not Verdict.OK or not _may_take_away(desired):
        return
    for member in observed.people:
        wanted = desired.wanted.get(member.member_id)
        if wanted and wanted.standing is not Standing.ADMIN and _is_promoted(member, memory):
            is_safe = member.member_id in desired.protected
            yield Refusal("protected-stays", member.member_id) if is_safe else Demote(member.member_id)


def _is_promoted(member: Member, memory: Memory) -> bool:
    return member.is_admin and not member.is_owner and member.member_id in memory.promoted


def _silence(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    """Who belongs here may write, unless a keeper has decided otherwise for now, and so may whoever is to lead."""
    for member in observed.people:
        if is_stranger(member, desired) or member.is_admin:
            continue
        page = member.member_id
        wanted = desired.wanted.get(page)
        is_to_be_silent = page in desired.muted and not (wanted and wanted.standing is Standing.ADMIN)
        if is_to_be_silent and not member.is_muted:
            yield Mute(page)
        elif page in memory.muted and not is_to_be_silent:
            yield Unmute(page)


def _departures(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    for member in observed.people:
        if member.member_id not in desired.wanted and not is_stranger(member, desired):
            yield from _departure(member, desired, memory)


def _departure(member: Member, desired: Desired, memory: Memory) -> Iterator[Step]:
    page, departure = member.member_id, desired.departed.get(member.member_id)
    if member.is_owner:
        yield Refusal("owner-stays", page)
    elif departure in DECIDED:
        yield Remove(page, departure)
    elif page in desired.protected:
        yield Refusal("protected-stays", page)
    elif departure in UNPROVED:
        yield Remove(page, departure)
    elif departure is None or not _may_take_away(desired):
        return
    elif departure is Departure.MISSING and page not in memory.absent:
        yield Refusal("missing-stays", page)
    elif desired.evidence is Verdict.OK:
        yield Remove(page, departure)
    else:
        yield Refusal(f"evidence-{desired.evidence}", page)


def _strangers(desired: Desired, observed: Observed, memory: Memory, now: datetime, limits: Limits) -> Iterator[Step]:
    strangers = [member for member in observed.people if is_stranger(member, desired)]
    patience = timedelta(minutes=limits.stranger_minutes)
    steps = [_stranger(member, _policy(desired), memory, now - patience) for member in strangers]
    yield from steps
    if any(isinstance(step, Evict) for step in steps) or memory.is_link_leaked:
        yield ReplaceLink()


def _policy(desired: Desired) -> StrangerPolicy:
    """Where pupils are nobody stays who does not belong, whatever was chosen before they came."""
    return StrangerPolicy.STRICT if desired.needs_staff else desired.strangers


def _stranger(member: Member, policy: StrangerPolicy, memory: Memory, silent_since: datetime) -> Step:
    page = member.member_id
    if member.is_owner:
        return Refusal("owner-stays", page)
    if policy is StrangerPolicy.REPORT:
        return Refusal("stranger-reported", page)
    # VK silences no administrator.
    if policy is StrangerPolicy.STRICT or member.is_admin:
        return Evict(page)
    if page in memory.muted and memory.muted[page] <= silent_since:
        return Evict(page)
    return Refusal("stranger-waits", page) if page in memory.muted and member.is_muted else Mute(page)


def _member_id(page: Member | Wanted) -> int:
    return page.member_id
