"""Story: a teacher is dismissed who alone leads four chats; each gets another leader first, and only then is left."""

from bot.sandbox.driver import DrivenChat, DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.world import COLLEAGUES, PARENTS, PETROV, PRINCIPAL, PUPILS, World

ILYA, MOTHER, COLLEAGUE = "Белов Илья", "Белова Наталья Андреевна", "Дроздова Варвара"
PAPER = "Стенгазета"
ALL = (PUPILS, PARENTS, COLLEAGUES, PAPER)


async def test_the_chats_of_a_dismissed_teacher_get_another_leader_before_the_teacher_goes(world: World) -> None:
    teacher = await world.led()
    principal = await world.linked(PRINCIPAL)
    await world.entered(ILYA)
    await world.entered(MOTHER)
    colleague = await world.entered(COLLEAGUE)
    await made_by_hand(world, PAPER, author=teacher, members=[ILYA])
    for title in ALL:
        assert _leaders(await world.sandbox.chat(title)) == {PETROV}
    await world.reads(world.sandbox.disable(PETROV))
    await _a_colleague_leads_first(world, teacher, colleague)
    for title in (PUPILS, PARENTS, PAPER):
        await _waits_for_the_principal(world, title, teacher, principal)


async def _a_colleague_leads_first(world: World, teacher: DrivenPerson, colleague: DrivenPerson) -> None:
    """Inside the chat of colleagues there is another member of staff."""
    chat = await world.outside(COLLEAGUES, teacher)
    assert _leaders(chat) == {colleague.name}
    changes = [
        (row["method"], int(row["params"]["member_id"]))
        for row in await world.sandbox.wire()
        if row["method"] in ("messages.setMemberRole", "messages.removeChatUser") and _peer(row) == chat.peer
    ]
    assert changes[-2:] == [("messages.setMemberRole", colleague.id), ("messages.removeChatUser", teacher.id)]
    await colleague.sees(f"В чате «{COLLEAGUES}» не осталось того, кто за него отвечал")


async def _waits_for_the_principal(world: World, title: str, teacher: DrivenPerson, principal: DrivenPerson) -> None:
    """Nobody of the staff is inside: the school's administrator is invited and told, and the teacher waits."""
    await world.inside(title, teacher)
    said = "\n".join(await world.said(principal))
    assert f"В чате «{title}» не осталось того, кто за него отвечал" in said, said
    await principal.presses_and_follows(f"Вступить: {title}")
    chat = await world.outside(title, teacher)
    assert _leaders(chat) == {principal.name}


def _leaders(chat: DrivenChat) -> set[str]:
    """People who lead the chat, without the community."""
    return {name for name in chat.admins if not name.startswith("Школьные чаты")}


def _peer(row: dict) -> int:
    params = row["params"]
    return int(params.get("peer_id") or int(params["chat_id"]) + 2_000_000_000)
