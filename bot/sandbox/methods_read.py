"""Methods that read members, conversations and messages."""

from typing import Any

from bot.sandbox.conversation import CHAT_PEER_BASE, Chat, Conversation, Dialog, Member
from bot.sandbox.errors import VkError
from bot.sandbox.messages import pinned_message, vk_message
from bot.sandbox.methods_people import group_object, user_object
from bot.sandbox.registry import Call, method

MEMBERS_PAGE, MEMBERS_PAGE_MAX = 20, 1000
ACL = (
    "can_change_info",
    "can_change_invite_link",
    "can_change_pin",
    "can_invite",
    "can_promote_users",
    "can_see_invite_link",
    "can_moderate",
    "can_copy_chat",
    "can_call",
    "can_use_mass_mentions",
)
PERMISSIONS = {
    "invite": "all",
    "change_info": "all",
    "change_pin": "all",
    "use_mass_mentions": "all",
    "see_invite_link": "all",
    "call": "all",
    "change_admins": "owner_and_admins",
}


@method("messages.getConversationMembers")
def get_conversation_members(call: Call) -> dict[str, Any]:
    """One page of members; only an administrator may ask."""
    peer_id = call.params.need("peer_id")
    conversation = call.community.conversation(peer_id)
    members = _members(call, conversation, peer_id)
    offset = call.params.integer("offset")
    count = call.params.limited("count", default=MEMBERS_PAGE, most=MEMBERS_PAGE_MAX)
    page = members[offset : offset + count]
    ids = [item["member_id"] for item in page]
    return {"count": len(members), "items": page, **_profiles(call, ids), "chat_restrictions": _restrictions()}


@method("messages.getConversationsById")
def get_conversations_by_id(call: Call) -> dict[str, Any]:
    """Conversations under these peers; a chat that the community does not administer is left out in silence."""
    peers = call.params.numbers("peer_ids")
    if not 0 < len(peers) <= 100:
        raise VkError(100, "peer_ids should hold 1..100 peers")
    items = [_conversation(call, peer) for peer in peers if _is_readable(call, peer)]
    return {"count": len(items), "items": items}


@method("messages.getConversations")
def get_conversations(call: Call) -> dict[str, Any]:
    """Conversations with messages, the newest first."""
    found = [(peer, one) for peer, one in _all_conversations(call) if _visible(call, peer, one)]
    found.sort(key=lambda pair: (-pair[1].messages[-1].at, pair[0]))
    offset = call.params.integer("offset")
    count = call.params.limited("count", default=20, most=200)
    return {"count": len(found), "items": [_with_last(call, *pair) for pair in found[offset : offset + count]]}


@method("messages.getByConversationMessageId")
def get_by_conversation_message_id(call: Call) -> dict[str, Any]:
    """Messages by their numbers in the conversation; unknown numbers are left out."""
    conversation = call.community.conversation(call.params.need("peer_id"))
    wanted = set(call.params.numbers("conversation_message_ids"))
    items = [vk_message(call.community, conversation, one) for one in conversation.messages if one.cmid in wanted]
    return {"count": len(items), "items": items}


@method("messages.deleteConversation")
def delete_conversation(call: Call) -> dict[str, int]:
    """Clear the community's own history; the others keep theirs."""
    peer_id = call.params.need("peer_id")
    conversation = call.community.conversation(peer_id)
    call.community.cleared[peer_id] = conversation.last_cmid
    return {"last_deleted_id": conversation.last_cmid}


@method("messages.markAsRead")
def mark_as_read(call: Call) -> int:
    """The community has seen everything."""
    conversation = call.community.conversation(call.params.need("peer_id"))
    conversation.read_up_to[call.me] = conversation.last_cmid
    return 1


@method("messages.setActivity")
def set_activity(call: Call) -> int:
    """Show that the community is typing."""
    call.world.announce("typing", peer=call.params.need("peer_id"), community=call.community.id)
    return 1


def _members(call: Call, conversation: Conversation, peer_id: int) -> list[dict[str, Any]]:
    if not isinstance(conversation, Chat):
        return [{"member_id": peer_id}, {"member_id": call.me}]
    conversation.require_admin(call.me, code=917)
    return [_member(call, conversation, one) for one in conversation.members.values()]


def _member(call: Call, chat: Chat, member: Member) -> dict[str, Any]:
    flags = {
        "is_owner": member.id == chat.owner,
        "is_admin": chat.is_admin(member.id),
        "can_kick": member.id != chat.owner and (call.me == chat.owner or not member.is_admin),
        "is_restricted_to_write": member.read_only_until > call.now,
    }
    facts = {"member_id": member.id, "invited_by": member.invited_by, "join_date": int(member.joined_at)}
    return facts | {name: True for name, is_set in flags.items() if is_set}


def _profiles(call: Call, ids: list[int]) -> dict[str, Any]:
    people = [user_object(call.world.person(one), call.params.words("fields")) for one in ids if one > 0]
    return {"profiles": people, "groups": [group_object(call.world.communities[-one]) for one in ids if one < 0]}


def _restrictions() -> dict[str, bool]:
    names = ("only_admins_edit_info", "only_admins_edit_pin", "only_admins_invite", "only_admins_kick")
    return {"admins_promote_users": True} | {name: name == "only_admins_kick" for name in names}


def _is_readable(call: Call, peer: int) -> bool:
    if peer > CHAT_PEER_BASE:
        chat = call.community.chats.get(peer)
        return chat is not None and chat.is_admin(call.me)
    return peer in call.community.dialogs


def _all_conversations(call: Call) -> list[tuple[int, Conversation]]:
    return [*call.community.dialogs.items(), *call.community.chats.items()]


def _visible(call: Call, peer: int, conversation: Conversation) -> bool:
    return bool(conversation.messages) and conversation.last_cmid > call.community.cleared.get(peer, 0)


def _with_last(call: Call, peer: int, conversation: Conversation) -> dict[str, Any]:
    last = vk_message(call.community, conversation, conversation.messages[-1])
    return {"conversation": _conversation(call, peer), "last_message": last}


def _conversation(call: Call, peer: int) -> dict[str, Any]:
    conversation = call.community.conversation(peer)
    is_chat = isinstance(conversation, Chat)
    local_id = peer - CHAT_PEER_BASE if is_chat else peer
    shown = {
        "peer": {"id": peer, "type": "chat" if is_chat else "user", "local_id": local_id},
        "last_message_id": conversation.messages[-1].message_id if conversation.messages else 0,
        "last_conversation_message_id": conversation.last_cmid,
        "in_read": conversation.read_up_to.get(call.me, 0),
        "out_read": max((cmid for who, cmid in conversation.read_up_to.items() if who != call.me), default=0),
        "version": 10_000_000 + conversation.last_cmid,
        "unread_count": conversation.unread_by(call.me),
        "can_write": _can_write(call, conversation),
    }
    return shown | ({"chat_settings": _chat_settings(call, conversation)} if isinstance(conversation, Chat) else {})


def _can_write(call: Call, conversation: Conversation) -> dict[str, Any]:
    reason = 0
    if isinstance(conversation, Dialog):
        reason = conversation.refusal or (0 if conversation.is_allowed else 901)
    elif isinstance(conversation, Chat) and call.me not in conversation.members:
        reason = 917
    return {"allowed": False, "reason": reason} if reason else {"allowed": True}


def _chat_settings(call: Call, chat: Chat) -> dict[str, Any]:
    is_admin = chat.is_admin(call.me)
    settings: dict[str, Any] = {
        "title": chat.title,
        "owner_id": chat.owner,
        "admin_ids": [one for one in chat.members if chat.is_admin(one) and one != chat.owner],
        "members_count": len(chat.members),
        "state": "in" if call.me in chat.members else "kicked" if call.me in chat.removed else "left",
        "acl": dict.fromkeys(ACL, is_admin),
        "permissions": PERMISSIONS | dict.fromkeys(chat.closed, "owner_and_admins"),
        "active_ids": list(chat.members)[:4],
        "is_group_channel": False,
    }
    pinned = next((one for one in chat.messages if one.cmid == chat.pinned_cmid), None)
    return settings | ({"pinned_message": pinned_message(call.community, chat, pinned)} if pinned else {})
