"""The baselines: a bare vkbottle bot that answers presses, and a loop of one vkbottle call after the other."""

import asyncio
import json
import time
from types import TracebackType
from typing import Any, Self

from vkbottle import API
from vkbottle.bot import Bot
from vkbottle_types.events import GroupEventType

from tests.bench import usage
from tests.bench.usage import Usage

TOKEN = "sandbox-token-1"
LABELS = ("О боте", "Мои данные", "На главную")
TEXT = "Здесь помогают, когда что-то не получается. " * 8
KEYBOARD = json.dumps(
    {
        "inline": True,
        "buttons": [
            [{"action": {"type": "callback", "label": label, "payload": '{"s": "H.ABOUT"}'}, "color": "secondary"}]
            for label in LABELS
        ],
    },
    ensure_ascii=False,
)


class Echo:
    """Answers each press and edits its message, without storing anything."""

    def __init__(self, url: str) -> None:
        self._bot = Bot(TOKEN)
        self._bot.api.API_URL = f"{url}/method/"
        self._bot.on.raw_event(GroupEventType.MESSAGE_EVENT, dict)(self._pressed)

    async def __aenter__(self) -> Self:
        self._polling = asyncio.ensure_future(self._bot.run_polling())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._polling.cancel()
        await asyncio.gather(self._polling, return_exceptions=True)
        await self._bot.api.http_client.close()

    def usage(self) -> Usage:
        """CPU and memory of the process."""
        return usage.of_this_process()

    async def _pressed(self, event: dict[str, Any]) -> None:
        press = event["object"]
        who = {"user_id": press["user_id"], "peer_id": press["peer_id"]}
        await self._bot.api.request("messages.sendMessageEventAnswer", {"event_id": press["event_id"], **who})
        window = {"peer_id": press["peer_id"], "conversation_message_id": press["conversation_message_id"]}
        await self._bot.api.request("messages.edit", {**window, "message": TEXT, "keyboard": KEYBOARD})


class Loop:
    """One call, its answer, the next call."""

    def __init__(self, url: str) -> None:
        self._api = API(TOKEN)
        self._api.API_URL = f"{url}/method/"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.http_client.close()

    async def members(self, peers: list[int]) -> float:
        """Read the members of the chats; seconds."""
        return await self._timed("messages.getConversationMembers", [{"peer_id": one, "count": 1000} for one in peers])

    async def invite(self, peers: list[int]) -> float:
        """Write to the pages; seconds."""
        rows = [{"peer_id": one, "random_id": one, "message": TEXT, "keyboard": KEYBOARD} for one in peers]
        return await self._timed("messages.send", rows)

    async def _timed(self, method: str, calls: list[dict[str, Any]]) -> float:
        began = time.perf_counter()
        for params in calls:
            await self._api.request(method, params)
        return time.perf_counter() - began
