"""Whoever holds a code can become that person: nobody gets one of the staff, or of a class that is not theirs."""

import pytest

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.ways import chat_id, files, forges, goes, id_of
from tests.flows.world import PRINCIPAL, World

ILYA = "Белов Илья"
PAPER = "Стенгазета"
WAYS_IN = {"Показать код привязки", "Показать личный QR-код"}
CODES = "SELECT count(*) FROM personal_code"


async def _card(world: World, teacher: DrivenPerson, name: str) -> set[str]:
    """The buttons of somebody's card in the chat made by hand."""
    await goes(world, teacher, "C.MEMBER", c=chat_id(world, PAPER), p=id_of(world, name))
    await teacher.sees(name)
    return set((await teacher.screen()).buttons)


@pytest.mark.parametrize("act", ["C.MEMBER.CODE", "C.MEMBER.QR"])
async def test_an_author_gets_no_code_of_a_principal_whom_they_have_added(world: World, act: str) -> None:
    teacher = await world.led()
    await made_by_hand(world, PAPER, author=teacher, members=(PRINCIPAL, ILYA))
    assert not WAYS_IN & await _card(world, teacher, PRINCIPAL)
    before = world.rows(CODES)
    where = {"c": chat_id(world, PAPER), "p": id_of(world, PRINCIPAL)}
    await forges(world, teacher, act, **where)
    said = "\n".join(await world.said(teacher))
    assert "Другие коды выдаёт администратор школы." in said
    assert world.sheet(PRINCIPAL).code not in said
    assert not await files(teacher, "photo")
    assert world.rows(CODES) == before
    assert await _card(world, teacher, ILYA) >= WAYS_IN


async def test_whoever_has_linked_gets_the_way_into_the_dialogue_whoever_they_are(world: World) -> None:
    teacher = await world.led()
    await made_by_hand(world, PAPER, author=teacher, members=(PRINCIPAL,))
    await world.linked(PRINCIPAL)
    assert WAYS_IN & await _card(world, teacher, PRINCIPAL) == {"Показать личный QR-код"}
    await teacher.press("Показать личный QR-код")
    await teacher.sees("откроется диалог с ботом, там ждёт приглашение в чат")
