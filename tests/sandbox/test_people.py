"""People press, open links, get codes and see their screens."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox.driver import DrivenPerson, Refused, Sandbox
from tests.sandbox.conftest import Caller

PEER = 2_000_000_001


def keyboard(*labels: str, inline: bool = True, kind: str = "callback", **head: Any) -> str:
    rows = [[{"action": {"type": kind, "label": label, "payload": json.dumps({"to": label})}}] for label in labels]
    return json.dumps({"inline": inline, "buttons": rows, **head})


async def newest_event(vk: Caller) -> dict[str, Any]:
    newest: dict[str, Any] = (await vk.events())[-1]
    return newest


async def answer(vk: Caller, data: dict[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
    event = (await newest_event(vk))["object"]
    params = {name: event[name] for name in ("event_id", "user_id", "peer_id")} | changed
    return await vk.envelope(
        "messages.sendMessageEventAnswer", **params, **({"event_data": json.dumps(data)} if data else {})
    )


async def test_a_press_waits_for_its_answer_and_shows_it(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go"))
    async with asyncio.TaskGroup() as tasks:
        press = tasks.create_task(anna.press("Go"))
        await sandbox.until(lambda: _is_pressed(sandbox))
        await answer(vk, {"type": "show_snackbar", "text": "done"})
    pressed = press.result()
    assert (pressed["answered"], pressed["answer"]) == (True, {"type": "show_snackbar", "text": "done"})
    assert (await anna.conversation())["messages"][-1]["snackbars"] == ["done"]
    assert await sandbox.api.get("pressed") == {"total": 1, "answered": 1, "unanswered": 0}


async def test_a_press_takes_one_answer_within_a_minute(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go"))
    await anna.press("Go", wait_seconds=0)
    assert (await answer(vk, user_id=999))["error"]["error_code"] == 100
    assert (await answer(vk)) == {"response": 1}
    assert (await answer(vk))["error"]["error_code"] == 100
    await anna.press("Go", wait_seconds=0)
    await sandbox.advance(seconds=61)
    assert (await answer(vk))["error"]["error_code"] == 100


@pytest.mark.parametrize(
    "data", [{"type": "dance"}, {"type": "open_link"}, {"type": "show_snackbar", "text": "я" * 91}]
)
async def test_malformed_answers_are_refused(vk: Caller, anna: DrivenPerson, data: dict[str, Any]) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go"))
    await anna.press("Go", wait_seconds=0)
    assert (await answer(vk, data))["error"]["error_code"] == 100


async def test_a_text_button_writes_its_label_with_the_payload(vk: Caller, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go", kind="text"))
    assert await anna.press("Go") == {"kind": "text"}
    message = (await newest_event(vk))["object"]["message"]
    assert (message["text"], json.loads(message["payload"])) == ("Go", {"to": "Go"})


async def test_in_a_chat_a_text_button_mentions_the_community(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await vk("messages.createChat", title="8А", user_ids=anna.id)
    chat = await sandbox.chat("8А")
    shown = keyboard("Go", kind="text", inline=False)
    await vk("messages.send", peer_id=PEER, message="a", random_id=1, keyboard=shown)
    await anna.press("Go", chat=chat)
    assert (await anna.screen(chat=chat)).text == "[club1|@school_chats] Go"


async def test_the_keyboard_below_stays_until_replaced_removed_or_used_once(vk: Caller, anna: DrivenPerson) -> None:
    async def show(number: int, board: str | None) -> tuple[str, ...]:
        extra = {"keyboard": board} if board else {}
        await vk("messages.send", peer_id=anna.id, message="a", random_id=number, **extra)
        return (await anna.screen()).buttons

    assert await show(1, keyboard("One", inline=False, kind="text")) == ("One",)
    assert await show(2, None) == ("One",)
    assert await show(3, json.dumps({"buttons": []})) == ()
    assert await show(4, keyboard("Once", inline=False, kind="text", one_time=True)) == ("Once",)
    await anna.press("Once")
    assert (await anna.screen()).buttons == ()


async def test_buttons_are_found_by_label_prefix_or_part_on_the_newest_message(vk: Caller, anna: DrivenPerson) -> None:
    board = keyboard("Create chat", "Create poll", kind="text")
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=board)
    await anna.press("create p")
    assert (await anna.screen()).text == "Create poll"
    await anna.press("chat")
    assert (await anna.screen()).text == "Create chat"
    with pytest.raises(AssertionError, match="no single button «Create»"):
        await anna.press("Create", within_seconds=0)


async def test_a_button_that_an_edit_removed_cannot_be_pressed(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson
) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go"))
    await vk("messages.edit", peer_id=anna.id, cmid=2, message="a")
    with pytest.raises(Refused, match="shows no buttons"):
        await sandbox.api.post(f"people/{anna.id}/press", {"cmid": 2, "label": "Go"})


async def test_a_link_of_a_button_or_of_an_answer_is_followed(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await vk("messages.createChat", title="8А")
    chat = await sandbox.chat("8А")
    rows = [[{"action": {"type": "open_link", "label": "Join", "link": chat.link}}]]
    board = json.dumps({"inline": True, "buttons": rows})
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=board)
    assert (await anna.presses_and_follows("Join"))["peer"] == PEER
    assert anna.name in (await sandbox.chat("8А")).members


async def test_the_ref_of_a_deep_link_comes_with_the_next_message_only(vk: Caller, boris: DrivenPerson) -> None:
    opened = await boris.opens("https://vk.me/school_chats?ref=code7&ref_source=poster")
    assert opened == {"kind": "dialog", "community": 1, "ref_pending": True}
    assert await vk.events() == []
    await boris.start()
    await boris.write("next")
    started, written = [one["object"]["message"] for one in await vk.events() if one["type"] == "message_new"]
    assert (started["ref"], started["ref_source"], started["payload"]) == ("code7", "poster", '{"command": "start"}')
    assert "ref" not in written


@pytest.mark.parametrize("url", ["https://vk.me/club1?ref=a", "vk.com/write-1?ref=a", "https://vk.me/public1?ref=a"])
async def test_every_form_of_a_deep_link_leads_to_the_dialog(boris: DrivenPerson, url: str) -> None:
    assert (await boris.opens(url))["kind"] == "dialog"


async def test_other_addresses_lead_outside(boris: DrivenPerson) -> None:
    assert await boris.opens("https://example.org/") == {"kind": "outside"}


async def test_a_person_bound_to_another_community_talks_to_that_one(
    vk: Caller, second_vk: Caller, sandbox: Sandbox, anna: DrivenPerson
) -> None:
    other = await sandbox.person(anna.name, community=2)
    await other.start()
    assert await second_vk("messages.send", peer_id=anna.id, message="from second", random_id=1)
    await other.sees("from second")
    with pytest.raises(AssertionError, match="does not see"):
        await anna.sees("from second", within_seconds=0)


async def test_people_are_found_by_a_part_of_the_name(sandbox: Sandbox, anna: DrivenPerson) -> None:
    assert (await sandbox.person("елкина")).id == anna.id
    await sandbox.new_person("Ёлкина Вера")
    with pytest.raises(LookupError, match="2 people"):
        await sandbox.person("Ёлкина")


async def test_unread_messages_are_counted_until_looked_at(vk: Caller, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1)
    dialogs = await anna.dialogs()
    assert [(one["kind"], one["unread"]) for one in dialogs if one["community"] == 1] == [("community", 1)]
    await anna.screen()
    assert (await anna.dialogs())[0]["unread"] == 0


async def test_each_sms_code_is_returned_once(sandbox: Sandbox) -> None:
    for code in ("1234", "5678"):
        await sandbox.api.post("sms/send", {"to": "+7 912 000-00-01", "text": f"Code {code}"})
    assert await sandbox.sms_code("89120000001") == "5678"
    assert await sandbox.sms_code("+79120000001") == "1234"
    with pytest.raises(AssertionError, match="no new SMS"):
        await sandbox.sms_code("+79120000001", within_seconds=0)


async def test_short_messages_may_get_lost(sandbox: Sandbox) -> None:
    await sandbox.sms_mode("never")
    assert (await sandbox.api.post("sms/send", {"to": "+79120000001", "text": "Code 1234"}))["id"] == 1
    assert await sandbox.api.get("sms") == []


async def test_the_sms_provider_may_be_down(sandbox: Sandbox) -> None:
    await sandbox.sms_mode("error")
    with pytest.raises(Refused, match="provider is down") as refused:
        await sandbox.api.post("sms/send", {"to": "+79120000001", "text": "Code 1234"})
    assert refused.value.status == 502


async def test_quiet_waits_for_an_unanswered_press(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await sandbox.quiet()
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go"))
    await anna.press("Go", wait_seconds=0)
    with pytest.raises(AssertionError, match="'unanswered': 1"):
        await sandbox.quiet(within_seconds=0.5)
    await answer(vk)
    await vk.events(ts=(await vk("groups.getLongPollServer", group_id=1))["ts"])
    await sandbox.quiet()


async def test_a_button_that_an_edit_took_away_can_be_pressed_late(vk: Caller, anna: DrivenPerson) -> None:
    await vk("messages.send", peer_id=anna.id, message="a", random_id=1, keyboard=keyboard("Go"))
    cmid = (await anna.conversation())["messages"][-1]["cmid"]
    await vk("messages.edit", peer_id=anna.id, cmid=cmid, message="b")
    with pytest.raises(Refused):
        await anna.press_at(cmid, row=0, col=0)
    await anna.press_at(cmid, payload={"to": "Go"}, wait_seconds=0)
    event = (await newest_event(vk))["object"]
    assert (event["conversation_message_id"], event["payload"]) == (cmid, {"to": "Go"})


async def test_the_newest_messages_alone_can_be_looked_at(vk: Caller, anna: DrivenPerson) -> None:
    for text in "abc":
        await vk("messages.send", peer_id=anna.id, message=text, random_id=0)
    assert [one["text"] for one in (await anna.conversation(newest=2))["messages"]] == ["b", "c"]


async def _is_pressed(sandbox: Sandbox) -> bool:
    return bool((await sandbox.api.get("pressed"))["total"])
