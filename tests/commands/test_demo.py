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
    async def what() -> str:
        return f"the sandbox does not listen:\n{demo.text}"

    await until(lambda: _is_served(port), within_seconds=30, otherwise=what)
    assert demo.text == ""
    assert await demo.terminate() == 0, demo.text
    assert demo.text == ""
    assert not await _is_served(port)


async def _is_served(port: int) -> bool:
    """Whether the sandbox takes connections."""
    with contextlib.suppress(ConnectionRefusedError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False
