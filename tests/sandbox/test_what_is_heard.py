"""Who hears what of a chat, and what can be read of it later."""

import pytest

from bot.sandbox.driver import DrivenPerson, Refused, Sandbox
from tests.sandbox.conftest import Caller, MakeChat

PEER = 2_000_000_001


async def test_own_chats_tell_by_rows_only(
    vk: Caller, sandbox: Sandbox, make_chat: MakeChat, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    chat = await make_chat(anna, boris)
    await vk("messages.setMemberRole", peer_id=PEER, member_id=anna.id, role="admin")
    await anna.rename(chat, "8Б")
    await vk("messages.setMemberRole", peer_id=PEER, member_id=anna.id, role="member")
    await vk("messages.removeChatUser", chat_id=1, member_id=boris.id)
    await anna.leave(chat)
    rows = await vk.rows()
    kinds = [(row[1], row[3]) for row in rows]
    assert {(row[0], row[2]) for row in rows} == {(52, PEER)}
    assert kinds == [(6, anna.id), (6, boris.id), (3, anna.id), (1, 0), (9, anna.id), (8, boris.id), (7, anna.id)]
    assert [one["type"] for one in await vk.events()] == ["message_allow", "message_new"]
    assert (await sandbox.chat("8Б")).member_ids == (-1,)


async def test_chats_made_by_a_person_tell_by_actions_only(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    server = await vk("groups.getLongPollServer", group_id=1)
    made = await anna.create_chat("hand", members=[], communities=[1])
    chat = await sandbox.chat("hand")
    await boris.opens(made["link"])
    await anna.rename(chat, "other")
    await anna.kick(chat, boris.id)
    actions = [one["object"]["message"]["action"] for one in await vk.events(ts=server["ts"])]
    assert [one["type"] for one in actions] == [
        "chat_create",
        "chat_invite_user",
        "chat_invite_user_by_link",
        "chat_title_update",
        "chat_kick_user",
    ]
    assert actions[1]["member_id"] == -1
    assert await vk.rows() == []


async def test_a_bot_without_rights_hears_mentions_and_commands_only(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson
) -> None:
    await anna.create_chat("hand", members=[], communities=[1])
    chat = await sandbox.chat("hand")
    server = await vk("groups.getLongPollServer", group_id=1)
    for text in ("hello", "/start", "[club1|@school_chats] hi"):
        await anna.write(text, chat=chat)
    await anna.promote(chat, -1)
    await anna.write("heard", chat=chat)
    texts = [one["object"]["message"]["text"] for one in await vk.events(ts=server["ts"])]
    assert texts == ["/start", "[club1|@school_chats] hi", "heard"]


@pytest.mark.parametrize(("switch", "expected"), [(True, ["chat_title_update", "chat_kick_user"]), (False, [])])
async def test_what_a_bot_without_rights_hears_is_a_switch(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson, switch: bool, expected: list[str]
) -> None:
    await sandbox.switch(non_admin_sees_actions=switch, own_kick_arrives=switch)
    await anna.create_chat("hand", members=[], communities=[1])
    chat = await sandbox.chat("hand")
    server = await vk("groups.getLongPollServer", group_id=1)
    await anna.rename(chat, "other")
    await anna.kick(chat, -1)
    events = await vk.events(ts=server["ts"])
    assert [one["object"]["message"]["action"]["type"] for one in events] == expected


async def test_in_chats_message_ids_are_zero(vk: Caller, make_chat: MakeChat, anna: DrivenPerson) -> None:
    await make_chat(anna)
    assert await vk("messages.send", peer_id=PEER, message="a", random_id=1) == 0
    items = await vk("messages.send", peer_ids=PEER, message="b", random_id=2)
    assert (items[0]["message_id"], items[0]["conversation_message_id"]) == (0, 4)


async def test_a_pinned_message_is_shown_until_unpinned(vk: Caller, make_chat: MakeChat) -> None:
    await make_chat()
    await vk("messages.send", peer_ids=PEER, message="rules", random_id=1)
    await vk("messages.pin", peer_id=PEER, cmid=2)
    settings = (await vk("messages.getConversationsById", peer_ids=PEER))["items"][0]["chat_settings"]
    assert settings["pinned_message"]["text"] == "rules"
    await vk("messages.unpin", peer_id=PEER)
    settings = (await vk("messages.getConversationsById", peer_ids=PEER))["items"][0]["chat_settings"]
    assert "pinned_message" not in settings


async def test_a_cleared_conversation_leaves_the_list_until_something_new(
    vk: Caller, make_chat: MakeChat, anna: DrivenPerson
) -> None:
    chat = await make_chat(anna)
    await vk("messages.deleteConversation", peer_id=PEER)
    listed = await vk("messages.getConversations")
    assert [one["conversation"]["peer"]["id"] for one in listed["items"]] == [anna.id]
    await anna.write("new", chat=chat)
    assert (await vk("messages.getConversations"))["count"] == 2


async def test_who_joins_by_the_link_sees_no_earlier_history_but_the_pinned_message(
    vk: Caller, make_chat: MakeChat, anna: DrivenPerson
) -> None:
    chat = await make_chat()
    await vk("messages.send", peer_id=PEER, message="rules", random_id=1)
    await vk("messages.pin", peer_id=PEER, cmid=2)
    await anna.opens(chat.link)
    await vk("messages.send", peer_id=PEER, message="hello", random_id=2)
    shown = await anna.conversation(chat=chat)
    assert [one["text"] for one in shown["messages"]] == [f"{anna.name} входит по ссылке", "hello"]
    assert shown["pinned_message"]["text"] == "rules"


async def test_who_was_removed_sees_nothing_new_and_a_stranger_nothing(
    vk: Caller, make_chat: MakeChat, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    chat = await make_chat(anna)
    await vk("messages.removeChatUser", chat_id=1, member_id=anna.id)
    await vk("messages.send", peer_id=PEER, message="secret", random_id=1)
    shown = await anna.conversation(chat=chat)
    assert ("secret" in str(shown["messages"]), shown["can_write"]) == (False, False)
    with pytest.raises(Refused, match="not in this chat"):
        await boris.conversation(chat=chat)
