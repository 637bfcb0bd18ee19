"""One person of the school as the console shows them: the link, and every chat with its state and its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.membership import Departure, Reason
from bot.domain.roster import Person
from bot.domain.russian import class_sort_key
from bot.services import accounts, composition, members_list
from bot.services.accounts import Profile
from bot.services.members_list import State
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, LedgerLine
from models.people import PersonLink


@dataclass(frozen=True, slots=True)
class Spot:
    """A chat of a person: why they belong, or how that ended where the ledger knows it."""

    chat: Chat
    state: State
    reasons: tuple[Reason, ...] = ()
    departure: Departure | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A person with the link and the chats; ``profile`` is that of the linked page."""

    person: Person
    link: PersonLink | None
    profile: Profile | None
    spots: tuple[Spot, ...]


async def of(school: SchoolContext, person: Person) -> Card:
    """Everything about a person: the chats to which they belong first, then those that they have left."""
    link = await PersonLink.get_or_none(school_id=school.key, person_id=person.source_id).prefetch_related("account")
    page = link.account.messenger_id if link else 0
    members = ChatMember.filter(chat__school_id=school.key, member_id=page).prefetch_related("chat")
    rows = {row.chat_id: row for row in await members} if page else {}
    roster = await Roster.of(school.key, school.today())
    mine = await composition.of_people(roster, [person.source_id])
    spots = [Spot(chat, members_list.state_of(link, rows.get(chat.id))[0], reasons) for chat, reasons in mine]
    spots.sort(key=lambda spot: (class_sort_key(spot.chat.title.partition(" ")[0]), spot.chat.title))
    ended = await _ended(link, {key: row for key, row in rows.items() if key not in {chat.id for chat, _ in mine}})
    profile = await accounts.profile_of(school, page) if page else None
    return Card(person, link, profile, (*spots, *ended))


async def _ended(link: PersonLink | None, rows: Mapping[int, ChatMember]) -> list[Spot]:
    """The chats in which the page was or still is without belonging."""
    lines = LedgerLine.filter(chat_id__in=list(rows), event="removed", account_id=link.account_id if link else 0)
    departures = {line.chat_id: Departure(str(line.details["departure"])) for line in await lines.order_by("id")}
    return [
        Spot(row.chat, State.LEAVING if row.is_inside else State.REMOVED, departure=departures.get(key))
        for key, row in sorted(rows.items())
        if row.is_inside or row.ending is not None
    ]
