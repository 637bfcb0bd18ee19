"""Waiting for another process."""

import time
from collections.abc import Callable

LOOK_SECONDS = 0.02


def until(condition: Callable[[], object], *, within_seconds: float, what: str) -> None:
    """Wait until the condition holds; RuntimeError after the time."""
    deadline = time.monotonic() + within_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {within_seconds} s: {what}")
        time.sleep(LOOK_SECONDS)
