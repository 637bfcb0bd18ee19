"""The emulator's own clock: real time plus an offset that only grows."""

import time
from datetime import UTC, datetime


class SandboxClock:
    """Tells the emulator's time; moving it never goes back."""

    def __init__(self) -> None:
        self._offset_seconds = 0.0

    def now(self) -> float:
        """Unix seconds."""
        return time.time() + self._offset_seconds

    def text(self, at: float | None = None) -> str:
        """ISO 8601 in UTC of the given moment (Unix seconds), or of now."""
        return datetime.fromtimestamp(self.now() if at is None else at, UTC).isoformat(timespec="milliseconds")

    def advance(self, seconds: float) -> None:
        """Move forward; raises ValueError for a negative step."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._offset_seconds += seconds

    def move_to(self, moment: str) -> None:
        """Move to an ISO 8601 moment (UTC when it names no zone); raises ValueError when it is in the past."""
        target = datetime.fromisoformat(moment)
        if target.tzinfo is None:
            target = target.replace(tzinfo=UTC)
        self.advance(target.timestamp() - self.now())
