"""The chats that a member of staff looks after or belongs to, in groups, and found by a part of their titles."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Role
from bot.domain.russian import class_sort_key, normal_name, search_words
from bot.services import accounts, composition
from bot.services.accounts import Profile
from bot.services.places import ChatPlace, places_of
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember


class Group(StrEnum):
    """Which chats a list shows (label ``m-filter.<value>``); ``SCHOOL`` is for administrators alone."""

    ALL = "all"
    PROBLEMS = "problems"
    SUBJECT = "subject"
    CUSTOM = "custom"
    AUTOMATIC = "automatic"
    ADOPTED = "adopted"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Spot:
    """A chat in a list; without ``place`` the person does not belong to it and only looks after it."""

    chat: Chat
    place: ChatPlace | None = None


async def of_group(school: SchoolContext, profile: Profile, group: Group) -> list[Spot]:
    """The chats of a group: those that need attention first, then as places are ordered."""
    if group is Group.SCHOOL:
        return await of_school(school) if is_administrator(profile) else []
    return [spot for spot in await own(school, profile) if belongs(spot.chat, group)]


async def own(school: SchoolContext, profile: Profile) -> list[Spot]:
    """The chats to which somebody belongs as a member of staff."""
    places = [place for place in await places_of(school, profile) if "staff" in place.roles]
    return sorted((Spot(place.chat, place) for place in places), key=lambda spot: not problem_of(spot.chat))


async def of_school(school: SchoolContext) -> list[Spot]:
    """Every chat of the school that is not deleted, class by class."""
    chats = await Chat.filter(school_id=school.key, deleted_at__isnull=True)
    return [Spot(chat) for chat in sorted(chats, key=_order) if chat.state.is_ours]


async def found(school: SchoolContext, profile: Profile, query: str) -> list[Spot]:
    """The chats whose title has every word of the query; an administrator finds those of the whole school."""
    words = search_words(query)
    spots = await (of_school(school) if is_administrator(profile) else own(school, profile))
    return [spot for spot in spots if words and all(word in normal_name(spot.chat.title) for word in words)]


async def people_of(school: SchoolContext, spot: Spot) -> tuple[int, int]:
    """How many people are inside and how many belong."""
    if spot.place is not None:
        return spot.place.inside, spot.place.expected
    roster = await Roster.of(school.key, school.today())
    inside = await ChatMember.filter(chat_id=spot.chat.id, is_inside=True).count()
    people = list(await composition.of_chat(roster, spot.chat))
    return inside, accounts.humans(people, await accounts.pages_of(school, people))


def belongs(chat: Chat, group: Group) -> bool:
    """Whether a chat is one of the group."""
    match group:
        case Group.PROBLEMS:
            return bool(problem_of(chat))
        case Group.SUBJECT:
            return chat.kind is ChatKind.SUBJECT
        case Group.CUSTOM:
            return chat.kind is ChatKind.CUSTOM
        case Group.AUTOMATIC:
            return chat.kind in CLASS_CHATS
        case Group.ADOPTED:
            return chat.adopted_at is not None
    return True


def problem_of(chat: Chat) -> str:
    """What somebody has to mend or to decide (text ``m-problem-<code>``); empty when nothing."""
    if chat.trouble:
        return chat.trouble
    if chat.state is ChatState.GONE:
        return "gone"
    return "held" if any(refusal.startswith("hold-") for refusal in chat.refusals) else ""


def _order(chat: Chat) -> tuple[object, ...]:
    return not problem_of(chat), class_sort_key(chat.title.partition(" ")[0]), chat.title


def is_administrator(profile: Profile) -> bool:
    """Whether the person administers the school."""
    return Role.ADMINISTRATOR in {role for person in profile.people for role in person.roles}
