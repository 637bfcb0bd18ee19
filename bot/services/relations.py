"""What a person is to a chat: the facts behind every permission."""

from bot.domain.kinds import CLASS_CHATS, Role
from bot.domain.membership import Reason
from bot.domain.permissions import Act, Relation, why_not
from bot.errors import UserError
from bot.services import composition
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember

INSIDE = {"homeroom": Relation.HOMEROOM, "pupil": Relation.PUPIL, "guardian": Relation.GUARDIAN}


async def to_chat(school: SchoolContext, profile: Profile, chat: Chat) -> frozenset[Relation]:
    """Everything that the people of a page are to the chat."""
    roster = await Roster.of(school.key, school.today())
    found = set(to_school(profile)) - {Relation.PUPIL, Relation.GUARDIAN}
    if chat.author_id and chat.author_id in profile.person_ids:
        found.add(Relation.AUTHOR)
    found |= {_inside(reason, profile) for reason in await composition.reasons_of(roster, chat, profile.person_ids)}
    if Relation.STAFF in found and await _leads(chat, profile.page):
        found.add(Relation.CHAT_ADMINISTRATOR)
    if Role.GUARDIAN in _roles(profile) and await _has_child_inside(roster, profile, chat):
        found.add(Relation.CHILD_INSIDE)
    return frozenset(found)


def to_school(profile: Profile) -> frozenset[Relation]:
    """What the people of a page are to the school's chats at large."""
    roles = _roles(profile)
    tests = (
        (Relation.STAFF, any(role.is_staff for role in roles)),
        (Relation.SCHOOL_ADMINISTRATOR, Role.ADMINISTRATOR in roles),
        (Relation.PUPIL, Role.PUPIL in roles),
        (Relation.GUARDIAN, Role.GUARDIAN in roles),
    )
    return frozenset(relation for relation, holds in tests if holds)


async def refuse_unless_allowed(school: SchoolContext, profile: Profile, act: Act, chat: Chat | None = None) -> None:
    """``UserError`` with the reason when the person may not do this with the chat, or with the school's chats."""
    relations = to_school(profile) if chat is None else await to_chat(school, profile, chat)
    if (key := why_not(relations, act, chat.kind if chat else None)) is not None:
        raise UserError(key)


def _roles(profile: Profile) -> set[Role]:
    return {role for person in profile.people for role in person.roles}


def _inside(reason: Reason, profile: Profile) -> Relation:
    """What a reason to belong makes of a person; somebody picked by hand is what the journal says of them."""
    if reason.code in INSIDE:
        return INSIDE[reason.code]
    roles = next((person.roles for person in profile.people if person.source_id == reason.person_id), frozenset())
    if any(role.is_staff for role in roles):
        return Relation.STAFF_INSIDE
    return Relation.GUARDIAN if Role.GUARDIAN in roles else Relation.PUPIL


async def _leads(chat: Chat, page: int) -> bool:
    return await ChatMember.filter(chat_id=chat.id, member_id=page, is_inside=True, is_admin=True).exists()


async def _has_child_inside(roster: Roster, profile: Profile, chat: Chat) -> bool:
    children = {child for group in (await roster.children(profile.person_ids)).values() for child in group}
    if not children or (chat.kind in CLASS_CHATS and not chat.kind.has_pupils):
        return False
    return not children.isdisjoint(await composition.of_chat(roster, chat))
