"""Methods that make and change chats."""

from typing import Any

from bot.sandbox import chat_life
from bot.sandbox.conversation import CHAT_PEER_BASE, Chat
from bot.sandbox.errors import VkError
from bot.sandbox.registry import Call, method

FOREVER = float("inf")


@method("messages.createChat")
def create_chat(call: Call) -> Any:
    """The community becomes owner; who of user_ids gets in is a switch."""
    wanted = call.params.numbers("user_ids")
    adds = call.world.switches.create_chat_adds
    if wanted and adds == "refuse":
        raise VkError(936)
    added = [person for person in dict.fromkeys(wanted) if _is_added(call, person, adds)]
    chat = chat_life.create(call.world, call.me, call.params.text("title"), added)
    chat_id = chat.peers[call.community.id] - CHAT_PEER_BASE
    return chat_id if call.world.switches.create_chat_form == "int" else {"chat_id": chat_id, "peer_ids": added}


@method("messages.getInviteLink")
def get_invite_link(call: Call) -> dict[str, str]:
    """The link; with reset the old one is dead."""
    chat = call.community.chat(call.params.need("peer_id"))
    is_reset = call.params.flag("reset")
    chat.require_admin(call.me, code=931 if is_reset else 919)
    if is_reset:
        chat.link_token = call.world.new_link_token()
        call.world.announce("chat", title=chat.title)
    return {"link": chat.link}


@method("messages.editChat")
def edit_chat(call: Call) -> int:
    """Rename."""
    chat = _chat(call)
    chat.require_admin(call.me)
    chat_life.rename(call.world, chat, call.me, call.params.need_text("title"))
    return 1


@method("messages.removeChatUser")
def remove_chat_user(call: Call) -> int:
    """Remove somebody, or leave."""
    chat = _chat(call)
    member = call.params.need("member_id", "user_id")
    if member == call.me:
        chat_life.leave(call.world, chat, member)
        return 1
    if member > 0:
        call.world.person(member)
    chat_life.kick(call.world, chat, call.me, member)
    return 1


@method("messages.setMemberRole")
def set_member_role(call: Call) -> int:
    """Make an administrator or an ordinary member; undocumented in VK, so it may be switched off."""
    _check_roles_method(call)
    role = call.params.need_text("role")
    if role not in ("admin", "member"):
        raise VkError(100, "role is invalid")
    chat = call.community.chat(call.params.need("peer_id"))
    chat_life.set_role(call.world, chat, call.me, call.params.need("member_id"), is_admin=role == "admin")
    return 1


@method("messages.changeConversationMemberRestrictions")
def change_conversation_member_restrictions(call: Call) -> dict[str, Any]:
    """Forbid members to write (`ro`) for seconds or for ever, or let them again (`rw`)."""
    _check_roles_method(call)
    action = call.params.need_text("action")
    if action not in ("ro", "rw"):
        raise VkError(100, "action is invalid")
    chat = call.community.chat(call.params.need("peer_id"))
    chat.require_admin(call.me)
    failed = [member for member in call.params.numbers("member_ids") if not _restrict(call, chat, member, action)]
    call.world.announce("chat", title=chat.title)
    return {"failed_member_ids": failed}


def _restrict(call: Call, chat: Chat, member: int, action: str) -> bool:
    if member not in chat.members or chat.is_admin(member):
        return False
    seconds = call.params.integer("for") or FOREVER
    chat.members[member].read_only_until = call.now + seconds if action == "ro" else 0.0
    return True


def _is_added(call: Call, person_id: int, adds: str) -> bool:
    dialog = call.community.dialogs.get(person_id)
    return adds == "all" or (adds == "allowed" and dialog is not None and dialog.is_allowed)


def _chat(call: Call) -> Chat:
    return call.community.chat(CHAT_PEER_BASE + call.params.need("chat_id"))


def _check_roles_method(call: Call) -> None:
    if not call.world.switches.roles_method:
        raise VkError(3)
