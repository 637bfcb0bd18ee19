"""One person of the school as the console shows them: the link, and every chat with its state."""

from dataclasses import dataclass

from bot.domain.roster import Person
from bot.domain.russian import class_sort_key
from bot.services import accounts, composition, members_list
from bot.services.accounts import Profile
from bot.services.members_list import State
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import PersonLink


@dataclass(frozen=True, slots=True)
class Spot:
    """A chat of a person, and how they stand to it."""

    chat: Chat
    state: State


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
    mine = await composition.of_people(roster, await accounts.same_page(school, person.source_id))
    spots = [Spot(chat, members_list.state_of(link, rows.get(chat.id))[0]) for chat, _ in mine]
    spots.sort(key=lambda spot: (class_sort_key(spot.chat.title.partition(" ")[0]), spot.chat.title))
    belongs = {chat.id for chat, _ in mine}
    ended = [
        Spot(row.chat, State.LEAVING if row.is_inside else State.REMOVED)
        for key, row in sorted(rows.items())
        if key not in belongs and (row.is_inside or row.ending is not None)
    ]
    profile = await accounts.profile_of(school, page) if page else None
    return Card(person, link, profile, (*spots, *ended))
