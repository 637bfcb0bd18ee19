"""Which screens and acts of the table of contents the bot has really shown and done."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import pytest

from handlers.contents import FEATURES

Handler = Callable[..., Awaitable[Any]]


def watch(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Note from now on the id of every screen that is loaded and of every act that is done.

    A screen may show another one in its place by calling its loader, so the loaders of the modules are watched too.
    """
    reached: set[str] = set()
    for feature in FEATURES:
        for name, screen in feature.screens.items():
            load = _noting(reached, name, screen.load)
            monkeypatch.setitem(feature.screens, name, replace(screen, load=load))
            monkeypatch.setattr(sys.modules[screen.load.__module__], screen.load.__name__, load)
        for name, act in feature.acts.items():
            monkeypatch.setitem(feature.acts, name, _noting(reached, name, act))
    return reached


def _noting(reached: set[str], name: str, handler: Handler) -> Handler:
    @wraps(handler)
    async def handle(*args: Any) -> Any:
        reached.add(name)
        return await handler(*args)

    return handle
