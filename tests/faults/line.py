"""The line between the bot and VK, which can be cut: VK refuses connections while people go on using it."""

import asyncio
from typing import Self
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536


class Line:
    """Carries everything to ``url``; the bot is told ``line.url`` instead."""

    def __init__(self, url: str) -> None:
        self._end = urlsplit(url)
        self._port = 0
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    @property
    def url(self) -> str:
        """Where the bot finds VK."""
        return f"http://127.0.0.1:{self._port}"

    async def cut(self) -> None:
        """Break off what is on its way and refuse whatever comes."""
        if self._server is not None:
            self._server.close()
        for one in (broken := list(self._carrying)):
            one.cancel()
        await asyncio.gather(*broken, return_exceptions=True)

    async def mend(self) -> None:
        """Let everything through again, at the same address."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.ensure_future(self._carry(reader, writer))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)
        # Whatever became of it, and even if it was cut before it began.
        carrying.add_done_callback(lambda _: writer.transport.abort())

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._end.hostname, self._end.port)
        try:
            async with asyncio.TaskGroup() as both:
                for pouring in (_pour(reader, back), _pour(there, writer)):
                    both.create_task(pouring).add_done_callback(lambda _: _hang_up(writer, back))
        finally:
            _hang_up(writer, back)


def _hang_up(*ends: asyncio.StreamWriter) -> None:
    for end in ends:
        end.transport.abort()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(CHUNK_BYTES):
            target.write(chunk)
            await target.drain()
    except ConnectionError:
        pass
