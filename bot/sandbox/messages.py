"""Messages as VK shows them: in events and in answers of methods."""

from typing import Any

from bot.sandbox.community import Community
from bot.sandbox.conversation import Conversation, Message

CLIENT_INFO = {
    "button_actions": [
        "text",
        "vkpay",
        "open_app",
        "location",
        "open_link",
        "callback",
        "open_photo",
        "intent_subscribe",
        "intent_unsubscribe",
    ],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}
OLD_CLIENT_INFO = CLIENT_INFO | {"button_actions": ["text"], "inline_keyboard": False, "carousel": False}
PINNED_FIELDS = (
    "id",
    "conversation_message_id",
    "date",
    "from_id",
    "peer_id",
    "text",
    "important",
    "attachments",
    "fwd_messages",
    "keyboard",
)


def vk_message(community: Community, conversation: Conversation, message: Message) -> dict[str, Any]:
    """VK's message object as this community sees it."""
    shown: dict[str, Any] = {
        "id": message.message_id,
        "conversation_message_id": message.cmid,
        "date": int(message.at),
        "from_id": message.sender,
        "peer_id": community.peer(conversation),
        "text": message.text,
        "out": int(message.sender == community.member_id),
        "version": 10_000_000 + message.cmid,
        "random_id": message.random_id,
        "important": False,
        "is_hidden": False,
        "attachments": message.attachments,
        "fwd_messages": [],
    }
    optional = {
        "payload": message.payload,
        "action": message.action,
        "keyboard": _vk_keyboard(community, message),
        "ref": message.ref,
        "ref_source": message.ref_source,
        "update_time": int(message.edited_at or 0),
    }
    return shown | {name: value for name, value in optional.items() if value}


def pinned_message(community: Community, conversation: Conversation, message: Message) -> dict[str, Any]:
    """VK's pinned message, which has fewer fields than the message itself."""
    whole = vk_message(community, conversation, message)
    return {name: whole[name] for name in PINNED_FIELDS if name in whole} | {"out": bool(whole["out"])}


def message_new(community: Community, conversation: Conversation, message: Message, *, has_inline: bool = True) -> None:
    """Tell the community by Bots Long Poll that a message was written, by an app new or old."""
    client = CLIENT_INFO if has_inline else OLD_CLIENT_INFO
    community.emit("message_new", {"message": vk_message(community, conversation, message), "client_info": client})


def _vk_keyboard(community: Community, message: Message) -> dict[str, Any] | None:
    if message.keyboard is None:
        return None
    return {"one_time": False, "inline": False, **message.keyboard, "author_id": community.member_id}
