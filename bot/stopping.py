"""Ends the work between two steps.

A task that is cancelled inside a transaction would leave SQLite's lock taken for ever, so loops are asked to stop, and
only waiting for the network or for time is ever cut short.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import structlog

from bot.errors import OperatorError

log = structlog.get_logger()

PAUSES_SECONDS = (0.5, 1, 2, 5)
T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 - it ends a loop, it is not a fault
    """The process is asked to end."""


class Stop:
    """A request to end, seen by every loop."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Ask every loop to end."""
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        """Whether loops should end."""
        return self._asked.is_set()

    async def wait(self) -> None:
        """Wait until somebody asks."""
        await self._asked.wait()

    async def repeat(self, name: str, step: Callable[[], Awaitable[object]]) -> None:
        """Do ``step`` until the end is asked for; one that fails is told in the log once and done again.

        So a database that is away for a minute, or a full disk, ends no loop. ``OperatorError`` does.
        """
        failures = 0
        while not self.is_asked:
            try:
                await step()
                failures = 0
            except Stopped:
                break
            except OperatorError:
                raise
            except Exception as error:
                if failures == 0:
                    log.exception("loop_interrupted", loop=name, error=type(error).__name__)
                await self.rest(PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)])
                failures += 1

    async def rest(self, seconds: float, bell: asyncio.Event | None = None) -> None:
        """Wait for ``seconds``, for the bell or for the end, whatever comes first; the bell is silenced."""
        waits = [asyncio.ensure_future(self._asked.wait())]
        if bell is not None:
            waits.append(asyncio.ensure_future(bell.wait()))
        await self._first(waits, seconds)
        if bell is not None:
            bell.clear()

    async def during(self, network: Coroutine[Any, Any, T]) -> T:
        """Wait for a network call, cutting it short with ``Stopped`` when the process is asked to end."""
        call = asyncio.ensure_future(network)
        await self._first([asyncio.ensure_future(self._asked.wait()), call], None)
        if not call.done() or call.cancelled():
            raise Stopped
        return call.result()

    @staticmethod
    async def _first(waits: "Sequence[asyncio.Future[Any]]", seconds: float | None) -> None:
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            unfinished = [wait for wait in waits if not wait.done()]
            for wait in unfinished:
                wait.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
