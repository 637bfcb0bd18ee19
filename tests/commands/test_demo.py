"""``starosta demo`` leaves nothing behind, whenever it is ended."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.driver_wire import until
from tests.faults.processes import Process


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
async def demo(tmp_path: Path, port: int) -> AsyncIterator[Process]:
    """The demo, just started."""
    process = Process(["demo", "--port", str(port), "--keep", str(tmp_path)], tmp_path / "output.txt")
    yield process
    await process.clear_away()


async def test_sigterm_while_the_demo_starts_ends_its_sandbox_too(demo: Process, port: int) -> None:
    await _sandbox_listens(demo, port)
    assert demo.text == ""
    assert await demo.terminate() == 0, demo.text
    assert demo.text == ""
    assert not await _is_served(port)


async def test_a_killed_demo_takes_its_sandbox_along(demo: Process, port: int) -> None:
    await _sandbox_listens(demo, port)
    await demo.kill()
    await _sandbox_listens(demo, port, is_wanted=False)


async def _sandbox_listens(demo: Process, port: int, *, is_wanted: bool = True) -> None:
    """Wait until it does, or until it does no more."""

    async def is_so() -> bool:
        return await _is_served(port) == is_wanted

    async def what() -> str:
        return f"the sandbox listens: {not is_wanted}\n{demo.text}"

    await until(is_so, within_seconds=30, otherwise=what)


async def _is_served(port: int) -> bool:
    """Whether the sandbox takes connections."""
    with contextlib.suppress(ConnectionRefusedError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False
