"""Faults happen at the named method, before or after the effect, as often as asked."""

import aiohttp
import pytest

from bot.sandbox.driver import DrivenPerson, Refused, Sandbox
from tests.sandbox.conftest import Caller


@pytest.mark.parametrize(("kind", "chats"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_cut_connection_leaves_the_effect_or_not(vk: Caller, sandbox: Sandbox, kind: str, chats: int) -> None:
    await sandbox.fault("messages.createChat", kind)
    with pytest.raises(aiohttp.ClientError):
        await vk("messages.createChat", title="8А")
    assert len(await sandbox.chats()) == chats


async def test_an_error_is_answered_without_effect_and_only_as_often_as_asked(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.fault("messages.createChat", "error", code=9, times=2)
    assert [await vk.code("messages.createChat", title="8А") for _ in range(2)] == [9, 9]
    assert await sandbox.chats() == []
    assert (await vk("messages.createChat", title="8А"))["chat_id"] == 1


async def test_a_fault_may_let_the_first_calls_pass(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.fault("*", "error", code=10, skip=1)
    assert await vk("utils.getServerTime")
    assert await vk.code("users.get") == 10


async def test_a_fault_inside_execute_fails_that_call_only(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.fault("users.get", "error", code=10)
    answer = await vk.envelope("execute", code="return [API.users.get(), API.users.get()];")
    assert answer["response"] == [False, []]
    assert answer["execute_errors"][0]["error_code"] == 10


@pytest.mark.parametrize(("kind", "chats"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_cut_of_one_method_cuts_an_execute_that_calls_it(
    vk: Caller, sandbox: Sandbox, kind: str, chats: int
) -> None:
    await sandbox.fault("messages.createChat", kind)
    with pytest.raises(aiohttp.ClientError):
        await vk("execute", code='return [API.users.get({}), API.messages.createChat({"title": "8А"})];')
    assert len(await sandbox.chats()) == chats


@pytest.mark.parametrize("kind", ["http", "html"])
async def test_instead_of_json_a_page_may_come(session: aiohttp.ClientSession, sandbox: Sandbox, kind: str) -> None:
    await sandbox.fault("users.get", kind)
    async with session.get("method/users.get") as response:
        expected = 502 if kind == "http" else 200
        assert (response.status, response.content_type) == (expected, "text/html")


async def test_a_delayed_call_takes_effect(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.fault("messages.createChat", "delay", seconds=0.01)
    assert (await vk("messages.createChat", title="8А"))["chat_id"] == 1


async def test_a_timed_out_call_has_no_effect_and_no_answer(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.fault("messages.createChat", "timeout", seconds=0.01)
    with pytest.raises(aiohttp.ClientError):
        await vk("messages.createChat", title="8А")
    assert await sandbox.chats() == []


async def test_withdrawn_faults_are_gone(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.fault("*", "error", times=0)
    assert await vk.code("users.get") == 10
    await sandbox.no_faults()
    assert await vk("users.get") == []


async def test_an_unknown_kind_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="kind should be one of"):
        await sandbox.fault("users.get", "explosion")


async def test_the_wire_tells_what_happened_without_the_token(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="hello", random_id=1)
    await vk.code("messages.send", peer_id=anna.id)
    sent, refused = await sandbox.wire()
    assert (sent["method"], sent["answer"], sent["error"]) == ("messages.send", {"response": 2}, None)
    assert refused["error"]["error_code"] == 100
    assert "sandbox-token-1" not in str((sent, refused))
    assert await sandbox.wire(since=refused["n"]) == [refused]
