"""The chats of one person, as lists and cards show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.kinds import ChatKind, ChatState
from bot.domain.membership import Reason
from bot.domain.roster import Unit
from bot.domain.russian import class_sort_key
from bot.services import accounts, composition
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember

ROLES = {
    "pupil": "pupil",
    "guardian": "guardian",
    "teacher": "staff",
    "homeroom": "staff",
    "author": "staff",
    "stand-in": "staff",
}


@dataclass(frozen=True, slots=True)
class ChatPlace:
    """One chat as one person sees it; ``roles`` are those of the conversation through which they belong."""

    chat: Chat
    reasons: tuple[Reason, ...]
    roles: frozenset[str]
    is_inside: bool
    has_left: bool
    inside: int
    expected: int

    @property
    def is_ready(self) -> bool:
        """Whether the chat exists in VK."""
        return self.chat.state is ChatState.ACTIVE


async def places_of(school: SchoolContext, profile: Profile) -> list[ChatPlace]:
    """The chats that the people of one page belong to: class by class, then by title."""
    roster = await Roster.of(school.key, school.today())
    belonging = await composition.of_people(roster, profile.person_ids)
    members = await ChatMember.filter(chat_id__in=[chat.id for chat, _ in belonging])
    units = await roster.units({chat.unit_id for chat, _ in belonging})
    ordered = sorted(belonging, key=lambda one: _order(one[0], units.get(one[0].unit_id)))
    seats = {chat.id: await composition.of_chat(roster, chat) for chat, _ in ordered}
    pages = await accounts.pages_of(school, list({person_id for mine in seats.values() for person_id in mine}))
    return [
        _place(chat, profile, reasons, members, expected=accounts.humans(seats[chat.id], pages))
        for chat, reasons in ordered
    ]


def _order(chat: Chat, unit: Unit | None) -> tuple[object, ...]:
    """Chats of classes by class, then those of groups and the others by title."""
    place = list(ChatKind).index(chat.kind)
    if unit is not None and chat.kind not in (ChatKind.SUBJECT, ChatKind.CUSTOM):
        return 0, class_sort_key(unit.title), place, ""
    return 1, (), place, chat.title


def _place(
    chat: Chat, profile: Profile, reasons: tuple[Reason, ...], members: Iterable[ChatMember], *, expected: int
) -> ChatPlace:
    there = [member for member in members if member.chat_id == chat.id]
    me = next((member for member in there if member.member_id == profile.page), None)
    return ChatPlace(
        chat=chat,
        reasons=reasons,
        roles=frozenset(role for reason in reasons for role in _roles(reason, profile)),
        is_inside=bool(me and me.is_inside),
        has_left=bool(me and me.ending == "left" and not me.is_inside),
        inside=sum(member.is_inside for member in there),
        expected=expected,
    )


def _roles(reason: Reason, profile: Profile) -> tuple[str, ...]:
    """The role behind a reason; somebody picked by hand comes as what the journal says they are."""
    if reason.code in ROLES:
        return (ROLES[reason.code],)
    mine = next((person for person in profile.people if person.source_id == reason.person_id), None)
    return () if mine is None else Profile(profile.page, people=(mine,)).roles
