"""Structured logs: one line an event, ids only; never a name, phone, code, token or text of a message."""

import logging
import sys
from typing import TextIO

import structlog

_NOISY = ("vkbottle", "apscheduler", "tortoise", "aiosqlite", "aiohttp.access")


def configure(level: str, *, stream: TextIO = sys.stderr) -> None:
    """Send structlog and the standard library's warnings to ``stream`` from ``level`` on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event", "school", "chat"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    for name in _NOISY:
        quiet = logging.getLogger(name)
        quiet.handlers.clear()
        quiet.setLevel(logging.CRITICAL)
