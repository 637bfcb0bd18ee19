"""A code goes out at most once by itself, whenever the bot is killed; whoever waits in vain asks for another."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from tests.faults.school import TEACHER_PHONE, Machine
from tests.faults.story import asks_again, ends_the_same, play, step_of


class HeldGateway:
    """An SMS gateway that keeps its callers waiting, before or after it has passed the message on."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._free = asyncio.Event()
        self.called = asyncio.Event()
        self.calls = 0
        self.is_prompt = False

    def let_go(self) -> None:
        """Answer everybody, and later ones at once."""
        self._free.set()

    async def send(self, request: web.Request) -> web.Response:
        self.calls += 1
        message = await request.json()
        if self.is_prompt or self._free.is_set():
            async with aiohttp.ClientSession() as session, session.post(self._target, json=message):
                pass
        self.called.set()
        await self._free.wait()
        return web.json_response({})


@pytest.fixture
async def gateway(machine: Machine) -> AsyncIterator[HeldGateway]:
    held = HeldGateway(f"{machine.emulator.url}/sandbox/api/sms/send")
    application = web.Application()
    application.router.add_post("/sandbox/api/sms/send", held.send)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    machine.configure(sms=f"http://{host}:{port}")
    yield held
    held.let_go()
    await runner.cleanup()


@pytest.mark.parametrize(
    "is_prompt", [pytest.param(False, id="never-delivered", marks=pytest.mark.long), pytest.param(True, id="delivered")]
)
async def test_a_code_whose_sending_was_killed_is_not_sent_again_by_itself(
    machine: Machine, gateway: HeldGateway, is_prompt: bool
) -> None:
    gateway.is_prompt = is_prompt
    bot = await machine.bot()
    await play(machine, until="phone")
    await step_of("phone").act(machine, await machine.teacher())
    await gateway.called.wait()
    await bot.kill()
    await machine.bot()
    gateway.let_go()
    teacher = await machine.teacher()
    await teacher.sees("Введите код из SMS")
    await machine.sandbox.quiet()
    assert gateway.calls == 1
    if not is_prompt:
        await asks_again(machine)
    await play(machine, after="phone")
    await ends_the_same(machine)
    assert [sms["to"] for sms in await machine.sms()] == [TEACHER_PHONE]
