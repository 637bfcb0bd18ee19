"""Callback: a small real web server receives what the emulator posts."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.server import start
from tests.sandbox.conftest import Caller

SECRET = "s3cret"
EVENTS = {"message_new": 1, "message_allow": 0}


class Receiver:
    """A bot's web server: keeps what came and answers with what was planned, else with `ok` or the code."""

    def __init__(self) -> None:
        self.code = ""
        self.url = ""
        self.confirmations: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.counters: list[str | None] = []
        self.planned: list[web.Response] = []
        self.reached = asyncio.Event()
        self.answers = asyncio.Event()
        self.answers.set()

    @property
    def texts(self) -> list[str]:
        """Texts of the messages that came, each as often as it was posted."""
        return [event["object"]["message"]["text"] for event in self.events]

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.reached.set()
        await self.answers.wait()
        if body["type"] == "confirmation":
            self.confirmations.append(body)
            return web.Response(text=self.code)
        self.events.append(body)
        self.counters.append(request.headers.get("X-Retry-Counter"))
        return self.planned.pop(0) if self.planned else web.Response(text="ok")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    one, application = Receiver(), web.Application()
    application.router.add_post("/vk", one.receive)
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/vk"
    yield one
    one.answers.set()
    await runner.cleanup()


@pytest.fixture
async def server_id(vk: Caller, sandbox: Sandbox, receiver: Receiver) -> int:
    """A confirmed server that gets messages."""
    receiver.code = (await vk("groups.getCallbackConfirmationCode", group_id=1))["code"]
    added = await vk("groups.addCallbackServer", group_id=1, url=receiver.url, title="bot", secret_key=SECRET)
    await vk("groups.setCallbackSettings", group_id=1, server_id=added["server_id"], api_version="5.199", **EVENTS)
    await sandbox.quiet()
    return int(added["server_id"])


async def statuses(vk: Caller) -> list[str]:
    return [one["status"] for one in (await vk("groups.getCallbackServers", group_id=1))["items"]]


async def test_a_server_that_answers_with_the_code_is_confirmed(vk: Caller, receiver: Receiver, server_id: int) -> None:
    assert receiver.confirmations == [{"type": "confirmation", "group_id": 1, "secret": SECRET}]
    shown = await vk("groups.getCallbackServers", group_id=1, server_ids=server_id)
    address = {"title": "bot", "url": receiver.url, "secret_key": SECRET}
    assert shown == {"count": 1, "items": [{"id": server_id, "creator_id": 0, "status": "ok", **address}]}


@pytest.mark.parametrize("path", ["/vk", "/nowhere"])
async def test_a_server_that_answers_otherwise_fails_and_gets_nothing(
    vk: Caller, sandbox: Sandbox, receiver: Receiver, boris: DrivenPerson, path: str
) -> None:
    receiver.code = "wrong"
    await vk("groups.addCallbackServer", group_id=1, url=receiver.url.replace("/vk", path), title="bot")
    await vk("groups.setCallbackSettings", group_id=1, **EVENTS)
    await sandbox.quiet()
    assert await statuses(vk) == ["failed"]
    await boris.start()
    await sandbox.quiet()
    assert receiver.events == []


async def test_an_edited_server_is_confirmed_anew(
    vk: Caller, sandbox: Sandbox, receiver: Receiver, server_id: int
) -> None:
    address = {"url": receiver.url, "title": "other", "secret_key": "new"}
    await vk("groups.editCallbackServer", group_id=1, server_id=server_id, **address)
    await sandbox.quiet()
    assert [one["secret"] for one in receiver.confirmations] == [SECRET, "new"]
    assert await statuses(vk) == ["ok"]


@pytest.mark.usefixtures("server_id")
async def test_ticked_events_come_in_order_with_the_secret_and_others_do_not(
    vk: Caller, sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson
) -> None:
    for number in range(5):
        await anna.write(str(number))
    await sandbox.quiet()
    assert receiver.texts == ["Начать", "0", "1", "2", "3", "4"]
    assert {(one["type"], one["secret"], one["group_id"], one["v"]) for one in receiver.events} == {
        ("message_new", SECRET, 1, "5.199")
    }
    polled = [one["event_id"] for one in await vk.events() if one["type"] == "message_new"]
    assert [one["event_id"] for one in receiver.events] == polled


@pytest.mark.usefixtures("server_id")
async def test_callback_goes_on_when_bots_long_poll_is_off(
    vk: Caller, sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson
) -> None:
    await vk("groups.setLongPollSettings", group_id=1, enabled=0)
    await anna.write("hello")
    await sandbox.quiet()
    assert receiver.texts[-1] == "hello"


@pytest.mark.usefixtures("server_id")
async def test_a_refused_event_is_repeated_with_a_counter_and_holds_the_next_ones_back(
    sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson
) -> None:
    await sandbox.quiet()
    receiver.planned = [web.Response(text="not ok"), web.Response(text="ok", status=500)]
    await anna.write("first")
    await sandbox.quiet()
    await anna.write("second")
    await sandbox.quiet()
    assert receiver.texts[1:] == ["first"]
    await sandbox.advance(seconds=10)
    await sandbox.until(lambda: receiver.texts[1:] == ["first"] * 2, what="the first retry")
    await sandbox.quiet()
    await sandbox.advance(seconds=180)
    await sandbox.until(lambda: receiver.texts[1:] == ["first"] * 3 + ["second"], what="the second retry")
    assert receiver.counters[1:] == [None, "1", "2", None]


@pytest.mark.usefixtures("server_id")
async def test_an_event_is_given_up_after_the_fifth_retry(
    sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson
) -> None:
    await sandbox.quiet()
    receiver.planned = [web.Response(text="no") for _ in range(6)]
    await anna.write("first")
    for posts, pause_seconds in enumerate((10, 180, 600, 1800, 3600), start=1):
        await sandbox.until(lambda: len(receiver.events) > posts, what=f"{posts} posts")  # noqa: B023 - awaited here
        await sandbox.quiet()
        await sandbox.advance(seconds=pause_seconds)
    await anna.write("second")
    await sandbox.quiet()
    assert receiver.texts[1:] == ["first"] * 6 + ["second"]


@pytest.mark.usefixtures("server_id")
@pytest.mark.parametrize("status", [410, 429, 503])
async def test_retry_after_is_respected(sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson, status: int) -> None:
    await sandbox.quiet()
    receiver.planned = [web.Response(status=status, headers={"Retry-After": "600"})]
    await anna.write("first")
    await sandbox.quiet()
    await sandbox.advance(seconds=300)
    await sandbox.quiet()
    assert receiver.texts[1:] == ["first"]
    await sandbox.advance(seconds=300)
    await sandbox.until(lambda: receiver.counters[1:] == [None, "1"], what="the retry")


@pytest.mark.usefixtures("server_id")
async def test_the_body_remove_deletes_the_server(
    vk: Caller, sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson
) -> None:
    await sandbox.quiet()
    receiver.planned = [web.Response(text="remove")]
    await anna.write("first")
    await anna.write("second")
    await sandbox.quiet()
    assert receiver.texts[1:] == ["first"]
    assert await statuses(vk) == []


async def test_a_deleted_server_gets_nothing(
    vk: Caller, sandbox: Sandbox, receiver: Receiver, server_id: int, boris: DrivenPerson
) -> None:
    await vk("groups.deleteCallbackServer", group_id=1, server_id=server_id)
    await boris.start()
    await sandbox.quiet()
    assert receiver.events == []


async def test_ten_servers_are_the_most(vk: Caller, receiver: Receiver) -> None:
    address = {"url": receiver.url, "title": "bot"}
    numbers = [(await vk("groups.addCallbackServer", group_id=1, **address))["server_id"] for _ in range(10)]
    assert len(set(numbers)) == 10
    assert await vk.code("groups.addCallbackServer", group_id=1, **address) == 2000
    await vk("groups.deleteCallbackServer", group_id=1, server_id=numbers[0])
    assert await vk("groups.addCallbackServer", group_id=1, **address)


@pytest.mark.parametrize(
    "wrong", [{"title": "x" * 15}, {"title": ""}, {"secret_key": "x" * 51}, {"url": "ftp://127.0.0.1"}]
)
async def test_an_address_that_does_not_fit_is_refused(vk: Caller, receiver: Receiver, wrong: dict[str, str]) -> None:
    address = {"url": receiver.url, "title": "bot", "secret_key": "x" * 50, **wrong}
    assert await vk.code("groups.addCallbackServer", group_id=1, **address) == 100
    assert await statuses(vk) == []


async def test_settings_belong_to_one_server(vk: Caller, receiver: Receiver, server_id: int) -> None:
    other = (await vk("groups.addCallbackServer", group_id=1, url=receiver.url, title="other"))["server_id"]
    ticked = {}
    for number in (server_id, other):
        settings = await vk("groups.getCallbackSettings", group_id=1, server_id=number)
        ticked[number] = [name for name, is_on in settings["events"].items() if is_on]
    assert ticked == {server_id: ["message_new"], other: []}


async def test_unknown_servers_and_other_communities_are_refused(vk: Caller, second_vk: Caller, server_id: int) -> None:
    assert await vk.code("groups.deleteCallbackServer", group_id=1, server_id=server_id + 1) == 104
    assert await vk.code("groups.getCallbackSettings", group_id=1, server_id=server_id + 1) == 104
    assert await second_vk.code("groups.getCallbackSettings", group_id=2) == 104
    assert await second_vk.code("groups.getCallbackServers", group_id=1) == 15


@pytest.mark.usefixtures("server_id")
async def test_what_is_not_answered_yet_counts_as_activity(
    sandbox: Sandbox, receiver: Receiver, anna: DrivenPerson
) -> None:
    await sandbox.quiet()
    receiver.answers.clear()
    await anna.write("first")
    await anna.write("second")
    with pytest.raises(AssertionError, match="'callback': 2"):
        await sandbox.quiet(within_seconds=1)
    receiver.answers.set()
    await sandbox.quiet()
    assert receiver.texts[1:] == ["first", "second"]


async def test_stopping_ends_what_is_under_way(receiver: Receiver) -> None:
    running = await start()
    receiver.answers.clear()
    async with aiohttp.ClientSession(base_url=f"{running.url}/") as session:
        await Caller(session)("groups.addCallbackServer", group_id=1, url=receiver.url, title="bot")
    await receiver.reached.wait()
    assert any("Courier" in repr(task) for task in asyncio.all_tasks())
    await running.stop()
    assert not any("Courier" in repr(task) for task in asyncio.all_tasks())


@pytest.mark.usefixtures("server_id")
async def test_deliveries_are_in_the_journal_of_the_wire_without_the_secret(
    sandbox: Sandbox, anna: DrivenPerson
) -> None:
    await anna.write("hello")
    await sandbox.quiet()
    rows = [row for row in await sandbox.wire() if row["method"].startswith("callback.")]
    assert [row["method"] for row in rows] == ["callback.confirmation", *["callback.message_new"] * 2]
    assert rows[-1]["params"]["object"]["message"]["text"] == "hello"
    assert rows[-1]["answer"] == {"status": 200, "body": "ok"}
    assert SECRET not in json.dumps(rows)
