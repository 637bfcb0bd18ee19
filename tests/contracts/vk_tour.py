"""A tour of the emulator that calls every method, refusals included, and brings every event over both long polls."""

import json
from typing import Any

import aiohttp

from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.server import start
from tests.sandbox.conftest import Caller

GROUP = {"group_id": 1}
BUTTONS = [
    [{"action": {"type": "callback", "label": "Go", "payload": '{"c": "go"}'}, "color": "primary"}],
    [{"action": {"type": "text", "label": "Say", "payload": '{"c": "say"}'}}],
    [{"action": {"type": "open_link", "label": "Open", "link": "https://vk.me/school_chats"}}],
]
KEYBOARD = json.dumps({"one_time": False, "inline": True, "buttons": BUTTONS})


async def rows_of_the_tour() -> list[dict[str, Any]]:
    """Everything that the wire recorded."""
    running = await start()
    try:
        async with (
            Sandbox(running.url) as sandbox,
            aiohttp.ClientSession(base_url=f"{running.url}/") as session,
        ):
            vk = Caller(session)
            await sandbox.switch(rate_limit=1000)
            await _walk(sandbox, vk, session)
            return await sandbox.wire()
    finally:
        await running.stop()


async def _walk(sandbox: Sandbox, vk: Caller, session: aiohttp.ClientSession) -> None:
    await vk("groups.setLongPollSettings", **GROUP, enabled=1, api_version="5.199", message_reply=1)
    anna = await sandbox.new_person("Ёлкина Анна Ивановна")
    boris = await sandbox.new_person("Быков Борис")
    await anna.opens("https://vk.me/school_chats?ref=code&ref_source=flyer")
    await anna.start()
    await _messages(vk, session, anna)
    await _chats(sandbox, vk, anna, boris)
    await _people(vk, anna, boris)
    await _callback(sandbox, vk)
    await _refusals(sandbox, vk, boris)
    await anna.deny()
    await _read_feeds(vk, session)


async def _messages(vk: Caller, session: aiohttp.ClientSession, anna: DrivenPerson) -> None:
    to = {"peer_id": anna.id}
    files = ",".join([await _document(vk, session, anna.id), await _photo(vk, session, anna.id)])
    await vk("messages.send", **to, random_id=1, message="hello", attachment=files, keyboard=KEYBOARD)
    await vk("messages.send", peer_ids=f"{anna.id},102", random_id=2, message="to both", payload='{"a": 1}')
    pressed = await anna.press("Go", wait_seconds=0)
    data = json.dumps({"type": "show_snackbar", "text": "done"})
    press = {"event_id": pressed["event_id"], "user_id": anna.id, **to}
    await vk("messages.sendMessageEventAnswer", **press, event_data=data)
    await anna.press("Say")
    await vk("messages.edit", **to, cmid=2, message="changed", attachment=files, keyboard=KEYBOARD)
    await vk("messages.getByConversationMessageId", **to, conversation_message_ids="1,2", **GROUP)
    await vk("messages.getConversations", count=10, **GROUP)
    await vk("messages.getConversationMembers", **to)
    await vk("messages.markAsRead", **to, **GROUP)
    await vk("messages.setActivity", **to, type="typing")
    await vk("messages.delete", **to, cmids="3,77", delete_for_all=1)


async def _chats(sandbox: Sandbox, vk: Caller, anna: DrivenPerson, boris: DrivenPerson) -> None:
    made = await vk("messages.createChat", user_ids=str(anna.id), title="8А", **GROUP)
    chat = {"peer_id": 2_000_000_000 + made["chat_id"]}
    await boris.opens((await vk("messages.getInviteLink", **chat, reset=1))["link"])
    await vk("messages.editChat", chat_id=made["chat_id"], title="9А")
    await vk("messages.setMemberRole", **chat, member_id=boris.id, role="admin")
    await vk("messages.setMemberRole", **chat, member_id=boris.id, role="member")
    restricted = {"member_ids": str(boris.id), "action": "ro", "for": 60}
    await vk("messages.changeConversationMemberRestrictions", **chat, **restricted)
    await vk("messages.send", peer_ids=str(chat["peer_id"]), random_id=3, message="rules", keyboard=KEYBOARD)
    seen = await sandbox.chat("9А")
    cmid = (await anna.screen(chat=seen)).cmid
    await vk("messages.pin", **chat, cmid=cmid)
    await vk("messages.getConversationMembers", **chat, count=1000, extended=1, fields="screen_name,sex")
    await vk("messages.getConversationsById", peer_ids=f"{chat['peer_id']},{anna.id}", extended=1)
    await vk("messages.getConversations")
    await vk("messages.unpin", **chat)
    await anna.leave(seen)
    await vk("messages.removeChatUser", chat_id=made["chat_id"], member_id=boris.id)
    await vk("messages.deleteConversation", **chat)
    await _chats_of_people(sandbox, vk, anna, boris)


async def _chats_of_people(sandbox: Sandbox, vk: Caller, anna: DrivenPerson, boris: DrivenPerson) -> None:
    """Service actions of a chat that the community did not make come by Bots Long Poll."""
    made = await anna.create_chat("by hand", members=[], communities=[1])
    chat = await sandbox.chat("by hand")
    await anna.promote(chat, -1)
    await anna.invite(chat, boris.id)
    await boris.leave(chat)
    await boris.opens(chat.link)
    await anna.rename(chat, "renamed")
    await boris.write("/help", chat=chat)
    await vk("messages.send", peer_ids=str(made["peer"]), random_id=4, message="rules")
    await vk("messages.pin", peer_id=made["peer"], cmid=(await anna.screen(chat=chat)).cmid)
    await vk("messages.unpin", peer_id=made["peer"])
    await vk("messages.getConversationMembers", peer_id=made["peer"])
    await anna.kick(chat, boris.id)
    await sandbox.switch(create_chat_form="int")
    await vk("messages.createChat", title="answered by a number")


async def _people(vk: Caller, anna: DrivenPerson, boris: DrivenPerson) -> None:
    await boris.block(18)
    await vk("users.get", user_ids=f"{anna.id},{boris.id},999", fields="screen_name,can_invite_to_chats,sex,domain")
    for name in (f"id{anna.id}", "school_chats", "nobody"):
        await vk("utils.resolveScreenName", screen_name=name)
    await vk("utils.getServerTime")
    await vk("groups.getById", group_ids="school_chats")
    await vk("groups.isMember", **GROUP, user_ids=f"{anna.id},{boris.id}")
    await vk("groups.isMember", **GROUP, user_id=anna.id)
    await vk("groups.getTokenPermissions")
    await vk("groups.getLongPollSettings", **GROUP)
    await vk("messages.isMessagesFromGroupAllowed", **GROUP, user_id=anna.id)
    code = 'return [API.utils.getServerTime(), API.users.get({"user_ids": "101"}), API.messages.unpin({"peer_id": 1})];'
    await vk("execute", code=code)


async def _callback(sandbox: Sandbox, vk: Caller) -> None:
    await vk("groups.getCallbackConfirmationCode", **GROUP)
    address = {"url": "http://127.0.0.1:9/", "title": "bot", "secret_key": "secret"}
    server = await vk("groups.addCallbackServer", **GROUP, **address)
    await vk("groups.editCallbackServer", **GROUP, **server, **address)
    await vk("groups.setCallbackSettings", **GROUP, **server, api_version="5.199", message_new=1)
    await vk("groups.getCallbackSettings", **GROUP, **server)
    await sandbox.quiet()
    await vk("groups.getCallbackServers", **GROUP)
    await vk("groups.deleteCallbackServer", **GROUP, **server)


async def _refusals(sandbox: Sandbox, vk: Caller, boris: DrivenPerson) -> None:
    chat = {"peer_id": 2_000_000_777}
    await vk.code("messages.send", peer_id=boris.id, random_id=5, message="hello")
    await vk.code("messages.getConversationMembers", **chat)
    await vk.code("messages.getInviteLink", **chat)
    await vk.code("groups.getCallbackSettings", **GROUP, server_id=77)
    await vk.code("messages.addChatUser", chat_id=1, user_id=boris.id)
    await sandbox.fault("users.get", "error", code=14)
    await vk.code("users.get", user_ids="101")


async def _read_feeds(vk: Caller, session: aiohttp.ClientSession) -> None:
    bots = await vk("groups.getLongPollServer", **GROUP)
    user = await vk("messages.getLongPollServer", lp_version=3, need_pts=1, **GROUP)
    for server, key in ((bots["server"], bots["key"]), (f"http://{user['server']}", user["key"])):
        query = {"act": "a_check", "key": key, "ts": "1", "wait": "0", "mode": "2", "version": "3"}
        async with session.get(server, params=query) as response:
            assert (await response.json())["updates"]


async def _document(vk: Caller, session: aiohttp.ClientSession, peer_id: int) -> str:
    server = await vk("docs.getMessagesUploadServer", type="doc", peer_id=peer_id)
    taken = await _upload(session, server["upload_url"], "file", "a.csv")
    saved = (await vk("docs.save", **taken, title="8А.csv"))["doc"]
    return f"doc{saved['owner_id']}_{saved['id']}"


async def _photo(vk: Caller, session: aiohttp.ClientSession, peer_id: int) -> str:
    server = await vk("photos.getMessagesUploadServer", peer_id=peer_id)
    (saved,) = await vk("photos.saveMessagesPhoto", **await _upload(session, server["upload_url"], "photo", "a.png"))
    return f"photo{saved['owner_id']}_{saved['id']}"


async def _upload(session: aiohttp.ClientSession, url: str, field: str, title: str) -> dict[str, Any]:
    form = aiohttp.FormData()
    form.add_field(field, b"data", filename=title)
    async with session.post(url, data=form) as response:
        taken: dict[str, Any] = await response.json()
        return taken
