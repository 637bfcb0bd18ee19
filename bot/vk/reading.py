"""Reads VK's raw events: what is kept of each in the inbox, and what it means to handlers.

Of a group chat nothing is kept but the fact that somebody wrote, came, went or changed something. A text is stored only
if it may be a command, encrypted, until it is handled.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.domain.events import Added, Allowed, Called, Event, Pressed, Written, dump
from bot.ui.commands import is_call
from bot.vk.messenger import CHAT_PEER

log = structlog.get_logger()

USER_FEED_CHAT_ROW = 52


@dataclass(frozen=True, slots=True)
class Kept:
    """An event worth handling: its unique id, whose it is, and the little that is needed of it."""

    event_id: str
    lane: int
    body: str
    is_press: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What one answer of a feed brings: events for the inbox, chats to look at, chats in which people wrote."""

    events: tuple[Kept, ...] = ()
    touched_peers: frozenset[int] = frozenset()
    spoken_peers: frozenset[int] = frozenset()


def bots_batch(updates: list[dict[str, Any]]) -> Batch:
    """What Bots Long Poll or Callback brought."""
    events: list[Kept] = []
    touched: set[int] = set()
    spoken: set[int] = set()
    for update in updates:
        try:
            _sort(update, events, touched, spoken)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # One odd event must not keep the feed from going on.
            log.warning("event_skipped", type=str(update.get("type")), error=type(error).__name__)
    return Batch(tuple(events), frozenset(touched), frozenset(spoken))


def _sort(update: dict[str, Any], events: list[Kept], touched: set[int], spoken: set[int]) -> None:
    content = update.get("object", {})
    message = content.get("message", {})
    peer_id = message.get("peer_id") or content.get("peer_id") or 0
    if update.get("type") == "message_new" and peer_id > CHAT_PEER:
        if action := message.get("action"):
            touched.add(peer_id)
            if _brings_us(update, action):
                added = Added(message["from_id"], peer_id)
                events.append(Kept(_event_id(update), added.page, dump(added)))
        elif message["from_id"] > 0:
            spoken.add(peer_id)
            if is_call(text := str(message.get("text", ""))):
                called = Called(message["from_id"], peer_id, text.strip())
                events.append(Kept(_event_id(update), called.page, dump(called)))
    elif (event := _event(str(update.get("type")), content)) is not None:
        events.append(Kept(_event_id(update), event.page, dump(event), is_press=isinstance(event, Pressed)))


def user_batch(rows: list[list[Any]]) -> Batch:
    """What the community's user long poll brought: hints that a chat has changed."""
    return Batch(touched_peers=frozenset(int(row[2]) for row in rows if len(row) > 2 and row[0] == USER_FEED_CHAT_ROW))


def _brings_us(update: Mapping[str, Any], action: Mapping[str, Any]) -> bool:
    """Whether a person has added the community itself to a chat."""
    is_us = action.get("member_id") == -update.get("group_id", 0)
    return bool(action["type"] == "chat_invite_user" and is_us and update["object"]["message"]["from_id"] > 0)


def _event(kind: str, content: Mapping[str, Any]) -> Event | None:
    match kind:
        case "message_new" if content["message"]["from_id"] > 0:
            message = content["message"]
            text = str(message.get("text", ""))
            payload, ref = _payload(message.get("payload")), str(message.get("ref", ""))
            has_inline = content.get("client_info", {}).get("inline_keyboard")
            return Written(message["from_id"], text, payload, ref, is_text=bool(text), has_inline=has_inline)
        case "message_event" if content["peer_id"] < CHAT_PEER:
            number = content.get("conversation_message_id", 0)
            payload = _payload(content.get("payload"))
            return Pressed(content["user_id"], content["peer_id"], content["event_id"], number, payload)
        case "message_allow" | "message_deny":
            return Allowed(content["user_id"], is_allowed=kind == "message_allow")
    return None


def _payload(payload: object) -> dict[str, object]:
    """VK sends a payload as an object or as JSON text."""
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except ValueError:
            return {}
    return dict(payload) if isinstance(payload, dict) else {}


def _event_id(update: Mapping[str, Any]) -> str:
    """VK's id of the event; a message is known by its place in the dialogue, whatever id it comes with again."""
    message = update["object"].get("message")
    if message:
        return f"message:{message['peer_id']}:{message['conversation_message_id']}"
    return str(update["event_id"])
