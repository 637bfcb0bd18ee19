"""Lets those who come at the same moment share one transaction: its commit costs more than what each of them writes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.errors import StarostaError

T = TypeVar("T")


class CutShortError(StarostaError):
    """Nobody knows whether the group was stored."""


@dataclass(slots=True)
class _Group(Generic[T]):
    items: list[T] = field(default_factory=list)
    is_stored: bool = False
    error: Exception | None = None


class Together(Generic[T]):
    """Hands items to ``store`` in groups: those that come while a group is being stored are the next one."""

    def __init__(self, store: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._store = store
        self._next: _Group[T] = _Group()
        self._turn = asyncio.Lock()

    async def add(self, item: T) -> None:
        """Return once the item is stored; what storing it raises is raised to everybody of its group."""
        mine = self._next
        mine.items.append(item)
        async with self._turn:
            if not mine.is_stored:
                self._next = _Group()
                await self._keep(mine)
        if mine.error is not None:
            raise mine.error

    async def _keep(self, group: _Group[T]) -> None:
        group.is_stored = True
        try:
            await self._store(group.items)
        except Exception as error:
            group.error = error
        except BaseException:
            group.error = CutShortError("whoever stored for all was cut short")
            raise
