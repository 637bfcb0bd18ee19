"""What can happen to a chat, whoever does it, and how the communities in it hear of that."""

from typing import Any

from bot.sandbox.conversation import Chat, Member
from bot.sandbox.errors import VkError
from bot.sandbox.messages import message_new
from bot.sandbox.world import World

ROW_TITLE, ROW_ADMIN, ROW_PIN, ROW_JOINED, ROW_LEFT, ROW_KICKED, ROW_DEMOTED = 1, 3, 5, 6, 7, 8, 9


def create(world: World, owner: int, title: str, members: list[int]) -> Chat:
    """Make a chat with these members; communities among them get numbers of their own for it."""
    for member in members:
        _check_exists(world, member)
    chat = world.new_chat(title, owner)
    for member in (owner, *members):
        _seat(world, chat, member, invited_by=owner)
    tell(world, chat, owner, {"type": "chat_create", "text": title})
    for member in members:
        if member < 0:
            tell(world, chat, owner, {"type": "chat_invite_user", "member_id": member})
    return chat


def join(world: World, chat: Chat, person_id: int) -> None:
    """Enter by the link; LookupError "already" or "removed" when VK would not let this person in."""
    if person_id in chat.members:
        raise LookupError("already")
    if person_id in chat.removed and not world.switches.kicked_may_return:
        raise LookupError("removed")
    _seat(world, chat, person_id, invited_by=person_id)
    action = {"type": "chat_invite_user_by_link", "member_id": person_id}
    tell(world, chat, person_id, action, (ROW_JOINED, person_id))


def invite(world: World, chat: Chat, actor: int, member: int) -> None:
    """A member brings somebody in, also one who was removed before."""
    if actor not in chat.members:
        raise VkError(917)
    if member in chat.members:
        raise VkError(15, "already in the chat")
    _seat(world, chat, member, invited_by=actor)
    tell(world, chat, actor, {"type": "chat_invite_user", "member_id": member}, (ROW_JOINED, member))


def leave(world: World, chat: Chat, member: int) -> None:
    """Go away by oneself; the way back by the link stays open."""
    chat.require_member(member)
    tell(world, chat, member, {"type": "chat_kick_user", "member_id": member}, (ROW_LEFT, member))
    chat.part_with(member)
    world.announce("chat", title=chat.title)


def kick(world: World, chat: Chat, actor: int, member: int) -> None:
    """Remove somebody else; only the owner may remove an administrator, and nobody the owner."""
    chat.require_admin(actor)
    chat.require_member(member)
    if member == chat.owner or (actor != chat.owner and chat.is_admin(member)):
        raise VkError(15)
    hears_itself = world.switches.own_kick_arrives
    action = {"type": "chat_kick_user", "member_id": member}
    tell(world, chat, actor, action, (ROW_KICKED, member), deaf=0 if hears_itself else member)
    chat.part_with(member)
    chat.removed.add(member)
    world.announce("chat", title=chat.title)


def rename(world: World, chat: Chat, actor: int, title: str) -> None:
    """Give the chat another title."""
    chat.title = title
    tell(world, chat, actor, {"type": "chat_title_update", "text": title}, (ROW_TITLE, 0))


def set_role(world: World, chat: Chat, actor: int, member: int, *, is_admin: bool) -> None:
    """Give or take the administrator's role; VK writes no message about it."""
    chat.require_admin(actor)
    one = chat.require_member(member)
    if member == chat.owner:
        raise VkError(15)
    if one.is_admin != is_admin:
        one.is_admin = is_admin
        _row(world, chat, (ROW_ADMIN if is_admin else ROW_DEMOTED, member))
        world.announce("chat", title=chat.title)


def pin(world: World, chat: Chat, actor: int, cmid: int) -> None:
    """Pin a message, or with 0 unpin the pinned one."""
    action: dict[str, Any] = {"type": "chat_unpin_message", "member_id": actor}
    if cmid:
        pinned = chat.message(cmid)
        action |= {"type": "chat_pin_message", "conversation_message_id": cmid, "message": pinned.text}
    chat.pinned_cmid = cmid
    tell(world, chat, actor, action, (ROW_PIN, cmid))


def tell(
    world: World,
    chat: Chat,
    actor: int,
    action: dict[str, Any],
    row: tuple[int, int] | None = None,
    *,
    deaf: int = 0,
) -> None:
    """Write the service message; the community that made the chat gets the row, the others the event."""
    message = chat.add(actor, world.clock.now(), "", action=action)
    if row is not None:
        _row(world, chat, row)
    for community in world.communities.values():
        member = community.member_id
        if member not in chat.members or member in (chat.owner, deaf):
            continue
        if chat.is_admin(member) or action.get("member_id") == member or world.switches.non_admin_sees_actions:
            message_new(community, chat, message)
    world.announce("chat", title=chat.title)


def _row(world: World, chat: Chat, row: tuple[int, int]) -> None:
    maker = world.communities.get(-chat.owner)
    if maker is not None and maker.member_id in chat.members:
        maker.user_feed.append([52, row[0], chat.peers[maker.id], row[1]])


def _seat(world: World, chat: Chat, member: int, *, invited_by: int) -> None:
    _check_exists(world, member)
    if member < 0:
        world.communities[-member].add_chat(chat)
    seat = Member(member, invited_by, world.clock.now(), chat.last_cmid + 1, is_admin=member == chat.owner)
    chat.members[member] = seat
    chat.removed.discard(member)


def _check_exists(world: World, member: int) -> None:
    if member > 0:
        world.person(member)
    elif -member not in world.communities:
        raise VkError(936)
