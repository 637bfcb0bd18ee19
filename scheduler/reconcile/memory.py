"""What is remembered of one chat: invitations, endings, silence, absences, and what was decided about a held plan."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from tortoise.expressions import Q

from bot.domain.kinds import HeldState, Verdict, Watch
from bot.domain.membership import STAND_IN, Departure
from bot.domain.plan import Approval, Desired, Invitation, Memory, Observed
from bot.services import by_hand, held_plans, held_terms, limits, steering
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from scheduler.reconcile.facts import Facts, Relation, last_whole_reading

UNDER_WAY = ("due", "handed", "sent")


async def of(facts: Facts, chat: Chat) -> Memory:
    """What the ledger says of a chat."""
    members = facts.relations[chat.id]
    return Memory(
        invitations={
            member.member_id: Invitation(is_delivered=member.invitation in UNDER_WAY, retry_at=member.retry_at)
            for member in members
            if member.invitation
        },
        endings={member.member_id: member.ending for member in members if member.ending},
        is_link_leaked=chat.is_link_leaked,
        promoted=frozenset(member.member_id for member in members if member.is_promoted),
        is_first_run=is_first_run(chat),
        muted={member.member_id: member.muted_at for member in members if member.muted_at},
        absent=_absent(facts, members),
        stand_ins=frozenset(member.member_id for member in members if member.has(STAND_IN)),
        approval=await _approval(facts.school, chat) if chat.id in facts.asking else None,
    )


def is_first_run(chat: Chat) -> bool:
    """Whether an adopted chat has not been looked at since; ``chat`` as it was before the look."""
    return chat.adopted_at is not None and (chat.seen_at is None or chat.seen_at <= chat.adopted_at)


async def remember(school: SchoolContext, chat: Chat, desired: Desired) -> list[int]:
    """Store why each page belongs, so that it can be told later how that ended, and since when it is not mentioned.

    Returns the pages that begin to stand in for the last leader of the chat.
    """
    known = {member.member_id: member for member in await ChatMember.filter(chat_id=chat.id)}
    for member_id, one in desired.wanted.items():
        reasons = [reason._asdict() for reason in one.reasons]
        row = known.get(member_id)
        if row is None:
            await ChatMember.create(chat_id=chat.id, member_id=member_id, reasons=reasons)
        elif row.reasons != reasons or row.missing_since is not None:
            await ChatMember.filter(id=row.id).update(reasons=reasons, missing_since=None)
    if desired.evidence is Verdict.OK:
        await _note_missing(school, desired, known)
    standing_in = {page for page, one in desired.wanted.items() if STAND_IN in one.reasons}
    return sorted(standing_in - {page for page, row in known.items() if _stands_in(row)})


async def _note_missing(school: SchoolContext, desired: Desired, known: dict[int, ChatMember]) -> None:
    missing = {page for page, how in desired.departed.items() if how is Departure.MISSING}
    new = [row.id for page, row in known.items() if page in missing and row.missing_since is None]
    if new and (read_at := await last_whole_reading(school)) is not None:
        await ChatMember.filter(id__in=new).update(missing_since=read_at)


async def with_title(school: SchoolContext, chat: Chat, desired: Desired, observed: Observed, memory: Memory) -> Memory:
    """The same with the title that is not given back any more, if people have changed it; they may be asked now."""
    is_by_hand = observed.exists and observed.title != desired.title and chat.title == desired.title
    if not is_by_hand or desired.is_over or desired.is_closing or desired.watch is not Watch.ON:
        return memory
    return replace(memory, restored_title=await by_hand.settle_title(school, chat, observed.title))


async def next_moment(school: SchoolContext, chat: Chat) -> datetime | None:
    """When something is due in the chat without anybody doing anything.

    That is a failed invitation, the end of a silence, of a freeze or of a stop, or the end of maintenance.
    """
    rows = await ChatMember.filter(Q(retry_at__isnull=False) | Q(muted_at__isnull=False), chat_id=chat.id)
    patience = timedelta(minutes=(await limits.of(school)).stranger_minutes) if rows else timedelta()
    moments: list[datetime | None] = [await steering.maintained_until(school), chat.frozen_until, chat.stopped_until]
    moments += [row.retry_at for row in rows if not row.is_inside]
    moments += [row.muted_until for row in rows if row.muted_at and row.is_mute_wished]
    moments += [row.muted_at + patience for row in rows if row.muted_at and not row.is_mute_wished]
    return min((moment for moment in moments if moment and moment > school.now()), default=None)


def _absent(facts: Facts, members: Iterable[Relation]) -> frozenset[int]:
    """Those whom two good snapshots do not mention that are far enough apart."""
    missing = {member.member_id: member.missing_since for member in members if member.missing}
    grace = timedelta(hours=facts.school.settings.reconcile.missing_grace_hours)
    latest = facts.read_at - grace if facts.read_at else None
    return frozenset(page for page, since in missing.items() if latest and since and since <= latest)


async def _approval(school: SchoolContext, chat: Chat) -> Approval | None:
    """What was decided last: to do a part of what was held and to leave the rest as it is."""
    row = await held_terms.live(chat, school.now())
    if row is None or row.state in held_terms.WAITING:
        return None
    # What is ticked on a plan that was left is not allowed before somebody presses «Применить».
    granted = row.granted if row.state is HeldState.GRANTED else ()
    return Approval(held_plans.grantable(row), frozenset(granted))


def _stands_in(member: ChatMember) -> bool:
    return any(reason["code"] == STAND_IN.code for reason in member.reasons)
