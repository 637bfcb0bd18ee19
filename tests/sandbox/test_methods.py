"""Methods answer and refuse as VK does."""

import json

import aiohttp
import pytest

from bot.sandbox.driver import DrivenPerson, Sandbox
from tests.sandbox.conftest import TOKEN, Caller

DAY_SECONDS = 24 * 3600


async def test_token_may_stand_in_query_form_or_header_and_is_never_repeated(session: aiohttp.ClientSession) -> None:
    header = {"Authorization": f"Bearer {TOKEN}"}
    async with session.get("method/users.get", params={"v": "5.199"}, headers=header) as response:
        assert (await response.json()) == {"response": []}
    async with session.get("method/no.such", params={"v": "5.199", "access_token": TOKEN}) as response:
        error = (await response.json())["error"]
    assert error["error_code"] == 3
    assert error["request_params"] == [{"key": "method", "value": "no.such"}, {"key": "v", "value": "5.199"}]


@pytest.mark.parametrize(
    ("changed", "code"), [({"access_token": "wrong"}, 5), ({"access_token": ""}, 5), ({"v": ""}, 8)]
)
async def test_calls_without_token_or_version_are_refused(vk: Caller, changed: dict[str, str], code: int) -> None:
    assert await vk.code("users.get", **changed) == code


async def test_user_only_methods_are_refused_for_a_community(vk: Caller) -> None:
    assert await vk.code("messages.joinChatByInviteLink", link="x") == 27


async def test_the_twenty_first_request_of_a_second_is_refused(vk: Caller, sandbox: Sandbox) -> None:
    answers = [await vk.envelope("utils.getServerTime") for _ in range(21)]
    assert [one["error"]["error_code"] for one in answers if "error" in one] == [6]
    await sandbox.advance(seconds=1)
    assert await vk("utils.getServerTime") > 0


async def test_sending_to_one_peer_gives_a_number_and_to_several_a_list(vk: Caller, anna: DrivenPerson) -> None:
    assert isinstance(await vk("messages.send", peer_id=anna.id, message="a", random_id=0), int)
    items = await vk("messages.send", peer_ids=f"{anna.id},999", message="b", random_id=0)
    assert (items[0]["conversation_message_id"], "error" in items[0]) == (3, False)
    assert items[1]["error"]["code"] == 936


async def test_nobody_is_written_to_before_he_wrote_and_after_he_forbade(
    vk: Caller, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    assert await vk.code("messages.send", peer_id=boris.id, message="a", random_id=0) == 901
    await anna.deny()
    assert await vk.code("messages.send", peer_id=anna.id, message="a", random_id=0) == 901
    await anna.write("again")
    assert await vk("messages.send", peer_id=anna.id, message="a", random_id=0)


@pytest.mark.parametrize("code", [18, 900, 902])
async def test_a_person_who_shut_the_community_out_gives_his_code(vk: Caller, anna: DrivenPerson, code: int) -> None:
    await anna.block(code)
    assert await vk.code("messages.send", peer_id=anna.id, message="a", random_id=0) == code


async def test_a_repeated_random_id_sends_nothing_and_answers_the_same(vk: Caller, anna: DrivenPerson) -> None:
    first = await vk("messages.send", peer_id=anna.id, message="a", random_id=7)
    assert await vk("messages.send", peer_id=anna.id, message="b", random_id=7) == first
    assert [one["text"] for one in (await anna.conversation())["messages"]] == ["Начать", "a"]


async def test_random_id_zero_never_dedupes(vk: Caller, anna: DrivenPerson) -> None:
    numbers = {await vk("messages.send", peer_id=anna.id, message="a", random_id=0) for _ in range(2)}
    assert len(numbers) == 2


@pytest.mark.parametrize(("length", "accepted"), [(4096, True), (4097, False)])
async def test_messages_end_at_4096_characters(vk: Caller, anna: DrivenPerson, length: int, accepted: bool) -> None:
    envelope = await vk.envelope("messages.send", peer_id=anna.id, message="я" * length, random_id=0)
    assert ("response" in envelope) == accepted
    assert accepted or envelope["error"]["error_code"] == 914


@pytest.mark.parametrize("params", [{"message": "a"}, {"random_id": 1}, {"message": "a", "random_id": "x"}])
async def test_send_without_what_it_needs_is_refused(vk: Caller, anna: DrivenPerson, params: dict[str, str]) -> None:
    assert await vk.code("messages.send", peer_id=anna.id, **params) == 100


async def test_a_message_is_editable_for_a_day(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_ids=anna.id, message="old", random_id=1)
    assert await vk("messages.edit", peer_id=anna.id, cmid=2, message="new") == 1
    shown = (await anna.conversation())["messages"][-1]
    assert (shown["text"], shown["edited"]) == ("new", True)
    await sandbox.advance(seconds=DAY_SECONDS + 1)
    assert await vk.code("messages.edit", peer_id=anna.id, cmid=2, message="newer") == 909


async def test_an_edit_drops_the_keyboard_that_is_not_passed_again(vk: Caller, anna: DrivenPerson) -> None:
    button = {"action": {"type": "text", "label": "Go"}}
    keyboard = json.dumps({"inline": True, "buttons": [[button]]})
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard)
    assert (await anna.screen()).buttons == ("Go",)
    await vk("messages.edit", peer_id=anna.id, cmid=2, message="a")
    assert (await anna.screen()).buttons == ()


async def test_only_own_messages_are_edited(vk: Caller, anna: DrivenPerson) -> None:
    assert await vk.code("messages.edit", peer_id=anna.id, cmid=1, message="x") == 15


async def test_deleting_tells_about_every_message_by_itself(vk: Caller, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1)
    items = await vk("messages.delete", peer_id=anna.id, cmids="1,2", delete_for_all=1)
    assert [(one["conversation_message_id"], one.get("response")) for one in items] == [(1, None), (2, 1)]
    assert [one["text"] for one in (await anna.conversation())["messages"]] == ["Начать"]


async def test_execute_runs_a_list_of_calls_and_reports_the_failing_one(vk: Caller, anna: DrivenPerson) -> None:
    code = f"""return [
        API.messages.send({{"peer_id": {anna.id}, "random_id": 1, "message": "it's \\"quoted\\""}}),
        API.messages.send({{"peer_id": 999, "random_id": 2, "message": 'x'}}),
        API.users.get({{user_ids: [{anna.id}]}}),
    ];"""
    envelope = await vk.envelope("execute", code=code)
    number, failed, people = envelope["response"]
    assert (number, failed, people[0]["id"]) == (2, False, anna.id)
    assert [(one["method"], one["error_code"]) for one in envelope["execute_errors"]] == [("messages.send", 936)]
    assert (await anna.screen()).text == 'it\'s "quoted"'


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("return [", 12),
        ("drop it", 12),
        ("return API.users.get({}) 1;", 12),
        (f"return [{'API.users.get(),' * 26}];", 13),
    ],
)
async def test_execute_refuses_what_cannot_run(vk: Caller, code: str, error: int) -> None:
    assert await vk.code("execute", code=code) == error


async def test_execute_counts_as_one_request(vk: Caller) -> None:
    for _ in range(3):
        assert len(await vk("execute", code=f"return [{'API.utils.getServerTime(),' * 25}];")) == 25


async def test_settings_of_long_poll_filter_events(vk: Caller, anna: DrivenPerson) -> None:
    await vk("groups.setLongPollSettings", group_id=1, enabled=1, message_new=0)
    assert (await vk("groups.getLongPollSettings", group_id=1))["events"]["message_new"] == 0
    server = await vk("groups.getLongPollServer", group_id=1)
    await anna.write("unheard")
    assert await vk.events(ts=server["ts"]) == []


async def test_another_community_is_not_read_with_this_token(vk: Caller) -> None:
    assert await vk.code("groups.getLongPollServer", group_id=2) == 15


async def test_names_resolve_to_people_communities_or_nothing(vk: Caller) -> None:
    assert (await vk("utils.resolveScreenName", screen_name="school_chats"))["type"] == "group"
    assert await vk("utils.resolveScreenName", screen_name="nobody_here") == []
