"""Presses of callback buttons: each lives a minute and takes one answer."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import VkError
from bot.sandbox.tokens import Tokens

LIFE_SECONDS = 60
SNACKBAR_LENGTH = 90
EVENT_DATA_LENGTH = 1000
ANSWER_FIELDS = {"show_snackbar": ("text",), "open_link": ("link",), "open_app": ("app_id", "owner_id", "hash")}


@dataclass
class Press:
    """One press; `answer` stays None for an empty answer and while there is none."""

    event_id: str
    community_id: int
    person_id: int
    peer_id: int
    cmid: int
    pressed_at: float
    answer: dict[str, Any] | None = None
    seconds: float | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Presses:
    """Every press since the start."""

    def __init__(self, clock: SandboxClock, tokens: Tokens) -> None:
        self._clock = clock
        self._tokens = tokens
        self._by_id: dict[str, Press] = {}

    def begin(self, community_id: int, person_id: int, peer_id: int, cmid: int) -> Press:
        """A person pressed a callback button."""
        event_id = self._tokens.next(12)
        press = Press(event_id, community_id, person_id, peer_id, cmid, self._clock.now())
        self._by_id[event_id] = press
        return press

    def answer(self, community_id: int, event_id: str, person_id: int, peer_id: int, event_data: str) -> Press:
        """Take the one answer of a press; VkError 100 when it is not live or the data are not as VK wants."""
        press = self._by_id.get(event_id)
        owner = (community_id, person_id, peer_id)
        if press is None or owner != (press.community_id, press.person_id, press.peer_id) or not self._is_live(press):
            raise VkError(100, "event_id is invalid")
        press.answer = parse_event_data(event_data)
        press.seconds = self._clock.now() - press.pressed_at
        press.answered.set()
        return press

    def live_unanswered(self) -> int:
        """Presses that still may be answered."""
        return sum(1 for press in self._by_id.values() if self._is_live(press))

    def statistics(self) -> dict[str, int]:
        """How many presses there were and how many got their answer."""
        answered = sum(1 for press in self._by_id.values() if press.answered.is_set())
        return {"total": len(self._by_id), "answered": answered, "unanswered": len(self._by_id) - answered}

    def _is_live(self, press: Press) -> bool:
        return not press.answered.is_set() and self._clock.now() - press.pressed_at <= LIFE_SECONDS


def parse_event_data(text: str) -> dict[str, Any] | None:
    """The action a press is answered with; None for an empty answer, VkError 100 for a malformed one."""
    if not text:
        return None
    try:
        data = json.loads(text) if len(text) <= EVENT_DATA_LENGTH else None
    except ValueError:
        data = None
    fields = ANSWER_FIELDS.get(data.get("type", "")) if isinstance(data, dict) else None
    if not isinstance(data, dict) or fields is None or any(name not in data for name in fields):
        raise VkError(100, "event_data is invalid")
    if len(str(data.get("text", ""))) > SNACKBAR_LENGTH:
        raise VkError(100, "event_data: text is too long")
    return data
