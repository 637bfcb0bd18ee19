"""Structured logs: one line an event, ids only; never a name, phone, code, token or text of a message."""

import logging
import sys
import traceback
from pathlib import Path
from typing import TextIO

import structlog

FRAMES_SHOWN = 4
_NOISY = ("vkbottle", "apscheduler", "tortoise", "aiosqlite", "aiohttp.access")


def _where(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Tell where an exception was raised, but not its text: that may quote what somebody typed."""
    if event.pop("exc_info", None):
        frames = traceback.extract_tb(sys.exc_info()[2])[-FRAMES_SHOWN:]
        event["where"] = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return event


def configure(level: str, *, stream: TextIO = sys.stderr) -> None:
    """Send structlog and the standard library's warnings to ``stream`` from ``level`` on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _where,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event", "school", "chat"], drop_missing=True
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    for name in _NOISY:
        quiet = logging.getLogger(name)
        quiet.handlers.clear()
        quiet.setLevel(logging.CRITICAL)
