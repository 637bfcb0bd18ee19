"""An upload server that fails as a test has planned, and an outbox that sends through it."""

import asyncio
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from bot.sandbox.server import RunningSandbox
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.stopping import Stop
from bot.vk.api import VkApi
from bot.vk.outbox import Outbox
from tests.services.school import MovedClock


class Front:
    """Stands before the emulator and passes everything on; only uploads meet the faults that a test has planned."""

    def __init__(self, emulator: RunningSandbox, session: aiohttp.ClientSession) -> None:
        self._emulator = emulator
        self._session = session
        self.url = ""
        self.faults: list[str] = []
        self.uploads = 0
        self.closes = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        if request.path.startswith("/upload/"):
            self.uploads += 1
            if self.faults and (fault := self.faults.pop(0)):
                return await self._fail(fault)
        url, body = f"{self._emulator.url}{request.path_qs}", await request.read()
        names = {"Host", "Content-Type", "Authorization"} & set(request.headers)
        headers = {name: request.headers[name] for name in names}
        try:
            async with self._session.request(request.method, url, data=body, headers=headers) as answer:
                return web.Response(body=await answer.read(), content_type=answer.content_type)
        except aiohttp.ServerDisconnectedError:
            assert request.transport
            request.transport.abort()
            raise web.HTTPBadGateway from None

    async def _fail(self, fault: str) -> web.Response:
        match fault:
            case "bad gateway":
                return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
            case "page":
                return web.Response(body="<html>Работы</html>".encode("cp1251"), content_type="text/html")
            case "no file":
                return web.json_response({"server": 1, "photo": "[]", "hash": "", "file": ""})
            case "refusal":
                return web.json_response({"error": "ERR_UPLOAD_FILE_NOT_UPLOADED"})
            case "number":
                return web.json_response(1)
        await self.closes.wait()
        return web.Response()


@dataclass(frozen=True)
class Sender:
    """The outbox of a school before its clock and its upload server."""

    school: SchoolContext
    clock: MovedClock
    front: Front
    api: VkApi

    @property
    def talker(self) -> OutboxTalker:
        return OutboxTalker(self.school)

    def lose_patience(self) -> None:
        """Wait for an upload server no longer than a test can."""
        self.api.upload_timeout = aiohttp.ClientTimeout(total=1.5)

    async def drain(self, *, after_seconds: float = 0) -> None:
        self.clock.pass_by(seconds=after_seconds)
        await Outbox(self.school, self.api, Stop()).drain()
