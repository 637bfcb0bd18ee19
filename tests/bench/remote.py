"""A part of a benchmark in a process of its own, driven from here over a pipe: nothing shares an event loop."""

import asyncio
import gc
import inspect
import multiprocessing
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FORKS = multiprocessing.get_context("forkserver")
# Two dozen processes are started in a run: what they all need is imported once.
FORKS.set_forkserver_preload(["tests.bench.emulator", "tests.bench.starosta", "tests.bench.vkbottle_bots"])
START_SECONDS, END_SECONDS, ANSWER_SECONDS = 60, 20, 200

Part = Callable[..., AbstractAsyncContextManager[Any]]


class Remote:
    """``part(*arguments)`` is entered in a new process; ``call`` runs a method of what it gives."""

    def __init__(self, part: Part, *arguments: Any, folder: Path) -> None:
        self._here, there = FORKS.Pipe()
        self._process = FORKS.Process(target=_run, args=(there, part, arguments, folder), daemon=True)
        self._process.start()
        there.close()
        self.answer(START_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        self._process.join(END_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def call(self, name: str, **options: Any) -> Any:
        """What the method returns; RuntimeError when it raised or took too long."""
        self.ask(name, **options)
        return self.answer()

    def ask(self, name: str, **options: Any) -> None:
        """Begin a call whose answer is fetched later."""
        self._here.send((name, options))

    def answer(self, within_seconds: float = ANSWER_SECONDS) -> Any:
        """The answer to the call that was begun."""
        if not self._here.poll(within_seconds):
            raise RuntimeError(f"no answer within {within_seconds} s")
        try:
            is_fine, result = self._here.recv()
        except EOFError:
            raise RuntimeError("the process has ended; its error stands above") from None
        if not is_fine:
            raise RuntimeError(result)
        return result


def _run(connection: Connection, part: Part, arguments: tuple[Any, ...], folder: Path) -> None:
    os.chdir(folder)
    # As in `starosta run`: what was imported is no garbage, and to look for some there would copy it from the parent.
    gc.freeze()
    asyncio.run(_serve(connection, part, arguments))


async def _serve(connection: Connection, part: Part, arguments: tuple[Any, ...]) -> None:
    async with part(*arguments) as made:
        connection.send((True, None))
        while (order := await asyncio.to_thread(_next, connection)) is not None:
            connection.send(await _obeyed(made, *order))


async def _obeyed(made: object, name: str, options: dict[str, Any]) -> tuple[bool, Any]:
    try:
        result = getattr(made, name)(**options)
        return True, await result if inspect.isawaitable(result) else result
    except Exception as error:
        return False, f"{name}: {type(error).__name__}: {error}"


def _next(connection: Connection) -> Any:
    try:
        return connection.recv()
    except EOFError:
        return None
