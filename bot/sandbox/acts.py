"""What a person does in the VK app: writes, presses, opens links, allows and forbids messages."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox import chat_life
from bot.sandbox.community import Community
from bot.sandbox.conversation import CHAT_PEER_BASE, Chat, Conversation, Dialog, Message
from bot.sandbox.errors import VkError
from bot.sandbox.keyboard import payload_of, payload_text
from bot.sandbox.messages import message_new
from bot.sandbox.presses import Press
from bot.sandbox.world import World

VK_HOSTS = {"vk.me", "vk.com", "vk.ru", "m.vk.com", "m.vk.ru"}


def write(world: World, person_id: int, conversation: Conversation, text: str, payload: str | None = None) -> Message:
    """Write a message; VkError 983 or 917 when the person may not write in this chat."""
    message = _write(world, person_id, conversation, text, payload)
    world.announce("message", person=person_id)
    return message


def start(world: World, person_id: int, dialog: Dialog) -> Message:
    """Press «Начать»."""
    return write(world, person_id, dialog, "Начать", json.dumps({"command": "start"}))


def keyboard_at(conversation: Conversation, cmid: int) -> tuple[int, dict[str, Any]]:
    """Message number and keyboard of a message, or (cmid 0) of the keyboard below; LookupError when there is none."""
    bottom = conversation.bottom
    if cmid and (bottom is None or cmid != bottom.cmid):
        message = conversation.message(cmid)
        if message.keyboard is None or not message.keyboard.get("inline"):
            raise LookupError("the message shows no buttons")
        return cmid, message.keyboard
    if bottom is None:
        raise LookupError("no keyboard is shown")
    return bottom.cmid, bottom.keyboard


def press_text(world: World, person_id: int, conversation: Conversation, cmid: int, button: dict[str, Any]) -> None:
    """Press a text button: the label is written, in a chat with a mention of the keyboard's community."""
    label = str(button["action"]["label"])
    if isinstance(conversation, Chat):
        author = world.communities[-conversation.message(cmid).sender]
        label = f"[club{author.id}|@{author.screen_name}] {label}"
    bottom = conversation.bottom
    if bottom is not None and bottom.cmid == cmid and bottom.keyboard.get("one_time"):
        conversation.bottom = None
    write(world, person_id, conversation, label, payload_text(button))


def press_callback(
    world: World, person_id: int, conversation: Conversation, cmid: int, button: dict[str, Any]
) -> Press:
    """Press a callback button of a message; its author has a minute to answer."""
    _check_is_in(conversation, person_id)
    community = world.communities[-conversation.message(cmid).sender]
    peer_id = community.peer(conversation)
    press = world.presses.begin(community.id, person_id, peer_id, cmid)
    body = {
        "user_id": person_id,
        "peer_id": peer_id,
        "event_id": press.event_id,
        "payload": payload_of(button),
        "conversation_message_id": cmid,
    }
    community.emit("message_event", body)
    world.announce("press", person=person_id)
    return press


def allow(world: World, community: Community, person_id: int) -> None:
    """Let the community write first."""
    dialog = community.dialog(person_id)
    dialog.refusal = 0
    if not dialog.is_allowed:
        dialog.is_allowed = True
        community.emit("message_allow", {"user_id": person_id, "key": ""})
        world.announce("dialog", person=person_id)


def deny(world: World, community: Community, person_id: int) -> None:
    """Forbid the community to write."""
    dialog = community.dialog(person_id)
    if dialog.is_allowed:
        dialog.is_allowed = False
        community.emit("message_deny", {"user_id": person_id})
        world.announce("dialog", person=person_id)


def open_link(world: World, person_id: int, url: str) -> dict[str, Any]:
    """Follow a link; LookupError "dead_link", "removed" or "already" when it lets nobody in."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    path = parts.path.strip("/")
    if (parts.hostname or "") not in VK_HOSTS:
        return {"kind": "outside"}
    if path.startswith("join/"):
        return _open_invite(world, person_id, url)
    name = path.removeprefix("write-")
    community = next((one for one in world.communities.values() if one.answers_to(name)), None)
    if community is None:
        return {"kind": "outside"}
    query = parse_qs(parts.query)
    ref = query.get("ref", [""])[0]
    dialog = community.dialog(person_id)
    dialog.pending_ref = (ref, query.get("ref_source", [""])[0]) if ref else dialog.pending_ref
    world.announce("dialog", person=person_id)
    return {"kind": "dialog", "community": community.id, "ref_pending": bool(ref)}


def address(world: World, chat: Chat) -> tuple[int, int]:
    """Community and peer by which the page names a chat; community 0 when none was ever in it."""
    if chat.owner < 0:
        return -chat.owner, chat.peers[-chat.owner]
    return next(iter(chat.peers.items()), (0, CHAT_PEER_BASE + world.chats.index(chat) + 1))


def _open_invite(world: World, person_id: int, url: str) -> dict[str, Any]:
    chat = world.chat_by_link(url)
    if chat is None:
        raise LookupError("dead_link")
    chat_life.join(world, chat, person_id)
    community_id, peer = address(world, chat)
    return {"kind": "chat", "community": community_id, "peer": peer}


def _write(world: World, person_id: int, conversation: Conversation, text: str, payload: str | None) -> Message:
    now = world.clock.now()
    if isinstance(conversation, Chat):
        _check_may_write(conversation, person_id, now)
        message = conversation.add(person_id, now, text, payload=payload)
        for community in _hearers(world, conversation, text):
            message_new(community, conversation, message)
        return message
    assert isinstance(conversation, Dialog)  # noqa: S101 - the only other kind
    community = next(one for one in world.communities.values() if one.dialogs.get(person_id) is conversation)
    allow(world, community, person_id)
    ref, ref_source = conversation.pending_ref or ("", "")
    conversation.pending_ref = None
    number = community.next_message_id()
    message = conversation.add(person_id, now, text, payload=payload, message_id=number, ref=ref, ref_source=ref_source)
    message_new(community, conversation, message, has_inline=world.person(person_id).has_inline)
    return message


def _check_is_in(conversation: Conversation, person_id: int) -> None:
    if isinstance(conversation, Chat) and person_id not in conversation.members:
        raise VkError(917)


def _check_may_write(chat: Chat, person_id: int, now: float) -> None:
    _check_is_in(chat, person_id)
    if chat.members[person_id].read_only_until > now:
        raise VkError(983)


def _hearers(world: World, chat: Chat, text: str) -> list[Community]:
    return [
        community
        for community in world.communities.values()
        if community.member_id in chat.members
        and (chat.is_admin(community.member_id) or text.startswith("/") or _mentions(community, text))
    ]


def _mentions(community: Community, text: str) -> bool:
    names = (f"[club{community.id}|", f"@club{community.id}", f"@{community.screen_name}")
    return any(name in text for name in names)
