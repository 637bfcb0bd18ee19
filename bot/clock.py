"""The one home of the current time: the system's clock, or the sandbox's when a demo moves it."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """The current moment, timezone-aware, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The current moment, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one home


class ShiftedClock:
    """The machine's clock plus an offset that a sandbox dictates; it never runs backwards."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._offset = timedelta()

    def now(self) -> datetime:
        """The sandbox's moment, UTC."""
        return self._system.now() + self._offset

    def follow(self, moment: datetime) -> None:
        """Move to ``moment`` (UTC) if it is ahead of this clock by more than the jitter of one request."""
        ahead = moment - self.now()
        if ahead > timedelta(seconds=1):
            self._offset += ahead
