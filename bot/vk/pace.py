"""Keeps a community's token under VK's limit, whoever asks."""

import asyncio
from collections import deque

# VK counts in a window of its own: a margin of 2 % keeps both windows apart.
WINDOW_SECONDS = 1.02


class Pace:
    """Lets at most ``per_second`` requests depart in any second; paces departures and does not wait for answers."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._departures: deque[float] = deque(maxlen=per_second)
        self._turn = asyncio.Lock()

    @property
    def is_scarce(self) -> bool:
        """Whether half of the departures of this second are used up."""
        half = self._per_second // 2
        return len(self._departures) > half and self._departures[-1 - half] + WINDOW_SECONDS > _now()

    async def depart(self) -> None:
        """Wait until one more request may leave."""
        async with self._turn:
            if len(self._departures) == self._departures.maxlen:
                wait_seconds = self._departures[0] + WINDOW_SECONDS - _now()
                if wait_seconds > 0:
                    await asyncio.sleep(wait_seconds)
            self._departures.append(_now())


def _now() -> float:
    return asyncio.get_running_loop().time()
