"""Chats live as in VK: members, roles, links and removals."""

import pytest

from bot.sandbox.driver import DrivenPerson, Refused, Sandbox
from tests.sandbox.conftest import Caller, MakeChat

PEER = 2_000_000_001


async def test_who_gets_in_at_creation_is_a_switch(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    positions = {"allowed": [anna.id], "all": [anna.id, boris.id], "none": []}
    for chat_id, (adds, ids) in enumerate(positions.items(), start=1):
        await sandbox.switch(create_chat_adds=adds)
        answer = await vk("messages.createChat", title=adds, user_ids=f"{anna.id},{boris.id}")
        assert answer == {"chat_id": chat_id, "peer_ids": ids}
        assert (await sandbox.chat(adds)).member_ids == (-1, *ids)


async def test_creation_with_people_may_be_refused_whole(vk: Caller, sandbox: Sandbox, anna: DrivenPerson) -> None:
    await sandbox.switch(create_chat_adds="refuse")
    assert await vk.code("messages.createChat", title="8А", user_ids=anna.id) == 936
    assert await sandbox.chats() == []


async def test_creation_may_answer_a_bare_number(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.switch(create_chat_form="int")
    assert await vk("messages.createChat", title="8А") == 1


async def test_members_come_by_twenty_unless_told(vk: Caller, sandbox: Sandbox, make_chat: MakeChat) -> None:
    people = [await sandbox.new_person(f"Ученик Номер{n}") for n in range(25)]
    await make_chat(*people)
    first = await vk("messages.getConversationMembers", peer_id=PEER)
    rest = await vk("messages.getConversationMembers", peer_id=PEER, offset=20, count=1000)
    assert (first["count"], len(first["items"]), len(rest["items"])) == (26, 20, 6)
    assert await vk.code("messages.getConversationMembers", peer_id=PEER, count=1001) == 100


async def test_flags_are_absent_when_false(vk: Caller, make_chat: MakeChat, anna: DrivenPerson) -> None:
    await make_chat(anna)
    owner, member = (await vk("messages.getConversationMembers", peer_id=PEER))["items"]
    assert owner["is_owner"] is owner["is_admin"] is True
    assert set(member) == {"member_id", "invited_by", "join_date", "can_kick"}


async def test_a_reset_link_lets_in_and_the_old_one_does_not(
    vk: Caller, make_chat: MakeChat, anna: DrivenPerson
) -> None:
    old = (await make_chat()).link
    assert (await vk("messages.getInviteLink", peer_id=PEER))["link"] == old
    new = (await vk("messages.getInviteLink", peer_id=PEER, reset=1))["link"]
    with pytest.raises(Refused, match="dead_link"):
        await anna.opens(old)
    assert (await anna.opens(new))["peer"] == PEER
    with pytest.raises(Refused, match="already"):
        await anna.opens(new)


async def test_a_removed_person_returns_only_by_switch_or_invitation(
    vk: Caller, sandbox: Sandbox, make_chat: MakeChat, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    chat = await make_chat(anna, boris)
    await vk("messages.removeChatUser", chat_id=1, member_id=anna.id)
    with pytest.raises(Refused, match="removed"):
        await anna.opens(chat.link)
    await boris.invite(chat, anna.id)
    await vk("messages.removeChatUser", chat_id=1, user_id=anna.id)
    await sandbox.switch(kicked_may_return=True)
    assert (await anna.opens(chat.link))["kind"] == "chat"


async def test_who_left_returns_by_the_link(make_chat: MakeChat, anna: DrivenPerson) -> None:
    chat = await make_chat(anna)
    await anna.leave(chat)
    assert (await anna.opens(chat.link))["kind"] == "chat"


async def test_refusals_of_removal(vk: Caller, sandbox: Sandbox, anna: DrivenPerson, boris: DrivenPerson) -> None:
    made = await anna.create_chat("hand", members=[boris.id], communities=[1])
    chat = await sandbox.chat("hand")
    assert await vk.code("messages.removeChatUser", chat_id=1, member_id=boris.id) == 925
    await anna.promote(chat, -1)
    assert await vk.code("messages.removeChatUser", chat_id=1, member_id=anna.id) == 15
    assert await vk("messages.removeChatUser", chat_id=1, member_id=boris.id) == 1
    assert await vk.code("messages.removeChatUser", chat_id=1, member_id=boris.id) == 935
    assert await vk.code("messages.removeChatUser", chat_id=1, member_id=999) == 936
    assert await vk.code("messages.removeChatUser", chat_id=7, member_id=boris.id) == 927
    assert made["peer"] == PEER


async def test_an_administrator_does_not_remove_another_one(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    await anna.create_chat("hand", members=[boris.id], communities=[1])
    chat = await sandbox.chat("hand")
    await anna.promote(chat, -1)
    await anna.promote(chat, boris.id)
    assert await vk.code("messages.removeChatUser", chat_id=1, member_id=boris.id) == 15


async def test_without_rights_a_chat_is_neither_read_nor_known(
    vk: Caller, anna: DrivenPerson, boris: DrivenPerson, sandbox: Sandbox
) -> None:
    await anna.create_chat("hand", members=[boris.id], communities=[1])
    assert await vk.code("messages.getConversationMembers", peer_id=PEER) == 917
    assert await vk("messages.getConversationsById", peer_ids=PEER) == {"count": 0, "items": []}
    assert await vk.code("messages.getInviteLink", peer_id=PEER) == 919
    assert await vk.code("messages.getInviteLink", peer_id=PEER, reset=1) == 931
    await anna.kick(await sandbox.chat("hand"), -1)
    assert await vk.code("messages.send", peer_id=PEER, message="a", random_id=1) == 917


async def test_roles_are_given_and_taken_and_read_back(vk: Caller, make_chat: MakeChat, anna: DrivenPerson) -> None:
    await make_chat(anna)
    for role, expected in (("admin", True), ("member", None)):
        assert await vk("messages.setMemberRole", peer_id=PEER, member_id=anna.id, role=role) == 1
        items = (await vk("messages.getConversationMembers", peer_id=PEER))["items"]
        assert items[1].get("is_admin") is expected
    assert await vk.code("messages.setMemberRole", peer_id=PEER, member_id=-1, role="member") == 15


async def test_settings_that_a_person_closes_are_shown_to_the_community(
    vk: Caller, make_chat: MakeChat, anna: DrivenPerson
) -> None:
    chat = await make_chat(anna)
    with pytest.raises(Refused):
        await anna.close(chat, "invite")
    await vk("messages.setMemberRole", peer_id=PEER, member_id=anna.id, role="admin")
    await anna.close(chat, "invite")
    [shown] = (await vk("messages.getConversationsById", peer_ids=PEER))["items"]
    permissions = shown["chat_settings"]["permissions"]
    assert (permissions["invite"], permissions["change_pin"]) == ("owner_and_admins", "all")
    with pytest.raises(Refused):
        await anna.close(chat, "nothing such")


async def test_undocumented_methods_may_vanish(vk: Caller, sandbox: Sandbox, make_chat: MakeChat) -> None:
    await make_chat()
    await sandbox.switch(roles_method=False)
    assert await vk.code("messages.setMemberRole", peer_id=PEER, member_id=101, role="admin") == 3
    restrict = {"peer_id": PEER, "member_ids": 101, "action": "ro"}
    assert await vk.code("messages.changeConversationMemberRestrictions", **restrict) == 3


async def test_a_muted_member_writes_again_when_the_time_is_over(
    vk: Caller, sandbox: Sandbox, make_chat: MakeChat, anna: DrivenPerson
) -> None:
    chat = await make_chat(anna)
    restrict = {"peer_id": PEER, "member_ids": anna.id, "action": "ro", "for": 60}
    await vk("messages.changeConversationMemberRestrictions", **restrict)
    with pytest.raises(Refused, match="restricted"):
        await anna.write("hello", chat=chat)
    members = (await vk("messages.getConversationMembers", peer_id=PEER))["items"]
    assert members[1]["is_restricted_to_write"] is True
    await sandbox.advance(minutes=2)
    await anna.write("hello", chat=chat)


async def test_each_community_numbers_chats_by_itself(
    vk: Caller, second_vk: Caller, sandbox: Sandbox, anna: DrivenPerson
) -> None:
    await vk("messages.createChat", title="first")
    await anna.create_chat("both", members=[], communities=[1, 2])
    chat = await sandbox.chat("both")
    await anna.promote(chat, -1)
    await anna.promote(chat, -2)
    for caller, peer in ((vk, PEER + 1), (second_vk, PEER)):
        known = await caller("messages.getConversationsById", peer_ids=peer)
        assert known["items"][0]["chat_settings"]["title"] == "both"


async def test_a_chat_without_communities_waits_for_one_to_be_invited(
    vk: Caller, sandbox: Sandbox, anna: DrivenPerson, boris: DrivenPerson
) -> None:
    await anna.create_chat("hand", members=[boris.id], communities=[])
    chat = await sandbox.chat("hand")
    await anna.write("nobody listens", chat=chat)
    server = await vk("groups.getLongPollServer", group_id=1)
    await boris.invite(chat, -1)
    (event,) = await vk.events(ts=server["ts"])
    assert event["object"]["message"]["action"] == {"type": "chat_invite_user", "member_id": -1}
    assert (await sandbox.chat("hand")).community == 1


async def test_a_community_leaves_and_then_has_no_rights(vk: Caller, make_chat: MakeChat, anna: DrivenPerson) -> None:
    await make_chat(anna)
    assert await vk("messages.removeChatUser", chat_id=1, member_id=-1) == 1
    assert await vk.code("messages.editChat", chat_id=1, title="x") == 917
    assert (await vk("messages.getConversations"))["items"][0]["conversation"]["can_write"] == {
        "allowed": False,
        "reason": 917,
    }


async def test_the_community_renames_and_reads_its_chat(vk: Caller, make_chat: MakeChat, anna: DrivenPerson) -> None:
    chat = await make_chat(anna)
    assert await vk("messages.editChat", chat_id=1, title="9А") == 1
    await anna.write("hello", chat=chat)
    shown = (await vk("messages.getConversationsById", peer_ids=PEER))["items"][0]
    assert (shown["chat_settings"]["title"], shown["unread_count"]) == ("9А", 1)
    await vk("messages.markAsRead", peer_id=PEER)
    assert (await vk("messages.getConversationsById", peer_ids=PEER))["items"][0]["unread_count"] == 0


async def test_a_creation_with_an_unknown_person_makes_nothing(vk: Caller, sandbox: Sandbox) -> None:
    await sandbox.switch(create_chat_adds="all")
    assert await vk.code("messages.createChat", title="8А", user_ids="999") == 936
    assert await sandbox.chats() == []
