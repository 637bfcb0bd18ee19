"""Why somebody is in a chat, or why not any more: the reasons, or how it ended, by whom and on what ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.kinds import Ending
from bot.domain.membership import Departure, Reason
from bot.domain.roster import Person
from bot.services import accounts, composition, ledger
from bot.services.accounts import Profile
from bot.services.edit_chat import CHANGED
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, LedgerLine
from models.people import Account
from models.schools import Reading
from models.steering import Run

ANSWERED = timedelta(days=30)
"""So long somebody is told why they were taken out of a chat."""
BY_HAND = ("member-removed", CHANGED)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a membership ended. ``by`` is the person who decided it, None for the journal's and the bot's own work.

    ``snapshot`` is the number of the journal that was visible then, ``run_id`` the pass that did it, if it was one.
    """

    at: datetime
    ending: Ending
    departure: Departure | None = None
    by: Person | None = None
    snapshot: int = 0
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One person and one chat: why they belong now, whether they are inside, and how it ended if it has."""

    chat: Chat
    reasons: tuple[Reason, ...] = ()
    is_inside: bool = False
    ended: Ended | None = None


async def in_chat(school: SchoolContext, chat: Chat, person_id: str) -> Answer:
    """Why a person is in a chat, or why not any more; every record of the same page is a reason."""
    roster = await Roster.of(school.key, school.today())
    seats, mine = await composition.of_chat(roster, chat), await accounts.same_page(school, person_id)
    reasons = tuple(reason for one in mine if one in seats for reason in seats[one].reasons)
    page = (await accounts.pages_of(school, [person_id])).get(person_id)
    row = await ChatMember.get_or_none(chat_id=chat.id, member_id=page) if page is not None else None
    ended = await _ended(school, row, mine) if row and not row.is_inside else None
    return Answer(chat, reasons, bool(row and row.is_inside), ended)


async def everywhere(school: SchoolContext, person_id: str) -> list[Answer]:
    """The same for every chat that the person belongs to, or has left within 30 days; by title."""
    roster = await Roster.of(school.key, school.today())
    mine = await accounts.same_page(school, person_id)
    found = {chat.id: chat for chat, _ in await composition.of_people(roster, mine)}
    page = (await accounts.pages_of(school, [person_id])).get(person_id)
    if page is not None:
        found |= {row.chat_id: row.chat for row in await _left(school, page)}
    ordered = sorted(found.values(), key=lambda chat: (chat.title, chat.id))
    return [await in_chat(school, chat, person_id) for chat in ordered]


async def gone(school: SchoolContext, profile: Profile) -> list[Answer]:
    """The chats that a page was taken out of, or has left, within 30 days; the newest first."""
    rows = sorted(await _left(school, profile.page), key=lambda row: row.ending_at or school.now(), reverse=True)
    return [Answer(row.chat, ended=await _ended(school, row, profile.person_ids)) for row in rows]


async def was_taken_out(school: SchoolContext, profile: Profile) -> bool:
    """Whether there is anything to tell a page about chats that it is in no longer."""
    return bool(await _left(school, profile.page))


async def _left(school: SchoolContext, page: int) -> list[ChatMember]:
    since = school.now() - ANSWERED
    rows = ChatMember.filter(member_id=page, chat__school_id=school.key, is_inside=False, ending_at__gt=since)
    return await rows.exclude(ending=None).prefetch_related("chat")


async def _ended(school: SchoolContext, row: ChatMember, people: Sequence[str]) -> Ended | None:
    if row.ending is None or row.ending_at is None:
        return None
    line = await _removal(school, row)
    departure = Departure(str(line.details["departure"])) if line and line.details.get("departure") else None
    run_id = line.run_id if line else None
    is_by_hand = departure is Departure.BY_HAND or row.ending is Ending.REMOVED_BY_HAND
    by = await _decider(school, row, people) if is_by_hand else None
    return Ended(row.ending_at, row.ending, departure, by, await _snapshot(school, row.ending_at, run_id), run_id)


async def _removal(school: SchoolContext, row: ChatMember) -> LedgerLine | None:
    """The newest line about the removal of a page."""
    account = await Account.get_or_none(school_id=school.key, messenger_id=row.member_id)
    if account is None:
        return None
    lines = LedgerLine.filter(school=school.key, chat_id=row.chat_id, account_id=account.id, event="removed")
    return await lines.order_by("-id").first()


async def _decider(school: SchoolContext, row: ChatMember, people: Sequence[str]) -> Person | None:
    """Who has taken one of these people out by hand last."""
    lines = LedgerLine.filter(school=school.key, chat_id=row.chat_id, event__in=BY_HAND).order_by("-id")
    mine = [line for line in await lines if _names(line) & set(people)]
    actors = [int(line.actor.partition(":")[2]) for line in mine if line.actor.startswith(ledger.person(0)[:-1])]
    linked = await accounts.linked_people(school, actors[0]) if actors else ()
    return linked[0] if linked else None


def _names(line: LedgerLine) -> set[str]:
    removed = line.details.get("removed")
    return {str(line.details.get("person") or ""), *(map(str, removed) if isinstance(removed, list) else ())}


async def _snapshot(school: SchoolContext, at: datetime, run_id: int | None) -> int:
    run = await Run.get_or_none(id=run_id) if run_id is not None else None
    if run is not None:
        return run.roster_number
    reading = await Reading.filter(school_id=school.key, taken_at__lte=at).exclude(number=None).order_by("-id").first()
    return (reading.number or 0) if reading else 0
