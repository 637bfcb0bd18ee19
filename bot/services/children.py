"""What a parent may know of a child's part in the school's chats: titles and adults, never a word of what is said."""

from dataclasses import dataclass

from bot.domain.kinds import ChatState, Part, Role
from bot.domain.roster import Person
from bot.services import accounts, composition, minors
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a parent: the class, whether a page is linked, and the chats in which that page is."""

    person: Person
    unit: str
    is_linked: bool
    chats: tuple[Chat, ...]
    needs_consent: bool
    has_consent: bool

    @property
    def waits(self) -> bool:
        """Whether the child is in no chat until a guardian consents."""
        return self.needs_consent and not self.has_consent


async def of(school: SchoolContext, profile: Profile) -> list[Child]:
    """The children of the people of a page, by name."""
    roster = await Roster.of(school.key, school.today())
    ids = {child for group in (await roster.children(profile.person_ids)).values() for child in group}
    people = [person for person in (await roster.people(ids)).values() if person.enabled]
    pages = await accounts.pages_of(school, list(ids))
    concerned, waiting = await minors.concerned(roster, ids), await minors.waiting(roster, ids)
    found = []
    for person in sorted(people, key=lambda one: (one.given, one.source_id)):
        key = person.source_id
        rows = await roster.active(people=[key], part=Part.PUPIL, in_classes=True)
        units = await roster.units({row.unit_id for row in rows})
        unit = ", ".join(sorted(one.title for one in units.values()))
        chats = await _chats(school, roster, key, pages.get(key))
        found.append(Child(person, unit, key in pages, chats, key in concerned, key not in waiting))
    return found


async def adults(school: SchoolContext, chat: Chat) -> list[Person]:
    """Everybody who belongs to a chat and is no pupil: staff first, then by name."""
    roster = await Roster.of(school.key, school.today())
    people = (await roster.people(await composition.of_chat(roster, chat))).values()
    grown = [person for person in people if Role.PUPIL not in person.roles]
    return sorted(grown, key=lambda one: (not any(role.is_staff for role in one.roles), one.family, one.given))


async def _chats(school: SchoolContext, roster: Roster, person_id: str, page: int | None) -> tuple[Chat, ...]:
    if page is None:
        return ()
    inside = ChatMember.filter(chat__school_id=school.key, member_id=page, is_inside=True)
    ids = {row.chat_id for row in await inside}
    mine = [chat for chat, _ in await composition.of_people(roster, [person_id])]
    return tuple(chat for chat in mine if chat.id in ids and chat.state is ChatState.ACTIVE)
