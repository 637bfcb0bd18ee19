"""Compares who should be in a chat with who is in it and plans the smallest change; pure, without I/O or a clock."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.kinds import Ending, Verdict
from bot.domain.membership import Departure, Standing
from bot.domain.plan import (
    Action,
    Close,
    Create,
    Demote,
    Desired,
    Evict,
    Invite,
    Member,
    Memory,
    Observed,
    Plan,
    Promote,
    Refusal,
    Remove,
    Rename,
    ReplaceLink,
    Wanted,
)

Step = Action | Refusal

BY_THEIR_WILL = (Departure.UNLINKED, Departure.BY_HAND, Departure.OWN_WISH, Departure.NO_CONSENT)
"""Endings that people brought about here: the journal need not prove them."""


def plan(desired: Desired, observed: Observed, memory: Memory, now: datetime) -> Plan:
    """What makes the chat equal to what is wanted, in the order in which it is done.

    ``now`` decides only whether a failed invitation is due again. A chat that does not exist is only created:
    everything else is planned after it was read back. Nothing is planned for a chat that is already as it should be.
    """
    if desired.is_closing:
        return _closing(observed)
    if not observed.exists:
        return Plan(actions=(Create(desired.title, tuple(sorted(desired.wanted))),))
    steps = (
        *_title(desired, observed),
        *_invitations(desired, observed, memory, now),
        *_promotions(desired, observed),
        *_demotions(desired, observed, memory),
        *_departures(desired, observed, memory),
    )
    return Plan(
        actions=tuple(step for step in steps if not isinstance(step, Refusal)),
        refusals=tuple(step for step in steps if isinstance(step, Refusal)),
    )


def _closing(observed: Observed) -> Plan:
    """Everybody goes but whoever made the chat by hand: VK does not let a bot remove them."""
    removable = [member for member in people_inside(observed) if not member.is_owner]
    if not removable:
        return Plan(actions=(Close(),))
    return Plan(actions=(*(Remove(one.member_id, Departure.BY_HAND) for one in removable), ReplaceLink()))


def people_inside(observed: Observed) -> list[Member]:
    """Everybody inside but communities, by id."""
    return sorted((member for member in observed.members.values() if member.member_id > 0), key=_member_id)


def is_stranger(member: Member, desired: Desired) -> bool:
    """Whether the member neither belongs here nor ever did."""
    return member.member_id not in desired.wanted and member.member_id not in desired.departed


def _title(desired: Desired, observed: Observed) -> Iterator[Step]:
    if observed.title != desired.title:
        yield Rename(desired.title, before=observed.title)


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


def _promotions(desired: Desired, observed: Observed) -> Iterator[Step]:
    for member in people_inside(observed):
        wanted = desired.wanted.get(member.member_id)
        if wanted and wanted.standing is Standing.ADMIN and not member.is_admin:
            yield Promote(member.member_id)


def _demotions(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    """Somebody who is not wanted either goes, or stays exactly as they are because nothing proves that they left."""
    for member in people_inside(observed):
        wanted = desired.wanted.get(member.member_id)
        is_too_much = wanted and wanted.standing is not Standing.ADMIN and _is_promoted(member, memory)
        if is_too_much and desired.evidence is Verdict.OK:
            yield Demote(member.member_id)


def _is_promoted(member: Member, memory: Memory) -> bool:
    return member.is_admin and not member.is_owner and member.member_id in memory.promoted


def _departures(desired: Desired, observed: Observed, memory: Memory) -> Iterator[Step]:
    unwanted = [member for member in people_inside(observed) if member.member_id not in desired.wanted]
    steps = [_departure(member, desired) for member in unwanted]
    evictions = [step for step in steps if isinstance(step, Evict)]
    yield from (step for step in steps if not isinstance(step, Evict))
    yield from evictions
    if evictions or memory.is_link_leaked:
        yield ReplaceLink()


def _departure(member: Member, desired: Desired) -> Remove | Evict | Refusal:
    if member.is_owner:
        return Refusal("owner-stays", member.member_id)
    if is_stranger(member, desired):
        # Where pupils are nobody stays who does not belong, whatever was chosen before they came.
        is_told_of = desired.reports_strangers and not desired.needs_staff
        return Refusal("stranger-reported", member.member_id) if is_told_of else Evict(member.member_id)
    departure = desired.departed[member.member_id]
    if departure is Departure.MISSING:
        return Refusal("missing-stays", member.member_id)
    if departure in BY_THEIR_WILL or desired.evidence is Verdict.OK:
        return Remove(member.member_id, departure)
    return Refusal(f"evidence-{desired.evidence}", member.member_id)


def _member_id(page: Member | Wanted) -> int:
    return page.member_id
