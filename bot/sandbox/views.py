"""What people see on their screens, for the page and the driver."""

from typing import Any

from bot.sandbox.acts import address
from bot.sandbox.conversation import Chat, Conversation, Message
from bot.sandbox.people import Person
from bot.sandbox.world import World

SERVICE_TEXTS = {
    "chat_create": "{actor} создаёт чат «{text}»",
    "chat_title_update": "{actor} меняет название на «{text}»",
    "chat_invite_user": "{actor} приглашает: {member}",
    "chat_invite_user_by_link": "{actor} входит по ссылке",
    "chat_kick_user": "{actor} исключает: {member}",
    "chat_pin_message": "{actor} закрепляет сообщение",
    "chat_unpin_message": "{actor} открепляет сообщение",
}


def dialogs_view(world: World, person: Person) -> list[dict[str, Any]]:
    """Every conversation of the person, the newest first; communities are always in the list."""
    found: list[tuple[int, int, Conversation]] = [
        (community.id, -community.id, community.dialog(person.id)) for community in world.communities.values()
    ]
    found += [(*address(world, chat), chat) for chat in world.chats if person.id in chat.members]
    found.sort(key=lambda row: row[2].messages[-1].at if row[2].messages else 0.0, reverse=True)
    return [_dialog_row(world, person, *row) for row in found]


def conversation_view(
    world: World, person: Person, conversation: Conversation, community_id: int, *, newest: int = 0
) -> dict[str, Any]:
    """Messages (with `newest`, that many of the last) and keyboards as the person sees them; marks all as read."""
    messages = conversation.seen_by(person.id) if isinstance(conversation, Chat) else conversation.messages
    conversation.read_up_to[person.id] = conversation.last_cmid
    shown: dict[str, Any] = {
        "title": _title(world, conversation, community_id),
        "messages": [_message_view(world, person, message) for message in messages[-newest:]],
        "keyboard": conversation.bottom.keyboard if conversation.bottom else None,
        "can_write": _may_write(world, person, conversation),
        "members": None,
    }
    if isinstance(conversation, Chat):
        pinned = next((one for one in conversation.messages if one.cmid == conversation.pinned_cmid), None)
        return shown | {
            "members": members_view(world, conversation),
            "pinned": conversation.pinned_cmid or None,
            "pinned_message": _message_view(world, person, pinned) if pinned else None,
        }
    return shown


def members_view(world: World, chat: Chat) -> list[dict[str, Any]]:
    """Members with their roles."""
    now = world.clock.now()
    return [
        {
            "id": member.id,
            "name": world.name(member.id),
            "is_admin": chat.is_admin(member.id),
            "is_owner": member.id == chat.owner,
            "can_write": member.read_only_until <= now,
        }
        for member in chat.members.values()
    ]


def chat_view(world: World, chat: Chat) -> dict[str, Any]:
    """A chat as VK itself holds it."""
    community_id, peer = address(world, chat)
    return {
        "community": community_id,
        "peer": peer,
        "title": chat.title,
        "created_by": chat.owner,
        "link": chat.link,
        "members": members_view(world, chat),
    }


def _dialog_row(
    world: World, person: Person, community_id: int, peer: int, conversation: Conversation
) -> dict[str, Any]:
    last = conversation.messages[-1] if conversation.messages else None
    return {
        "community": community_id,
        "peer": peer,
        "kind": "chat" if isinstance(conversation, Chat) else "community",
        "title": _title(world, conversation, community_id),
        "unread": conversation.unread_by(person.id),
        "last": {"text": _text(world, last), "at": world.clock.text(last.at), "from": last.sender} if last else None,
    }


def _title(world: World, conversation: Conversation, community_id: int) -> str:
    return conversation.title if isinstance(conversation, Chat) else world.communities[community_id].title


def _message_view(world: World, person: Person, message: Message) -> dict[str, Any]:
    return {
        "cmid": message.cmid,
        "from": message.sender,
        "from_name": world.name(message.sender),
        "at": world.clock.text(message.at),
        "text": _text(world, message),
        "edited": message.edited_at is not None,
        "keyboard": message.keyboard if person.has_inline else None,
        "action": message.action,
        "attachments": message.attachments,
        "snackbars": message.snackbars.get(person.id, []),
    }


def _text(world: World, message: Message) -> str:
    action = message.action
    if not action:
        return message.text
    pattern: str = SERVICE_TEXTS.get(action["type"], action["type"])
    if action["type"] == "chat_kick_user" and action["member_id"] == message.sender:
        pattern = "{actor} выходит из чата"
    actor, member = world.name(message.sender), world.name(action.get("member_id", 0))
    return pattern.format(actor=actor, member=member, text=action.get("text", ""))


def _may_write(world: World, person: Person, conversation: Conversation) -> bool:
    if not isinstance(conversation, Chat):
        return True
    member = conversation.members.get(person.id)
    return member is not None and member.read_only_until <= world.clock.now()
