"""A started sandbox with the demo school, a bot that the test plays, and pages of the system's Chromium.

Chromium is started once: it lives in the loop of the session, and so does everything that talks to it.
"""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from bot.sandbox.demo_school import DemoSchool
from bot.sandbox.server import RunningSandbox, start
from bot.sandbox.settings import SandboxSettings
from tests.browser.chromium import ARGUMENTS, CHROMIUM, DESKTOP
from tests.contracts.vk_schema import check_the_wire

OpenPage = Callable[..., Awaitable[Page]]

expect.set_options(timeout=10_000)


class Bot:
    """The community's side, played by the test over the VK surface of the emulator."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._ts = "1"
        self._random_id = 0

    async def __call__(self, method: str, **parameters: Any) -> Any:
        data = {"access_token": "sandbox-token-1", "v": "5.199", **parameters}
        async with self._session.post(f"/method/{method}", data=data) as response:
            envelope = await response.json()
        assert "error" not in envelope, envelope
        return envelope["response"]

    async def send(self, peer_id: int, message: str, *rows: list[dict[str, Any]], inline: bool = True) -> int:
        """Send a message with a keyboard; returns its cmid."""
        self._random_id += 1
        keyboard = {"keyboard": json.dumps({"inline": inline, "buttons": rows})} if rows else {}
        (sent,) = await self("messages.send", peer_ids=peer_id, random_id=self._random_id, message=message, **keyboard)
        assert "error" not in sent, sent
        return int(sent["conversation_message_id"])

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next event of this kind from Bots Long Poll."""
        server = await self("groups.getLongPollServer", group_id=1)
        while True:
            query = {"act": "a_check", "key": server["key"], "ts": self._ts, "wait": "10"}
            async with self._session.get(server["server"], params=query) as response:
                answer = await response.json()
            for event in answer["updates"]:
                self._ts = str(int(self._ts) + 1)
                if event["type"] == kind:
                    return dict(event["object"])

    async def answers(self, press: dict[str, Any], **event_data: Any) -> None:
        """Answer a press of a callback button."""
        where = {"event_id": press["event_id"], "user_id": press["user_id"], "peer_id": press["peer_id"]}
        await self("messages.sendMessageEventAnswer", **where, event_data=json.dumps(event_data))

    async def control(self, path: str, body: Any = None) -> Any:
        """The control API: POST when there is a body."""
        async with self._session.request(
            "GET" if body is None else "POST", f"/sandbox/api/{path}", json=body
        ) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def person_id(self, name: str) -> int:
        """The VK id of a person by the exact name."""
        return int(next(person["id"] for person in await self.control("people") if person["name"] == name))


def button(label: str, color: str = "secondary", kind: str = "callback", **action: Any) -> dict[str, Any]:
    """One button of a keyboard."""
    colour = {"color": color} if kind in {"text", "callback"} else {}
    action = {name: json.dumps(value) if name == "payload" else value for name, value in action.items()}
    return {"action": {"type": kind, "label": label, **action}, **colour}


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    DemoSchool().write(folder)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(journal: Path) -> AsyncIterator[RunningSandbox]:
    running = await start(settings=SandboxSettings(school="demo", journal=journal))
    yield running
    await running.stop()
    check_the_wire(running)


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: RunningSandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield Bot(session)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    if not CHROMIUM.exists():
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"{CHROMIUM} is missing")
    return CHROMIUM


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(sandbox: RunningSandbox, browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens the page at a hash; in the end no page may have failed or asked an outside address."""
    complaints: list[str] = []

    async def opened(hash_: str = "", viewport: ViewportSize = DESKTOP) -> Page:
        context = await browser.new_context(viewport=viewport, locale="ru-RU")
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _note_outside(request.url, sandbox.url, complaints))
        await page.goto(f"{sandbox.url}/{hash_}")
        return page

    yield opened
    for context in browser.contexts:
        await context.close()
    assert complaints == []


def _note_outside(url: str, home: str, complaints: list[str]) -> None:
    if not url.startswith((f"{home}/", "data:")):
        complaints.append(f"asked {url}")
