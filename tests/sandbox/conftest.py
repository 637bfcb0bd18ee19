"""A started emulator for each test, with vkbottle's own client and the driver connected to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from vkbottle import API
from vkbottle.http import AiohttpClient

from bot.sandbox.driver import DrivenChat, DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox, start
from bot.sandbox.settings import CommunitySettings, SandboxSettings
from tests.contracts.vk_schema import check_the_wire

TOKEN = "sandbox-token-1"
SECOND = CommunitySettings(id=2, title="Second", screen_name="second_one", token="sandbox-token-2")
MakeChat = Callable[..., Awaitable[DrivenChat]]


class Caller:
    """Calls methods as a bare HTTP client, so that the envelopes are seen whole."""

    def __init__(self, session: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self._session = session
        self._token = token

    async def envelope(self, method: str, **params: Any) -> dict[str, Any]:
        data = {"access_token": self._token, "v": "5.199", **params}
        async with self._session.post(f"method/{method}", data=data) as response:
            envelope: dict[str, Any] = await response.json()
            return envelope

    async def __call__(self, method: str, **params: Any) -> Any:
        envelope = await self.envelope(method, **params)
        assert "error" not in envelope, envelope
        return envelope["response"]

    async def code(self, method: str, **params: Any) -> int:
        return int((await self.envelope(method, **params))["error"]["error_code"])

    async def events(self, ts: str = "1") -> list[dict[str, Any]]:
        """Everything that Bots Long Poll brings after ts."""
        server = await self("groups.getLongPollServer", group_id=1)
        query = {"act": "a_check", "key": server["key"], "ts": ts, "wait": "0"}
        async with self._session.get(server["server"], params=query) as response:
            return list((await response.json())["updates"])

    async def rows(self, ts: int = 1) -> list[list[int]]:
        """Everything that the user long poll brings after ts."""
        server = await self("messages.getLongPollServer", lp_version=3)
        query = {"act": "a_check", "key": server["key"], "ts": str(ts), "wait": "0", "version": "3"}
        async with self._session.get(f"http://{server['server']}", params=query) as response:
            return list((await response.json())["updates"])


@pytest.fixture
async def running() -> AsyncIterator[RunningSandbox]:
    first = CommunitySettings()
    server = await start(settings=SandboxSettings(communities=(first, SECOND)))
    yield server
    await server.stop()
    check_the_wire(server, but_refused=True)


@pytest.fixture
async def sandbox(running: RunningSandbox) -> AsyncIterator[Sandbox]:
    async with Sandbox(running.url) as driver:
        yield driver


@pytest.fixture
async def session(running: RunningSandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=f"{running.url}/") as client:
        yield client


@pytest.fixture
def vk(session: aiohttp.ClientSession) -> Caller:
    return Caller(session)


@pytest.fixture
def second_vk(session: aiohttp.ClientSession) -> Caller:
    return Caller(session, SECOND.token)


@pytest.fixture
async def api(running: RunningSandbox) -> AsyncIterator[API]:
    client = AiohttpClient()
    bottle = API(TOKEN, http_client=client)
    bottle.API_URL = f"{running.url}/method/"
    yield bottle
    await client.close()


@pytest.fixture
async def anna(sandbox: Sandbox) -> DrivenPerson:
    """Somebody who pressed «Начать»."""
    person = await sandbox.new_person("Ёлкина Анна Ивановна", phone="+79120000001")
    await person.start()
    return person


@pytest.fixture
async def boris(sandbox: Sandbox) -> DrivenPerson:
    """Somebody who never wrote to the community."""
    return await sandbox.new_person("Быков Борис")


@pytest.fixture
def make_chat(vk: Caller, sandbox: Sandbox) -> MakeChat:
    async def make(*joiners: DrivenPerson, title: str = "8А") -> DrivenChat:
        await vk("messages.createChat", title=title)
        chat = await sandbox.chat(title)
        for person in joiners:
            await person.opens(chat.link)
        return await sandbox.chat(title)

    return make
