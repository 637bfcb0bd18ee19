"""Loads what one chat should be and what is remembered of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict

from bot.domain.kinds import Role, Verdict
from bot.domain.membership import Departure, Reason, Standing
from bot.domain.plan import Desired, Invitation, Memory, Wanted
from bot.domain.roster import Person
from bot.services import belonging, chats, composition
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import Account, PersonLink
from models.schools import Reading

STAFF_REASONS = ("homeroom", "teacher", "author")
UNDER_WAY = ("due", "handed", "sent")


async def load(school: SchoolContext, chat: Chat) -> tuple[Desired, Memory]:
    """What the journal, the links and the ledger say of a chat."""
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([chat.unit_id])).get(chat.unit_id)
    members = await ChatMember.filter(chat_id=chat.id)
    seats = await composition.of_chat(roster, chat)
    people = await roster.people(seats)
    wanted = await _wanted(school, seats, people)
    gone = [member for member in members if member.reasons and member.member_id not in wanted]
    desired = Desired(
        title=chat.own_title or (chats.title_of(chat.kind, unit) if unit else chat.title),
        wanted=wanted,
        departed=await _departed(school, roster, gone, await composition.vetoed(chat)),
        evidence=await evidence(school),
        needs_staff=chat.kind.has_pupils or any(Role.PUPIL in person.roles for person in people.values()),
        is_closing=chat.deleted_at is not None,
        former_staff=frozenset(member.member_id for member in gone if _was_staff(member)),
    )
    return desired, _memory(chat, members)


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
        departed[member.member_id] = await belonging.how_ended(roster, reasons, linked, vetoed)
    return departed


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
    )
