"""Loads what one chat should be: what the journal says, who is linked, and what people decided by hand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Ending, Part, Role, Verdict, Watch
from bot.domain.membership import FOUND, STAND_IN, Departure, Reason, Standing
from bot.domain.plan import Desired, Memory, Wanted
from bot.domain.roster import Person, Unit
from bot.services import accounts, belonging, chat_settings, chats, composition, minors, mute
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import Account, PersonLink
from models.schools import Reading, School
from scheduler.reconcile import memory
from scheduler.reconcile.memory import is_first_run

STAFF_REASONS = ("homeroom", "teacher", "author", STAND_IN.code)


async def load(school: SchoolContext, chat: Chat) -> tuple[Desired, Memory]:
    """What the journal, the links and the ledger say of a chat."""
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([chat.unit_id])).get(chat.unit_id)
    members = await ChatMember.filter(chat_id=chat.id)
    seats = await composition.of_chat(roster, chat)
    people = await roster.people(seats)
    arrivals, people_before = await _arrivals(roster, chat)
    seated = await _wanted(school, seats, people, arrivals)
    asked_out = {member.member_id: wish for member in members if (wish := _wish(member)) is not None}
    asked_out |= await _ruled_out(school, roster, chat, seated)
    wanted = {page: one for page, one in (_guests(chat, members) | seated).items() if page not in asked_out}
    gone = [member for member in members if _has_belonged(member) and member.member_id not in wanted]
    has_pupils = chat.kind.has_pupils or any(Role.PUPIL in person.roles for person in people.values())
    answering = (await accounts.pages_of(school, await composition.keepers(roster, chat))).values()
    heads = await _heads(school, roster)
    desired = Desired(
        title=chat.own_title or (chats.title_of(chat.kind, unit) if unit else chat.title),
        wanted=wanted,
        departed=await _departed(school, roster, gone, await composition.vetoed(chat)) | asked_out,
        evidence=await evidence(school),
        watch=await _watch(school, chat),
        strangers=chat_settings.stranger_policy(school, chat, has_pupils=has_pupils),
        needs_staff=has_pupils,
        former_staff=frozenset(member.member_id for member in gone if _was_staff(member)),
        is_closing=chat.deleted_at is not None,
        is_over=is_over(chat, unit) or await _has_run_out(roster, chat, seats),
        protected=frozenset({*answering, *heads}),
        required=frozenset(answering) & wanted.keys(),
        leaders=_leaders(chat, seats),
        stand_ins=await _stand_ins(school, roster, chat, seats, heads),
        people_before=people_before,
        people_new=len(arrivals),
        muted=_muted(school, chat, members, wanted),
    )
    return desired, await memory.of(school, chat, members)


def unpaused(desired: Desired) -> Desired:
    """The same, as if neither a preview nor a pause held the journal back."""
    return replace(desired, watch=Watch.ON) if desired.watch is Watch.PAUSED else desired


def is_over(chat: Chat, unit: Unit | None) -> bool:
    """Whether the class or group of a chat has ended in the journal, with its year or before."""
    if chat.kind is ChatKind.CUSTOM or not chat.follows_journal or not chat.state.is_ours:
        return False
    return unit is None or not unit.active or unit.year != chat.year


async def _has_run_out(roster: Roster, chat: Chat, seats: composition.Composition) -> bool:
    """Whether every pupil's part in the class or group has ended, as all of them do with the year."""
    if chat.kind is ChatKind.CUSTOM or not chat.follows_journal or not chat.state.is_ours:
        return False
    if any(reason.code in ("pupil", "guardian") for seat in seats.values() for reason in seat.reasons):
        return False
    parts = [row for row in await roster.memberships(units=[chat.unit_id]) if row.part is Part.PUPIL]
    return bool(parts) and all(row.ended or (row.end_on and row.end_on < roster.today) for row in parts)


async def evidence(school: SchoolContext) -> Verdict:
    """The verdict on the newest reading of the journal."""
    newest = await Reading.filter(school_id=school.key).order_by("-id").first()
    return newest.verdict if newest else Verdict.OK


async def _watch(school: SchoolContext, chat: Chat) -> Watch:
    if chat.frozen_until is not None and chat.frozen_until > school.now():
        return Watch.FROZEN
    row = await School.get_or_none(key=school.key)
    is_paused = row is not None and row.paused_until is not None and row.paused_until > school.now()
    is_preview = school.settings.reconcile.starts_in_preview and (row is None or row.started_at is None)
    return Watch.PAUSED if is_paused or is_preview or chat.paused_at is not None else Watch.ON


async def _heads(school: SchoolContext, roster: Roster) -> list[int]:
    """The pages of the school's administrators."""
    people = [person.source_id for person in await roster.administrators()]
    return sorted((await accounts.pages_of(school, people)).values())


def _leaders(chat: Chat, seats: composition.Composition) -> int:
    """How many people should lead the chat, linked or not; a chat that nobody has taken up yet needs none."""
    if not chat.state.is_ours:
        return 1
    return sum(seat.standing is Standing.ADMIN for seat in seats.values())


async def _stand_ins(
    school: SchoolContext, roster: Roster, chat: Chat, seats: composition.Composition, heads: Collection[int]
) -> tuple[Wanted, ...]:
    """Who could lead the chat if nobody does: the class teacher, then the school's administrators."""
    if any(seat.standing is Standing.ADMIN for seat in seats.values()):
        return ()
    pages = [*await _class_teachers(school, roster, chat, seats), *heads]
    return tuple(Wanted(page, Standing.ADMIN, (STAND_IN,), is_staff=True) for page in dict.fromkeys(pages))


async def _class_teachers(
    school: SchoolContext, roster: Roster, chat: Chat, seats: composition.Composition
) -> list[int]:
    """The pages of those who lead the class of the chat, or the classes of its pupils."""
    classes = {chat.unit_id}
    if chat.kind not in CLASS_CHATS:
        learning = await roster.active(people=list(seats), part=Part.PUPIL, in_classes=True)
        classes = {row.unit_id for row in learning}
    rows = await roster.active(units=classes, part=Part.HOMEROOM)
    return sorted((await accounts.pages_of(school, [row.person_id for row in rows])).values())


async def _arrivals(roster: Roster, chat: Chat) -> tuple[frozenset[str], int]:
    """Whom the journal has put into the chat since its last accepted snapshot, and how many people it had then."""
    if chat.accepted_number in (0, roster.number):
        return frozenset(), 0
    before = await composition.by_journal(replace(roster, number=chat.accepted_number), chat)
    now = await composition.by_journal(roster, chat)
    return frozenset(now.keys() - before.keys()), len(before)


async def _wanted(
    school: SchoolContext,
    seats: composition.Composition,
    people: Mapping[str, Person],
    arrivals: Collection[str],
) -> dict[int, Wanted]:
    links = await PersonLink.filter(school_id=school.key, person_id__in=list(seats)).prefetch_related("account")
    by_page: dict[int, list[PersonLink]] = defaultdict(list)
    for link in links:
        by_page[link.account.messenger_id].append(link)
    return {page: _one(page, mine, seats, people, arrivals) for page, mine in by_page.items()}


def _one(
    page: int,
    links: list[PersonLink],
    seats: composition.Composition,
    people: Mapping[str, Person],
    arrivals: Collection[str],
) -> Wanted:
    mine = [seats[link.person_id] for link in links]
    leads = any(seat.standing is Standing.ADMIN for seat in mine)
    roles = {role for link in links if link.person_id in people for role in people[link.person_id].roles}
    return Wanted(
        member_id=page,
        standing=Standing.ADMIN if leads else Standing.MEMBER,
        reasons=tuple(sorted({reason for seat in mine for reason in seat.reasons})),
        is_staff=any(role.is_staff for role in roles),
        is_reachable=links[0].account.is_reachable,
        is_new=all(link.person_id in arrivals for link in links),
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


async def _ruled_out(
    school: SchoolContext, roster: Roster, chat: Chat, seated: Collection[int]
) -> dict[int, Departure]:
    """The pages of those who are kept away from a child here, however they came or come in."""
    pages = await accounts.pages_of(school, sorted(await composition.kept_away(roster, chat)))
    return {page: Departure.EXCLUDED for page in pages.values() if page not in seated}


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


def _was_staff(member: ChatMember) -> bool:
    return any(reason["code"] in STAFF_REASONS for reason in member.reasons)


def _muted(
    school: SchoolContext, chat: Chat, members: Iterable[ChatMember], wanted: Mapping[int, Wanted]
) -> frozenset[int]:
    """Whom a keeper has silenced, and everybody but the staff where only they write."""
    by_hand = {member.member_id for member in members if _is_to_be_silent(member, school.now())}
    readers = {page for page, one in wanted.items() if chat.writers == mute.STAFF and not one.is_staff}
    return frozenset(by_hand | readers)


def _is_to_be_silent(member: ChatMember, now: datetime) -> bool:
    return member.is_mute_wished and (member.muted_until is None or member.muted_until > now)
