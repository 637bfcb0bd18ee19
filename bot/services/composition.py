"""Who belongs to a chat («состав»): what the journal says, and before it what people decided by hand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tortoise.expressions import Q

from bot.domain.kinds import CLASS_CHATS
from bot.domain.membership import STAND_IN, Reason, Standing
from bot.services import belonging, exclusions, minors, stand_ins
from bot.services.roster import Roster
from models.chats import Chat, ChatPick

LEADING = ("homeroom", "author")


class Seat(NamedTuple):
    """Why a person belongs to a chat, and what they may do there."""

    reasons: tuple[Reason, ...]
    standing: Standing


Composition = dict[str, Seat]
Picks = Mapping[str, ChatPick]
"""What was decided by hand in one chat, by person."""


async def of_chat(roster: Roster, chat: Chat) -> Composition:
    """Everybody who belongs, by person; nobody once the chat is deleted, or before it is adopted."""
    picks = {pick.person_id: pick for pick in await ChatPick.filter(chat_id=chat.id)}
    return await with_picks(roster, chat, picks, await by_journal(roster, chat))


async def with_picks(roster: Roster, chat: Chat, picks: Picks, journal: belonging.Reasons) -> Composition:
    """The same for whoever knows already what was decided by hand, and whom the ``journal`` puts there."""
    if chat.deleted_at is not None or not chat.state.is_ours:
        return {}
    return await _seated(roster, chat, picks, journal)


async def without_picks(roster: Roster, chat: Chat) -> Composition:
    """Who would belong if nobody had changed anything by hand."""
    return await _seated(roster, chat, {}, await by_journal(roster, chat))


async def kept_away(roster: Roster, chat: Chat, seats: Composition | None = None) -> set[str]:
    """The people whom the head of the school has ruled out of this chat; nobody who belongs to it all the same."""
    if not roster.excluded or chat.deleted_at is not None or not chat.state.is_ours:
        return set()
    seats = await of_chat(roster, chat) if seats is None else seats
    return await exclusions.ruled_out(roster, chat.unit_id, seats) - seats.keys()


async def _seated(roster: Roster, chat: Chat, picks: Picks, journal: belonging.Reasons) -> Composition:
    reasons = defaultdict(list, {person_id: list(mine) for person_id, mine in journal.items()})
    picked = await _enabled(roster, [pick.person_id for pick in picks.values() if pick.is_in])
    ruled_out = await exclusions.ruled_out(roster, chat.unit_id, {*reasons, *picked})
    for person_id in picked:
        if person_id not in ruled_out:
            reasons[person_id].append(Reason("picked", "", person_id))
    for person_id in await _enabled(roster, [chat.author_id] if chat.author_id else []):
        reasons[person_id].append(Reason("author", "", person_id))
    absent = await minors.waiting(roster, reasons) | {one for one, pick in picks.items() if not pick.is_in}
    return {
        person_id: Seat(tuple(mine), _standing(mine, picks.get(person_id)))
        for person_id, mine in reasons.items()
        if person_id not in absent
    }


async def by_journal(roster: Roster, chat: Chat) -> belonging.Reasons:
    """Whom the journal puts into the chat: last year's chat never takes this year's people."""
    unit = (await roster.units([chat.unit_id])).get(chat.unit_id)
    if unit is None or unit.year != chat.year or not chat.follows_journal:
        return {}
    return await belonging.reasons_in(roster, chat.kind, chat.unit_id)


async def reasons_of(roster: Roster, chat: Chat, people: Collection[str]) -> tuple[Reason, ...]:
    """Why these people belong to the chat; last of all, that a page of theirs stands in for its last leader."""
    if chat.deleted_at is not None or not chat.state.is_ours:
        return ()
    seats = await of_chat(roster, chat)
    reasons = [reason for person_id in people if person_id in seats for reason in seats[person_id].reasons]
    is_led = chat.id in await stand_ins.chats_of(roster, await _enabled(roster, people))
    return (*reasons, STAND_IN) if is_led else tuple(reasons)


async def of_people(roster: Roster, people: Collection[str]) -> list[tuple[Chat, tuple[Reason, ...]]]:
    """Every chat that these people belong to, with their reasons."""
    waiting = await minors.waiting(roster, people)
    people = [person_id for person_id in people if person_id not in waiting]
    places, enabled = await belonging.reasons_of(roster, people), await _enabled(roster, people)
    picks = await ChatPick.filter(school_id=roster.school, person_id__in=people) if people else []
    led = await stand_ins.chats_of(roster, enabled)
    years = {unit.source_id: unit.year for unit in (await roster.units({unit_id for _, unit_id in places})).values()}
    found = []
    for chat in await _concerned(roster, list(years), authors=enabled, ids=led | {pick.chat_id for pick in picks}):
        is_followed = chat.follows_journal and years.get(chat.unit_id) == chat.year
        reasons = list(places.get((chat.kind, chat.unit_id), ())) if is_followed else []
        for pick in picks:
            if pick.chat_id == chat.id and not pick.is_in:
                reasons = [one for one in reasons if one.person_id != pick.person_id]
            elif pick.chat_id == chat.id and pick.person_id in enabled and not await _is_ruled_out(roster, chat, pick):
                reasons.append(Reason("picked", "", pick.person_id))
        reasons += [Reason("author", "", chat.author_id)] if chat.author_id in enabled else []
        reasons += [STAND_IN] if chat.id in led else []
        found += [(chat, tuple(reasons))] if reasons else []
    return found


async def keepers(roster: Roster, chat: Chat) -> list[str]:
    """The people who answer for a chat: the class teacher, or whoever made it, while the journal shows them active."""
    if chat.kind in CLASS_CHATS:
        return await roster.homeroom_teachers(chat.unit_id)
    return await _enabled(roster, [chat.author_id]) if chat.author_id else []


async def vetoed(chat: Chat) -> set[str]:
    """The people who were taken out by hand."""
    return set(map(str, await ChatPick.filter(chat_id=chat.id, is_in=False).values_list("person_id", flat=True)))


def _standing(reasons: Iterable[Reason], pick: ChatPick | None) -> Standing:
    if pick is not None and pick.leads is not None:
        return Standing.ADMIN if pick.leads else Standing.MEMBER
    for reason in reasons:
        if reason.code in LEADING:
            return Standing.ADMIN
    return Standing.MEMBER


async def _concerned(
    roster: Roster, units: Collection[str], *, authors: Collection[str], ids: Collection[int]
) -> list[Chat]:
    """The chats of these units, of these authors, and these, but those that are deleted or not ours."""
    wanted = Q(unit_id__in=list(units)), Q(author_id__in=list(authors)), Q(id__in=list(ids))
    chats = await Chat.filter(Q(*wanted, join_type="OR"), school_id=roster.school, deleted_at=None).order_by("id")
    return [chat for chat in chats if chat.state.is_ours]


async def _is_ruled_out(roster: Roster, chat: Chat, pick: ChatPick) -> bool:
    """Whether the head's word goes before the hand that picked this person."""
    if all(guardian != pick.person_id for guardian, _ in roster.excluded):
        return False
    seat = (await of_chat(roster, chat)).get(pick.person_id)
    return seat is None or all(reason.code != "picked" for reason in seat.reasons)


async def _enabled(roster: Roster, people: Collection[str]) -> list[str]:
    """Those of these people whom the journal shows active, in their order."""
    known = await roster.people(people)
    return [person_id for person_id in people if person_id in known and known[person_id].enabled]
