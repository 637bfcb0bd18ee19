"""messages.send, edit, delete, pin, unpin and the answer to a press."""

import re
from typing import Any

from bot.sandbox import chat_life
from bot.sandbox.conversation import CHAT_PEER_BASE, Chat, Conversation, Dialog, Message
from bot.sandbox.errors import VkError
from bot.sandbox.keyboard import parse_keyboard
from bot.sandbox.messages import pinned_message, vk_message
from bot.sandbox.registry import Call, method
from bot.sandbox.uploads import KINDS

MESSAGE_LENGTH = 4096
PAYLOAD_LENGTH = 1000
EDIT_SECONDS = DELETE_SECONDS = 24 * 3600
PEERS_AT_ONCE = 100
_ATTACHMENT = re.compile(r"(?P<kind>photo|doc|wall|video|audio|poll)(?P<owner>-?\d+)_(?P<id>\d+)(_\w+)?")


@method("messages.send")
def send(call: Call) -> Any:
    """One peer gives a number, several give a list where each peer carries its own refusal."""
    if not call.params.text("random_id"):
        raise VkError(100, "random_id is a required parameter")
    content = _content(call)
    peers = call.params.numbers("peer_ids")
    if len(peers) > PEERS_AT_ONCE:
        raise VkError(100, f"peer_ids: too many, max: {PEERS_AT_ONCE}")
    if peers:
        return [_send_item(call, peer, content) for peer in peers]
    return _send_once(call, _peer(call), content)[0]


@method("messages.edit")
def edit(call: Call) -> int:
    """Everything is replaced: what is not passed again is dropped."""
    conversation = _writable(call, call.params.need("peer_id"))
    message = _own_message(call, conversation)
    if call.now - message.at > EDIT_SECONDS:
        raise VkError(909)
    if message.action:
        raise VkError(920)
    content = _content(call)
    message.text, message.keyboard = content["text"], content["keyboard"]
    message.attachments, message.edited_at = content["attachments"], call.now
    if conversation.bottom is not None and conversation.bottom.cmid == message.cmid:
        conversation.bottom = None
    call.world.announce("message", peer=call.params.need("peer_id"), community=call.community.id)
    return 1


@method("messages.delete")
def delete(call: Call) -> Any:
    """A list with a result of its own for every message."""
    peer = call.params.need("peer_id")
    conversation = call.community.conversation(peer)
    cmids = call.params.numbers("cmids", "conversation_message_ids")
    numbers = call.params.numbers("message_ids")
    cmids += [one.cmid for one in conversation.messages if one.message_id and one.message_id in numbers]
    return [_delete_item(call, peer, conversation, cmid) for cmid in cmids]


@method("messages.pin")
def pin(call: Call) -> dict[str, Any]:
    """Pin a message of a chat; returns it."""
    chat = call.community.chat(call.params.need("peer_id"))
    chat.require_admin(call.me)
    message = chat.message(call.params.need("conversation_message_id", "cmid", "message_id"))
    chat_life.pin(call.world, chat, call.me, message.cmid)
    return pinned_message(call.community, chat, message)


@method("messages.unpin")
def unpin(call: Call) -> int:
    """Take the pinned message down."""
    chat = call.community.chat(call.params.need("peer_id"))
    chat.require_admin(call.me)
    chat_life.pin(call.world, chat, call.me, 0)
    return 1


@method("messages.sendMessageEventAnswer")
def send_message_event_answer(call: Call) -> int:
    """Answer a press within its minute, once."""
    person_id, peer_id = call.params.need("user_id"), call.params.need("peer_id")
    event_id, data = call.params.need_text("event_id"), call.params.text("event_data")
    press = call.world.presses.answer(call.community.id, event_id, person_id, peer_id, data)
    if press.answer and press.answer["type"] == "show_snackbar":
        message = call.community.conversation(peer_id).message(press.cmid)
        message.snackbars.setdefault(person_id, []).append(press.answer["text"])
    call.world.announce("answer", person=person_id)
    return 1


def _content(call: Call) -> dict[str, Any]:
    text = call.params.text("message")
    attachments = [_attachment(call, word) for word in call.params.words("attachment")]
    call.params.check_json("forward")
    call.params.check_json("template")
    if len(text) > MESSAGE_LENGTH:
        raise VkError(914)
    if not text and not attachments:
        raise VkError(100, "message is empty or invalid")
    if len(call.params.text("payload")) > PAYLOAD_LENGTH:
        raise VkError(100, "payload is too long")
    return {"text": text, "attachments": attachments, "keyboard": parse_keyboard(call.params.text("keyboard"))}


def _attachment(call: Call, word: str) -> dict[str, Any]:
    found = _ATTACHMENT.fullmatch(word)
    if found is None:
        raise VkError(100, "attachment is invalid")
    kind, owner_id, number = found["kind"], int(found["owner"]), int(found["id"])
    if owner_id != call.me or kind not in KINDS:
        return {"type": kind, kind: {"id": number, "owner_id": owner_id}}
    upload = call.world.uploads.saved(kind, owner_id, number)
    return {"type": kind, kind: upload.vk_object(call.host)}


def _peer(call: Call) -> int:
    chat_id = call.params.integer("chat_id")
    return CHAT_PEER_BASE + chat_id if chat_id else call.params.need("peer_id", "user_id")


def _send_item(call: Call, peer: int, content: dict[str, Any]) -> dict[str, Any]:
    try:
        message_id, cmid = _send_once(call, peer, content)
    except VkError as error:
        refusal = {"code": error.code, "description": error.text}
        return {"peer_id": peer, "message_id": 0, "conversation_message_id": 0, "error": refusal}
    return {"peer_id": peer, "message_id": message_id, "conversation_message_id": cmid}


def _send_once(call: Call, peer: int, content: dict[str, Any]) -> tuple[int, int]:
    key = (peer, call.params.integer("random_id"))
    if key[1] and key in call.community.sent:
        return call.community.sent[key]
    conversation = _writable(call, peer)
    number = call.community.next_message_id() if isinstance(conversation, Dialog) else 0
    message = conversation.add(call.me, call.now, **content, message_id=number, random_id=key[1])
    call.community.sent[key] = (message.message_id, message.cmid)
    call.community.emit("message_reply", vk_message(call.community, conversation, message))
    call.world.announce("message", peer=peer, community=call.community.id)
    return message.message_id, message.cmid


def _writable(call: Call, peer: int) -> Conversation:
    if peer > CHAT_PEER_BASE:
        chat = call.community.chats.get(peer)
        if chat is None or call.me not in chat.members:
            raise VkError(917)
        if chat.members[call.me].read_only_until > call.now:
            raise VkError(983)
        return chat
    if call.world.person(peer).deactivated:
        raise VkError(18)
    dialog = call.community.dialogs.get(peer)
    if dialog is None or dialog.refusal or not dialog.is_allowed:
        raise VkError(dialog.refusal if dialog and dialog.refusal else 901)
    return dialog


def _own_message(call: Call, conversation: Conversation) -> Message:
    cmid = call.params.integer("conversation_message_id", "cmid")
    if not cmid and isinstance(conversation, Dialog):
        number = call.params.need("message_id")
        cmid = next((one.cmid for one in conversation.messages if one.message_id == number), 0)
    message = conversation.message(cmid)
    if message.sender != call.me:
        raise VkError(15, "message can not be edited")
    return message


def _delete_item(call: Call, peer: int, conversation: Conversation, cmid: int) -> dict[str, Any]:
    item: dict[str, Any] = {"peer_id": peer, "conversation_message_id": cmid}
    try:
        message = conversation.message(cmid)
        item["message_id"] = message.message_id
        _check_deletable(call, conversation, message)
    except VkError as error:
        return item | {"error": {"code": error.code, "description": error.text}}
    conversation.remove(message)
    call.world.announce("message", peer=peer, community=call.community.id)
    return item | {"response": 1}


def _check_deletable(call: Call, conversation: Conversation, message: Message) -> None:
    if not call.params.flag("delete_for_all"):
        raise VkError(924, "the emulator deletes for everybody only")
    if message.sender == call.me:
        if call.now - message.at > DELETE_SECONDS:
            raise VkError(924)
        return
    if (
        not isinstance(conversation, Chat)
        or not conversation.is_admin(call.me)
        or conversation.is_admin(message.sender)
    ):
        raise VkError(15)
