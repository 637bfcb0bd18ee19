"""vkbottle, which nobody here wrote, reads the emulator's answers and events with its typed models."""

import json

import pytest
from vkbottle import API, CaptchaError, DocMessagesUploader, VKAPIError
from vkbottle.polling import BotPolling
from vkbottle_types.events import bot_events

from bot.sandbox.driver import DrivenPerson, Sandbox
from tests.sandbox.conftest import Caller

KEYBOARD = json.dumps(
    {"inline": True, "buttons": [[{"action": {"type": "callback", "label": "Go", "payload": '{"c": "go"}'}}]]}
)


async def test_typed_methods_parse_answers_about_a_chat(api: API, anna: DrivenPerson) -> None:
    chat = await api.messages.create_chat(user_ids=[anna.id], title="8А")
    peer = 2_000_000_000 + chat.chat_id
    assert chat.peer_ids == [anna.id]
    members = await api.messages.get_conversation_members(peer_id=peer)
    assert [(one.member_id, one.is_owner) for one in members.items] == [(-1, True), (anna.id, None)]
    assert (await api.messages.get_invite_link(peer_id=peer)).link.startswith("https://vk.me/join/")
    known = await api.messages.get_conversations_by_id(peer_ids=[peer, anna.id])
    assert [one.peer.type.value for one in known.items] == ["chat", "user"]
    assert (await api.messages.get_conversations()).count == 2


async def test_typed_methods_parse_answers_about_messages(api: API, anna: DrivenPerson) -> None:
    sent = await api.messages.send(peer_ids=[anna.id], message="hello", random_id=1, keyboard=KEYBOARD)
    assert isinstance(sent, list)
    assert sent[0].conversation_message_id == 2
    assert await api.messages.edit(peer_id=anna.id, cmid=2, message="changed") == 1
    found = await api.messages.get_by_conversation_message_id(peer_id=anna.id, conversation_message_ids=[2])
    assert found.items[0].text == "changed"
    assert await api.messages.is_messages_from_group_allowed(group_id=1, user_id=anna.id)


async def test_typed_methods_parse_answers_about_the_community_and_people(api: API, anna: DrivenPerson) -> None:
    assert (await api.groups.get_by_id()).groups[0].screen_name == "school_chats"
    assert {one.name for one in (await api.groups.get_token_permissions()).permissions} >= {"messages", "manage"}
    people = await api.users.get(user_ids=[anna.id, 999_999])
    assert [(one.first_name, one.last_name) for one in people] == [("Анна", "Ёлкина")]
    resolved = await api.utils.resolve_screen_name(screen_name=f"id{anna.id}")
    assert not isinstance(resolved, list)
    assert resolved.object_id == anna.id
    assert (await api.messages.get_long_poll_server(lp_version=3)).ts == 1


async def test_refusals_are_raised_with_their_codes(api: API, sandbox: Sandbox) -> None:
    with pytest.raises(VKAPIError[927]):
        await api.messages.get_conversation_members(peer_id=2_000_000_777)
    with pytest.raises(VKAPIError[27]):
        await api.request("messages.addChatUser", {"chat_id": 1, "user_id": 101})
    await sandbox.fault("users.get", "error", code=14)
    with pytest.raises(CaptchaError):
        await api.users.get(user_ids=[101])


async def test_typed_events_parse_everything_a_person_does(vk: Caller, api: API, anna: DrivenPerson) -> None:
    await api.messages.send(peer_id=anna.id, message="press", random_id=1, keyboard=KEYBOARD)
    await anna.press("Go", wait_seconds=0)
    await anna.deny()
    await anna.allow()
    await anna.write("hello")
    await anna.create_chat("made by hand", members=[], communities=[1])
    models = {
        "message_new": bot_events.MessageNew,
        "message_event": bot_events.MessageEvent,
        "message_allow": bot_events.MessageAllow,
        "message_deny": bot_events.MessageDeny,
    }
    parsed = [models[event["type"]](**event) for event in await vk.events()]
    assert {one.type.value for one in parsed if one.type} == set(models)
    press = next(one for one in parsed if isinstance(one, bot_events.MessageEvent))
    assert press.object.payload == {"c": "go"}


async def test_vkbottle_polling_listens(api: API, anna: DrivenPerson) -> None:
    polling = BotPolling(api, group_id=1, wait=1)
    server = await polling.get_server()
    await anna.write("hello")
    event = await polling.get_event(server)
    assert event["updates"][0]["object"]["message"]["text"] == "hello"


async def test_typed_settings_and_own_messages_parse(vk: Caller, api: API, anna: DrivenPerson) -> None:
    assert (await api.groups.get_long_poll_settings(group_id=1)).is_enabled
    await api.groups.set_long_poll_settings(group_id=1, message_reply=True)
    attachment = await DocMessagesUploader(api).upload(b"a,b", title="8А.csv", peer_id=anna.id)
    await api.messages.send(peer_id=anna.id, message="hello", random_id=1, keyboard=KEYBOARD, attachment=attachment)
    reply = bot_events.MessageReply(**(await vk.events())[-1]).object
    assert reply.attachments is not None
    assert reply.attachments[0].doc is not None
    assert (reply.text, reply.out, reply.attachments[0].doc.title) == ("hello", True, "8А.csv")


async def test_typed_chat_methods_parse_pins_and_deletions(api: API) -> None:
    peer = 2_000_000_000 + (await api.messages.create_chat(title="8А")).chat_id
    await api.messages.send(peer_ids=[peer], message="rules", random_id=1)
    assert (await api.messages.pin(peer_id=peer, cmid=2)).text == "rules"
    deleted = await api.messages.delete(peer_id=peer, cmids=[2], delete_for_all=True)
    assert isinstance(deleted, list)
    assert deleted[0].response
