"""A long poll queue: numbered events, keys that expire, and the three ways to fail."""

import asyncio
from collections import deque
from itertools import takewhile
from typing import Any, Literal

from bot.sandbox.tokens import Tokens

KEPT_EVENTS = 20_000
EVENTS_PER_ANSWER = 1_000
MAX_WAIT_SECONDS = 90.0

Act = Literal["expire_key", "lose", "forget_old", "redeliver"]


class Feed:
    """One feed of one community; any number of readers may ask it."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._events: deque[tuple[int, Any]] = deque(maxlen=KEPT_EVENTS)
        self._lost_keys: set[str] = set()
        self._changed = asyncio.Event()
        self._is_open = True
        self.key = tokens.next()
        self.last = 1
        self.fetched: int | None = None

    @property
    def waiting(self) -> int:
        """Events that the reader has not acknowledged yet; zero while nobody has ever read."""
        return 0 if self.fetched is None else max(0, self.last - self.fetched)

    def append(self, event: Any) -> None:
        """Put an event at the end and wake the readers."""
        self.last += 1
        self._events.append((self.last, event))
        self._wake()

    async def check(self, key: str, ts: str, wait_seconds: float) -> dict[str, Any]:
        """The answer to `act=a_check`: updates after ts, nothing after the wait, or `failed`."""
        try:
            async with asyncio.timeout(max(0.0, min(wait_seconds, MAX_WAIT_SECONDS))):
                while (answer := self._answer(key, ts)) is None and self._is_open:
                    await self._changed.wait()
        except TimeoutError:
            answer = None
        return answer or {"ts": int(ts), "updates": []}

    def act(self, act: Act, count: int | None = None) -> None:
        """Break the feed on purpose: see the control API; ValueError for an unknown act."""
        if act == "redeliver":
            for _, event in list(self._events)[-(count or 1) :]:
                self.append(event)
        elif act == "forget_old":
            self._forget(count)
        elif act in ("expire_key", "lose"):
            if act == "lose":
                self._lost_keys.add(self.key)
                self._events.clear()
            self.key = self._tokens.next()
        else:
            raise ValueError(f"unknown act {act}")
        self._wake()

    def close(self) -> None:
        """Let every reader go; the emulator stops."""
        self._is_open = False
        self._wake()

    def _answer(self, key: str, ts: str) -> dict[str, Any] | None:
        if key in self._lost_keys:
            return {"failed": 3}
        if key != self.key:
            return {"failed": 2}
        oldest = self._events[0][0] if self._events else self.last + 1
        if not ts.isdecimal() or not oldest - 1 <= int(ts) <= self.last:
            return {"failed": 1, "ts": self.last}
        self.fetched = max(self.fetched or 0, int(ts))
        unread = list(takewhile(lambda numbered: numbered[0] > int(ts), reversed(self._events)))
        fresh = unread[: -EVENTS_PER_ANSWER - 1 : -1]
        return {"ts": fresh[-1][0], "updates": [event for _, event in fresh]} if fresh else None

    def _forget(self, count: int | None) -> None:
        for _ in range(min(count or len(self._events), len(self._events))):
            self._events.popleft()
        if not self._events:
            self.last += 1

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
