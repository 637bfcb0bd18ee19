"""A button that the bot never showed, or showed too long ago, brings nobody into a chat and tells of nobody else."""

import pytest

from tests.flows.made_chats import made_by_hand
from tests.flows.ways import chat_id, forges, goes, id_of
from tests.flows.world import PRINCIPAL, PUPILS, World

ILYA = "Белов Илья"
OUTSIDER = "Зорин Тимофей"
PAPER = "Стенгазета"
IN_THE_CHAT = "SELECT person_id FROM chat_pick WHERE chat_id = {chat} AND is_in"


async def test_nobody_reads_the_card_of_somebody_whom_the_chat_does_not_concern(world: World) -> None:
    teacher = await world.led()
    await made_by_hand(world, PAPER, author=teacher, members=(ILYA,))
    assert "Белов Илья" in await goes(world, teacher, "C.MEMBER", c=chat_id(world, PAPER), p=id_of(world, ILYA))
    shown = await goes(world, teacher, "C.MEMBER", c=chat_id(world, PAPER), p=id_of(world, OUTSIDER))
    assert OUTSIDER not in shown
    assert "Родители:" not in shown


@pytest.mark.parametrize("acts", [("C.SYNC.RETURN",), ("C.MEMBER.LEAD",), ("C.KICK.YES", "C.KICK.UNDO")])
async def test_nobody_is_brought_in_who_was_never_offered(world: World, acts: tuple[str, ...]) -> None:
    teacher = await world.led()
    await made_by_hand(world, PAPER, author=teacher, members=(ILYA,))
    chat = chat_id(world, PAPER)
    for act in acts:
        await forges(world, teacher, act, c=chat, p=id_of(world, OUTSIDER))
    assert world.rows(IN_THE_CHAT.format(chat=chat)) == [(id_of(world, ILYA),)]


async def test_a_right_confirmed_too_late_brings_nobody_back(world: World) -> None:
    teacher, pupil = await world.led(), await world.entered(ILYA)
    head = await world.linked(PRINCIPAL)
    where = {"c": chat_id(world, PUPILS), "p": id_of(world, ILYA)}
    await goes(world, teacher, "C.MEMBER.ADMIN", **where)
    await teacher.sees("Назначить администратором учащегося?")
    await forges(world, head, "C.KICK.YES", **where)
    await world.outside(PUPILS, pupil)
    told = await teacher.press("Выдать права")
    assert told["answer"]["text"] == "Этого человека уже нет в составе чата. Сначала верните его в состав."
    await world.calm()
    assert pupil.name not in (await world.sandbox.chat(PUPILS)).admins
    assert world.rows(f"SELECT is_in FROM chat_pick WHERE person_id = '{where['p']}'") == [(0,)]


async def test_a_second_removal_is_none(world: World) -> None:
    teacher, pupil = await world.led(), await world.entered(ILYA)
    where = {"c": chat_id(world, PUPILS), "p": id_of(world, ILYA)}
    for _ in range(2):
        await forges(world, teacher, "C.KICK.YES", **where)
    await world.outside(PUPILS, pupil)
    assert world.rows("SELECT count(*) FROM ledger WHERE event = 'member-removed'") == [(1,)]
