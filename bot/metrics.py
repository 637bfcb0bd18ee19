"""What the bot counts, for Prometheus; nothing in a label names a person."""

from collections import deque
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from prometheus_client import Counter, Gauge, Histogram

EVENTS = Counter("starosta_events", "Events stored, repeated ones included.", ["school", "feed"])
REQUESTS = Counter("starosta_vk_requests", "Requests to VK by method and error code (0: none).", ["method", "code"])
REQUEST_SECONDS = Histogram("starosta_vk_request_seconds", "Time until VK has answered a request.")
CALLS = Counter("starosta_vk_calls", "Calls inside them, by method and error code.", ["method", "code"])
PACE_WAIT = Histogram(
    "starosta_pace_wait_seconds", "Time a call waited for its departure.", buckets=(0.005, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
)
ACTIONS = Counter("starosta_actions", "Actions of reconciliation that were done.", ["school", "action"])
LOOKS = Counter("starosta_looks", "Looks at a chat by outcome.", ["school", "outcome"])
BACKLOG = Gauge("starosta_backlog_events", "Events that wait to be handled.", ["school"])
BACKLOG_AGE = Gauge("starosta_backlog_age_seconds", "Age of the oldest event that waits.", ["school"])
OUTBOX_AGE = Gauge("starosta_outbox_age_seconds", "Age of the oldest message that is due.", ["school"])
ERRORS = Counter("starosta_errors", "What has gone wrong.", ["school", "what"])
HOUR = timedelta(hours=1)
NEWEST_REQUESTS = 100
_newest: deque[float] = deque(maxlen=NEWEST_REQUESTS)


class Mishap(StrEnum):
    """What has gone wrong: VK has not done something, or the program could not do what it names."""

    VK = "vk"
    EVENT = "event"
    LOOK = "look"
    MESSAGE = "message"
    JOB = "job"


class LatestErrors:
    """What has gone wrong within the last hour; ``began_at`` is when this process began to count."""

    def __init__(self, began_at: datetime) -> None:
        self.began_at = began_at
        self._noted: deque[tuple[datetime, Mishap]] = deque()

    def note(self, what: Mishap, at: datetime) -> None:
        """Count one error, and forget those of more than an hour ago."""
        while self._noted and self._noted[0][0] <= at - HOUR:
            self._noted.popleft()
        self._noted.append((at, what))

    def counted(self, now: datetime) -> dict[Mishap, int]:
        """How many errors of each kind there were."""
        latest = [what for at, what in self._noted if at > now - HOUR]
        return {what: latest.count(what) for what in Mishap}


def count_request(seconds: float) -> None:
    """Count one request to VK that took so long."""
    REQUEST_SECONDS.observe(seconds)
    _newest.append(seconds)


def usual_seconds() -> float | None:
    """How long VK took for half of the newest requests of this process; None before the first."""
    return median(_newest) if _newest else None
