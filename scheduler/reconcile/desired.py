"""Loads what one chat should be and what is remembered of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta

from bot.domain.kinds import ChatState, Ending, Role, Verdict
from bot.domain.membership import FOUND, Departure, Reason, Standing
from bot.domain.plan import Desired, Invitation, Memory, Wanted
from bot.domain.roster import Person
from bot.services import belonging, chats, composition, minors
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import Account, PersonLink
from models.schools import Reading

STAFF_REASONS = ("homeroom", "teacher", "author")
UNDER_WAY = ("due", "handed", "sent")
FIRST_DAYS = timedelta(days=7)
"""How long strangers are only told of in an adopted chat without pupils."""


async def load(school: SchoolContext, chat: Chat) -> tuple[Desired, Memory]:
    """What the journal, the links and the ledger say of a chat."""
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([chat.unit_id])).get(chat.unit_id)
    members = await ChatMember.filter(chat_id=chat.id)
    seats = await composition.of_chat(roster, chat)
    people = await roster.people(seats)
    asked_out = {member.member_id: wish for member in members if (wish := _wish(member)) is not None}
    seated = await _wanted(school, seats, people)
    wanted = {page: one for page, one in (_guests(chat, members) | seated).items() if page not in asked_out}
    gone = [member for member in members if _has_belonged(member) and member.member_id not in wanted]
    has_pupils = chat.kind.has_pupils or any(Role.PUPIL in person.roles for person in people.values())
    desired = Desired(
        title=chat.own_title or (chats.title_of(chat.kind, unit) if unit else chat.title),
        wanted=wanted,
        departed=await _departed(school, roster, gone, await composition.vetoed(chat)) | asked_out,
        evidence=await evidence(school),
        needs_staff=has_pupils,
        is_closing=chat.deleted_at is not None,
        former_staff=frozenset(member.member_id for member in gone if _was_staff(member)),
        reports_strangers=_reports_strangers(school, chat, has_pupils=has_pupils),
    )
    return desired, _memory(chat, members)


def is_first_run(chat: Chat) -> bool:
    """Whether an adopted chat has not been looked at since; ``chat`` as it was before the look."""
    return chat.adopted_at is not None and (chat.seen_at is None or chat.seen_at <= chat.adopted_at)


async def remember_reasons(chat: Chat, desired: Desired) -> None:
    """Store why each page belongs, so that it can be told later how that ended; void invitations of others."""
    wanted = desired.wanted
    known = {member.member_id: member for member in await ChatMember.filter(chat_id=chat.id)}
    for member_id, one in wanted.items():
        reasons = [asdict(reason) for reason in one.reasons]
        row = known.get(member_id)
        if row is None:
            await ChatMember.create(chat_id=chat.id, member_id=member_id, reasons=reasons)
        elif row.reasons != reasons:
            await ChatMember.filter(id=row.id).update(reasons=reasons)
    void = [row.id for row in known.values() if row.invitation and not row.is_inside and row.member_id not in wanted]
    await ChatMember.filter(id__in=void).update(invitation="", tries=0, retry_at=None)


async def evidence(school: SchoolContext) -> Verdict:
    """The verdict on the newest reading of the journal."""
    newest = await Reading.filter(school_id=school.key).order_by("-id").first()
    return newest.verdict if newest else Verdict.OK


async def _wanted(
    school: SchoolContext, seats: composition.Composition, people: Mapping[str, Person]
) -> dict[int, Wanted]:
    links = await PersonLink.filter(school_id=school.key, person_id__in=list(seats)).prefetch_related("account")
    by_page: dict[int, list[PersonLink]] = defaultdict(list)
    for link in links:
        by_page[link.account.messenger_id].append(link)
    return {page: _one(page, mine, seats, people) for page, mine in by_page.items()}


def _one(page: int, links: list[PersonLink], seats: composition.Composition, people: Mapping[str, Person]) -> Wanted:
    mine = [seats[link.person_id] for link in links]
    leads = any(seat.standing is Standing.ADMIN for seat in mine)
    roles = {role for link in links if link.person_id in people for role in people[link.person_id].roles}
    return Wanted(
        member_id=page,
        standing=Standing.ADMIN if leads else Standing.MEMBER,
        reasons=tuple(sorted({reason for seat in mine for reason in seat.reasons})),
        is_staff=any(role.is_staff for role in roles),
        is_reachable=links[0].account.is_reachable,
    )


async def _departed(
    school: SchoolContext, roster: Roster, gone: Iterable[ChatMember], vetoed: Collection[str]
) -> dict[int, Departure]:
    departed: dict[int, Departure] = {}
    for member in gone:
        account = await Account.get_or_none(school_id=school.key, messenger_id=member.member_id)
        links = await PersonLink.filter(account_id=account.id) if account else []
        reasons = [Reason(**reason) for reason in member.reasons]
        linked = {link.person_id for link in links}
        if await minors.waiting(roster, linked & {reason.person_id for reason in reasons}):
            departed[member.member_id] = Departure.NO_CONSENT
        else:
            departed[member.member_id] = await belonging.how_ended(roster, reasons, linked, vetoed)
    return departed


def _guests(chat: Chat, members: Iterable[ChatMember]) -> dict[int, Wanted]:
    """Those who were inside when a chat made by hand was adopted stay, whatever the journal says of them."""
    is_open = chat.state is ChatState.FOUND or is_first_run(chat)
    inside = [member for member in members if member.is_inside and member.member_id > 0]
    stay = [member.member_id for member in inside if is_open or _is_guest(member)]
    return {page: Wanted(page, Standing.MEMBER, (FOUND,)) for page in stay}


def _wish(member: ChatMember) -> Departure | None:
    """How somebody inside is to go because a person pressed a button."""
    if not member.is_inside:
        return None
    if member.leaving is Ending.LEFT:
        return Departure.OWN_WISH
    return Departure.BY_HAND if member.leaving is Ending.REMOVED_BY_HAND and _is_guest(member) else None


def _is_guest(member: ChatMember) -> bool:
    return any(reason["code"] == FOUND.code for reason in member.reasons)


def _has_belonged(member: ChatMember) -> bool:
    return any(reason["code"] != FOUND.code for reason in member.reasons)


def _reports_strangers(school: SchoolContext, chat: Chat, *, has_pupils: bool) -> bool:
    if chat.stranger_policy or has_pupils:
        return chat.stranger_policy == "report"
    return chat.adopted_at is not None and school.now() < chat.adopted_at + FIRST_DAYS


def _was_staff(member: ChatMember) -> bool:
    return any(reason["code"] in STAFF_REASONS for reason in member.reasons)


def _memory(chat: Chat, members: Iterable[ChatMember]) -> Memory:
    members = list(members)
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
    )
