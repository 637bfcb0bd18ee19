"""Keeps a community's token under VK's limit, whoever asks."""

import asyncio
from collections import deque

# VK counts in a window of its own: a margin keeps both windows apart although requests are not equally long on the way.
WINDOW_SECONDS = 1.03


class Pace:
    """Lets at most ``per_second`` requests depart in any second; paces departures and does not wait for answers.

    For every request that VK turns down one less departs in a second, down to half; each second gives one back.
    """

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._departures: deque[float] = deque(maxlen=per_second)
        self._less, self._less_since = 0, 0.0

    def slow_down(self) -> None:
        """VK has turned a request down although it departed in its turn."""
        self._less, self._less_since = min(self._held_back + 1, self._per_second // 2), _now()

    @property
    def is_scarce(self) -> bool:
        """Whether half of the departures of this second are used up."""
        return self.wait_seconds(keep=self._per_second - 1 - self._per_second // 2) > 0

    @property
    def _held_back(self) -> int:
        return max(0, self._less - int(_now() - self._less_since)) if self._less else 0

    def wait_seconds(self, *, keep: int = 0) -> float:
        """How long nobody may depart, 0 or less for not at all; ``keep`` departures of a second stay free after it."""
        counted = max(1, self._per_second - keep - self._held_back)
        if len(self._departures) < counted:
            return 0.0
        return self._departures[-counted] + WINDOW_SECONDS - _now()

    def depart(self) -> None:
        """Count a departure of this moment."""
        self._departures.append(_now())

    async def wait_and_depart(self) -> None:
        """Depart as soon as one more request may."""
        while (seconds := self.wait_seconds()) > 0:  # noqa: ASYNC110 - time passes, nobody tells
            await asyncio.sleep(seconds)
        self.depart()


def _now() -> float:
    return asyncio.get_running_loop().time()
