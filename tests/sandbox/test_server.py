"""The emulator as a process, its clock, switches, live events and neighbours."""

import asyncio
import json
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.demo_school import DemoSchool
from bot.sandbox.driver import DrivenPerson, Refused, Sandbox
from bot.sandbox.server import start
from bot.sandbox.settings import SandboxSettings


async def test_the_process_says_where_it_listens_and_stops_on_sigterm(tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    command = [sys.executable, "-m", "bot.sandbox", "--school", "demo", "--wire", str(wire), "--communities"]
    communities = json.dumps([{"id": 5, "title": "Five", "screen_name": "five", "token": "t5"}])
    process = await asyncio.create_subprocess_exec(*command, communities, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode().strip()
    url = line.removeprefix("sandbox listening on ")
    async with Sandbox(url) as sandbox, aiohttp.ClientSession() as session:
        state = await sandbox.api.get("state")
        async with session.get(f"{url}/method/groups.getById?access_token=t5&v=5.199") as response:
            assert (await response.json())["response"]["groups"][0]["id"] == 5
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    assert (state["communities"][0]["title"], state["people_count"] > 400) == ("Five", True)
    assert [json.loads(row)["method"] for row in wire.read_text("utf-8").splitlines()] == ["groups.getById"]


async def test_the_clock_moves_forward_only(sandbox: Sandbox) -> None:
    before = datetime.fromisoformat(await sandbox.now())
    await sandbox.advance(hours=25)
    assert (datetime.fromisoformat(await sandbox.now()) - before).total_seconds() >= 25 * 3600
    await sandbox.api.post("clock", {"to": "2100-08-31T09:00:00+03:00"})
    assert (await sandbox.now()).startswith("2100-08-31T06:00:00")
    with pytest.raises(Refused, match="only moves forward"):
        await sandbox.api.post("clock", {"to": "2020-01-01"})


@pytest.mark.parametrize("positions", [{"no_such": 1}, {"create_chat_form": "xml"}, {"rate_limit": "many"}])
async def test_impossible_switch_positions_are_refused(sandbox: Sandbox, positions: dict[str, Any]) -> None:
    before = await sandbox.api.get("switches")
    with pytest.raises(Refused):
        await sandbox.switch(kicked_may_return=True, **positions)
    assert await sandbox.api.get("switches") == before


async def test_changes_are_told_to_who_watches(session: aiohttp.ClientSession, anna: DrivenPerson) -> None:
    async with session.get("sandbox/api/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        await anna.write("hello")
        line = (await stream.content.readuntil(b"\n\n")).decode()
    assert json.loads(line.removeprefix("data: "))["kind"] == "message"


async def test_stopping_lets_readers_and_watchers_go() -> None:
    running = await start(settings=SandboxSettings())
    async with aiohttp.ClientSession(base_url=f"{running.url}/") as session, asyncio.TaskGroup() as tasks:
        key = running.stage.world.communities[1].bots_feed.key
        poll = session.get("lp/bots/1", params={"key": key, "ts": "1", "wait": "60"})
        waiting = tasks.create_task(_read(poll))
        async with session.get("sandbox/api/events") as stream:
            await stream.content.readuntil(b"\n\n")
            await running.stop()
            assert await stream.content.read() == b""
    assert json.loads(waiting.result()) == {"ts": "1", "updates": []}


async def test_sheets_lie_on_the_desk_until_replaced(sandbox: Sandbox) -> None:
    sheets = [{"person": "Ёлкина Анна", "class": "8А", "code": "AB12", "link": "https://vk.me/school_chats?ref=AB12"}]
    await sandbox.api.post("sheets", sheets)
    assert await sandbox.api.get("sheets") == sheets


async def test_the_journal_neighbour_edits_the_folder(tmp_path: Path) -> None:
    DemoSchool().write(tmp_path / "journal")
    running = await start(settings=SandboxSettings(journal=tmp_path / "journal"))
    async with Sandbox(running.url) as sandbox:
        first, second = (await sandbox.api.get("journal"))["classes"][:2]
        pupil = first["pupils"][0]["id"]
        await sandbox.move_pupil(pupil, second["title"])
        after = (await sandbox.api.get("journal"))["classes"]
        await sandbox.journal_mode("empty")
        with pytest.raises(Refused):
            await sandbox.journal_mode("sideways")
    await running.stop()
    assert pupil in [one["id"] for one in after[1]["pupils"]]


async def test_without_a_journal_its_part_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="without a journal"):
        await sandbox.api.get("journal")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("people/1/write", {}, 404), ("people", {}, 400), ("people", [], 400), ("clock", {"advance_seconds": "x"}, 400)],
)
async def test_bad_requests_are_explained(sandbox: Sandbox, path: str, body: Any, status: int) -> None:
    with pytest.raises(Refused) as refused:
        await sandbox.api.post(path, body)
    assert (refused.value.status, bool(refused.value.reason)) == (status, True)


async def _read(poll: Any) -> str:
    async with poll as response:
        return str(await response.text())
