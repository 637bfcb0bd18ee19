"""How much may be on its way to many people after VK has said that it is too much (9, 29)."""

from datetime import datetime, timedelta


class Flood:
    """Room for what can wait: none for as long as VK asks, then one message at a time, two, four, and soon all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._room = most
        self._met_at: datetime | None = None
        self._pause = timedelta()

    def met(self, now: datetime, seconds: float) -> None:
        """VK turned a message down and will for so long."""
        self._room, self._met_at, self._pause = 1, now, timedelta(seconds=seconds)

    def passed(self) -> None:
        """VK took a message."""
        self._room = min(2 * self._room, self._most)

    def room(self, now: datetime) -> int:
        """How many may be on their way; a clock that was put back ends the pause."""
        if self._met_at is not None and self._met_at <= now < self._met_at + self._pause:
            return 0
        return self._room
