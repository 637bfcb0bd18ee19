"""The command `starosta` as processes of their own that can be killed: forked from an interpreter that is warm."""

import asyncio
import contextlib
import multiprocessing
import os
import resource
import signal
from collections.abc import Sequence
from pathlib import Path

from bot.__main__ import main

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["tests.faults.warm"])


class Process:
    """One running command; what it prints goes to a file."""

    def __init__(self, arguments: Sequence[str], output: Path) -> None:
        self._output = output
        self._process = WARM.Process(target=_run, args=(list(arguments), output), daemon=True)
        self._process.start()
        self._pid = self._process.pid or 0

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return self._output.read_text(encoding="utf-8") if self._output.exists() else ""

    @property
    def is_running(self) -> bool:
        """Whether it still lives."""
        return self._process.is_alive()

    async def says(self, text: str, *, within_seconds: float = 30) -> None:
        """Wait until it prints the text; AssertionError when it ends or the time is over."""
        async with asyncio.timeout(within_seconds):
            while text not in self.text:
                assert self.is_running, f"ended with {self._process.exitcode} before «{text}»:\n{self.text}"
                await asyncio.sleep(0.02)

    async def ended(self, *, within_seconds: float = 30) -> int:
        """The exit code; AssertionError when it still runs after that time."""
        await asyncio.to_thread(self._process.join, within_seconds)
        assert self._process.exitcode is not None, f"still running:\n{self.text}"
        return self._process.exitcode

    async def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        assert await self.ended() == -signal.SIGKILL, f"it was over before:\n{self.text}"

    def pause(self) -> None:
        """Stop it where it stands."""
        os.kill(self._pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """End the pause."""
        os.kill(self._pid, signal.SIGCONT)

    def limit_files(self, size: int) -> None:
        """Let no file of it grow beyond so many bytes, as on a full disk; -1 ends that."""
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    async def terminate(self, *, within_seconds: float = 10) -> int:
        """SIGTERM, and the exit code."""
        self._process.terminate()
        return await self.ended(within_seconds=within_seconds)

    async def clear_away(self) -> None:
        """End it if it still runs."""
        with contextlib.suppress(AssertionError):
            await self.kill()
        self._process.close()


def _run(arguments: list[str], output: Path) -> None:
    with output.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    main(arguments, prog_name="starosta")
