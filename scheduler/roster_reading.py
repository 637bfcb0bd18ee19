"""Starts the work on a journal where it holds up nobody, and hands its frames over as they come."""

import asyncio
import contextlib
import pickle
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

from bot.domain.edition import ChangedMeanwhileError
from bot.errors import OperatorError
from scheduler import roster_worker
from scheduler.roster_frames import Broken, Ending, Frame, Task
from scheduler.roster_worker import LENGTH_BYTES, work

APART_FROM_BYTES = 4 * 2**20
"""A smaller journal is read in a thread: starting a process would take longer than reading it."""


@contextlib.asynccontextmanager
async def frames_of(task: Task) -> AsyncIterator[AsyncIterator[Frame]]:
    """The frames of a task; whoever leaves the block early ends the work. ``ChangedMeanwhileError``: try again."""
    is_long = await asyncio.to_thread(_size_of, task.path) >= APART_FROM_BYTES
    frames = _apart(task) if is_long else _in_thread(task)
    async with contextlib.aclosing(frames):
        yield frames


def _size_of(path: Path) -> int:
    files = path.rglob("*.csv") if path.is_dir() else [path]
    with contextlib.suppress(OSError):
        return sum(file.stat().st_size for file in files)
    return 0


async def _in_thread(task: Task) -> AsyncGenerator[Frame, None]:
    with contextlib.closing(work(task)) as frames:
        while (frame := await asyncio.to_thread(next, frames, None)) is not None:
            yield frame


async def _apart(task: Task) -> AsyncGenerator[Frame, None]:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", roster_worker.__name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async for frame in _received(worker, task):
            match frame:
                case Broken(_, where, is_changed=True):
                    raise ChangedMeanwhileError
                case Broken(name, where):
                    raise OperatorError(f"the journal could not be read: {name} at {where}")
                case _:
                    yield frame
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()


async def _received(worker: asyncio.subprocess.Process, task: Task) -> AsyncIterator[Frame | Broken]:
    """What the process sends, each after its length; an end without the last frame is a break, too."""
    if worker.stdin is None or worker.stdout is None:
        return
    worker.stdin.write(pickle.dumps(task))
    worker.stdin.close()
    frame: Frame | Broken = Broken("the process ended", "its beginning")
    with contextlib.suppress(asyncio.IncompleteReadError):
        while not isinstance(frame, Ending):
            size = int.from_bytes(await worker.stdout.readexactly(LENGTH_BYTES), "big")
            frame = pickle.loads(await worker.stdout.readexactly(size))  # noqa: S301 - from our own process
            yield frame
    if not isinstance(frame, Ending):
        yield Broken("the process ended", "an unknown place")
