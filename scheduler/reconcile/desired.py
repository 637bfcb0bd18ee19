"""Loads what one chat should be: what the journal says, who is linked, and what people decided by hand."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.kinds import CLASS_CHATS, STAFF_ROLES, ChatKind, ChatState, Ending, Part, Role, Watch
from bot.domain.membership import FOUND, STAND_IN, Departure, Standing
from bot.domain.plan import Desired, Memory, Wanted
from bot.domain.roster import Person, Unit
from bot.services import belonging, chat_settings, chats, composition, minors, mute
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat
from models.planning_queries import Link
from scheduler.reconcile import memory
from scheduler.reconcile.facts import Facts, Relation
from scheduler.reconcile.memory import is_first_run

State = tuple[Desired, Memory]
CHATS_AT_ONCE = 16
STAFF_REASONS = ("homeroom", "teacher", "author", STAND_IN.code)


@dataclass(frozen=True, slots=True)
class _Draft:
    """How far one chat has come: whom it should have, why, and who is not wanted any more."""

    chat: Chat
    unit: Unit | None
    arrivals: frozenset[str]
    people_before: int
    seats: composition.Composition
    people: Mapping[str, Person]
    wanted: Mapping[int, Wanted]
    asked_out: dict[int, Departure]
    gone: Sequence[Relation]


async def load(school: SchoolContext, chat: Chat) -> State:
    """What the journal, the links and the ledger say of a chat."""
    facts = await Facts.of(school, [chat])
    draft = await _draft(facts, chat)
    await facts.ask_ahead_of_gone(draft.gone)
    return await _state(facts, draft)


async def load_all(school: SchoolContext, chats: Sequence[Chat]) -> AsyncIterator[tuple[Facts, Chat, State]]:
    """The same of many chats, and the facts that it is made of; others run meanwhile."""
    for start in range(0, len(chats), CHATS_AT_ONCE):
        some = chats[start : start + CHATS_AT_ONCE]
        facts = await Facts.of(school, some)
        drafts = []
        for chat in some:
            drafts.append(await _draft(facts, chat))
            await asyncio.sleep(0)
        await facts.ask_ahead_of_gone(row for draft in drafts for row in draft.gone)
        for draft in drafts:
            yield facts, draft.chat, await _state(facts, draft)
            await asyncio.sleep(0)


async def _state(facts: Facts, draft: _Draft) -> State:
    return await _desired(facts, draft), await memory.of(facts, draft.chat)


async def _draft(facts: Facts, chat: Chat) -> _Draft:
    roster, members = facts.roster, facts.relations[chat.id]
    unit = (await roster.units([chat.unit_id])).get(chat.unit_id)
    journal = await composition.by_journal(roster, chat)
    arrivals, people_before = await _arrivals(roster, chat, journal.keys())
    seats = await composition.with_picks(roster, chat, facts.picks[chat.id], journal)
    people = await roster.people(seats)
    seated = await _wanted(facts, seats, people, arrivals)
    asked_out = {member.member_id: wish for member in members if (wish := _wish(member)) is not None}
    asked_out |= await _ruled_out(facts, chat, seats, seated)
    wanted = {page: one for page, one in (_guests(chat, members) | seated).items() if page not in asked_out}
    gone = [member for member in members if member.member_id not in wanted and _has_belonged(member)]
    return _Draft(chat, unit, arrivals, people_before, seats, people, wanted, asked_out, gone)


async def _desired(facts: Facts, draft: _Draft) -> Desired:
    school, chat, unit, wanted = facts.school, draft.chat, draft.unit, draft.wanted
    has_pupils = chat.kind.has_pupils or any(Role.PUPIL in person.roles for person in draft.people.values())
    answering = await facts.pages_of(await composition.keepers(facts.roster, chat))
    leaders = _leaders(facts, draft.seats)
    return Desired(
        title=chat.own_title or (chats.title_of(chat.kind, unit) if unit else chat.title),
        wanted=wanted,
        departed=await _departed(facts, draft) | draft.asked_out,
        evidence=facts.evidence,
        watch=_watch(facts, chat),
        strangers=chat_settings.stranger_policy(school, chat, has_pupils=has_pupils),
        needs_staff=has_pupils,
        former_staff=frozenset(member.member_id for member in draft.gone if _was_staff(member)),
        is_closing=chat.deleted_at is not None,
        is_over=is_over(chat, unit) or await _has_run_out(facts.roster, chat, draft.seats),
        protected=frozenset({*answering, *facts.heads}),
        required=frozenset(answering) & wanted.keys(),
        # A chat that nobody has taken up yet needs nobody.
        leaders=leaders if chat.state.is_ours else 1,
        stand_ins=() if leaders else await _stand_ins(facts, chat, draft.seats),
        people_before=draft.people_before,
        people_new=len(draft.arrivals),
        muted=_muted(school, chat, facts.relations[chat.id], wanted),
    )


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


def _watch(facts: Facts, chat: Chat) -> Watch:
    school, row = facts.school, facts.row
    if any(until is not None and until > school.now() for until in (chat.frozen_until, chat.stopped_until)):
        return Watch.FROZEN
    is_paused = row is not None and row.paused_until is not None and row.paused_until > school.now()
    is_preview = school.settings.reconcile.starts_in_preview and (row is None or row.started_at is None)
    return Watch.PAUSED if is_paused or is_preview or chat.paused_at is not None else Watch.ON


def _leaders(facts: Facts, seats: composition.Composition) -> int:
    """How many people should lead the chat, linked or not; nobody who was shut out can."""
    shut_out = facts.roster.shut_out
    return sum(seat.standing is Standing.ADMIN and person not in shut_out for person, seat in seats.items())


async def _stand_ins(facts: Facts, chat: Chat, seats: composition.Composition) -> tuple[Wanted, ...]:
    """Who could lead the chat if nobody does: the class teacher, then the school's administrators."""
    pages = [*await _class_teachers(facts, chat, seats), *facts.heads]
    return tuple(Wanted(page, Standing.ADMIN, (STAND_IN,), is_staff=True) for page in dict.fromkeys(pages))


async def _class_teachers(facts: Facts, chat: Chat, seats: composition.Composition) -> list[int]:
    """The pages of those who lead the class of the chat, or the classes of its pupils."""
    roster, classes = facts.roster, {chat.unit_id}
    if chat.kind not in CLASS_CHATS:
        learning = await roster.active(people=list(seats), part=Part.PUPIL, in_classes=True)
        classes = {row.unit_id for row in learning}
    rows = await roster.active(units=classes, part=Part.HOMEROOM)
    return sorted(await facts.pages_of({row.person_id for row in rows}))


async def _arrivals(roster: Roster, chat: Chat, now: Collection[str]) -> tuple[frozenset[str], int]:
    """Whom the journal has put into the chat since its last accepted snapshot, and how many people it had then."""
    if chat.accepted_number in (0, roster.number):
        return frozenset(), 0
    before = await composition.by_journal(replace(roster, number=chat.accepted_number), chat)
    return frozenset(now - before.keys()), len(before)


async def _wanted(
    facts: Facts, seats: composition.Composition, people: Mapping[str, Person], arrivals: Collection[str]
) -> dict[int, Wanted]:
    by_page: dict[int, list[Link]] = defaultdict(list)
    for link in await facts.links(seats):
        by_page[link.page].append(link)
    return {page: _one(page, mine, seats, people, arrivals) for page, mine in by_page.items()}


def _one(
    page: int,
    links: list[Link],
    seats: composition.Composition,
    people: Mapping[str, Person],
    arrivals: Collection[str],
) -> Wanted:
    seat, (first, *others) = seats[links[0].person_id], links
    reasons, standing = seat.reasons, seat.standing
    is_staff, is_new = _is_staff(first, people), first.person_id in arrivals
    for link in others:
        seat = seats[link.person_id]
        reasons += seat.reasons
        standing = Standing.ADMIN if Standing.ADMIN in (standing, seat.standing) else Standing.MEMBER
        is_staff, is_new = is_staff or _is_staff(link, people), is_new and link.person_id in arrivals
    if len(reasons) > 1:
        reasons = tuple(sorted(set(reasons)))
    return Wanted(page, standing, reasons, is_staff, first.is_reachable, is_new)


def _is_staff(link: Link, people: Mapping[str, Person]) -> bool:
    return link.person_id in people and not people[link.person_id].roles.isdisjoint(STAFF_ROLES)


async def _departed(facts: Facts, draft: _Draft) -> dict[int, Departure]:
    departed: dict[int, Departure] = {}
    vetoed = {person_id for person_id, pick in facts.picks[draft.chat.id].items() if not pick.is_in}
    linked = await facts.linked_with([member.member_id for member in draft.gone])
    for member in draft.gone:
        reasons, mine = member.reasons, linked[member.member_id]
        if not facts.roster.shut_out.isdisjoint(reason.person_id for reason in reasons):
            departed[member.member_id] = Departure.SHUT_OUT
        elif await minors.waiting(facts.roster, mine & {reason.person_id for reason in reasons}):
            departed[member.member_id] = Departure.NO_CONSENT
        else:
            departed[member.member_id] = await belonging.how_ended(facts.roster, reasons, mine, vetoed)
    return departed


async def _ruled_out(
    facts: Facts, chat: Chat, seats: composition.Composition, seated: Collection[int]
) -> dict[int, Departure]:
    """The pages of those who are kept away from a child here, however they came or come in."""
    pages = await facts.pages_of(await composition.kept_away(facts.roster, chat, seats))
    return {page: Departure.EXCLUDED for page in pages if page not in seated}


def _guests(chat: Chat, members: Iterable[Relation]) -> dict[int, Wanted]:
    """Those who were inside when a chat made by hand was adopted stay, whatever the journal says of them."""
    is_open = chat.state is ChatState.FOUND or is_first_run(chat)
    inside = [member for member in members if member.is_inside and member.member_id > 0]
    stay = [member.member_id for member in inside if is_open or member.has(FOUND)]
    return {page: Wanted(page, Standing.MEMBER, (FOUND,)) for page in stay}


def _wish(member: Relation) -> Departure | None:
    """How somebody inside is to go because a person pressed a button."""
    if not member.is_inside or member.leaves is None:
        return None
    if member.leaving is Ending.LEFT:
        return Departure.OWN_WISH
    return Departure.BY_HAND if member.leaving is Ending.REMOVED_BY_HAND and member.has(FOUND) else None


def _has_belonged(member: Relation) -> bool:
    return any(reason != FOUND for reason in member.reasons)


def _was_staff(member: Relation) -> bool:
    return any(reason.code in STAFF_REASONS for reason in member.reasons)


def _muted(
    school: SchoolContext, chat: Chat, members: Iterable[Relation], wanted: Mapping[int, Wanted]
) -> frozenset[int]:
    """Whom a keeper has silenced, and everybody but the staff where only they write."""
    by_hand = {member.member_id for member in members if _is_to_be_silent(member, school.now())}
    readers = {page for page, one in wanted.items() if chat.writers == mute.STAFF and not one.is_staff}
    return frozenset(by_hand | readers)


def _is_to_be_silent(member: Relation, now: datetime) -> bool:
    return bool(member.is_mute_wished) and (member.muted_until is None or member.muted_until > now)
