"""(G12) The printable sheet: a personal code for everybody in the chat who has not linked, and for nobody else."""

import re

from bot.sandbox.driver import DrivenPerson
from tests.flows.ways import chat_id, codes_of, files, goes, presses_twice, text_of
from tests.flows.world import COLLEAGUES, PARENTS, PETROV, PUPILS, World

ILYA, NATALIA = "Белов Илья", "Белова Наталья Андреевна"


async def _sheet(world: World, person: DrivenPerson, title: str) -> bytes:
    """The newest sheet after asking for one."""
    await goes(world, person, "C.LINK", c=chat_id(world, title))
    await person.press("Лист личных приглашений (PDF)")
    await world.calm()
    return (await files(person, "doc"))[-1][1]


async def test_everybody_who_has_not_linked_gets_a_card_that_works(world: World) -> None:
    teacher = await world.led()
    pdf = await _sheet(world, teacher, PUPILS)
    shown = await teacher.sees("личных QR-код")
    count = int(re.findall(r"(\d+) личных QR-код", shown)[0])
    links = codes_of(pdf)
    assert len(links) == len(set(links)) == count
    words = text_of(pdf)
    assert ILYA in words
    assert "учится в 8А" in words
    assert "Действует до" in words
    assert world.sheet(ILYA).link in links
    pupil = await world.linked(ILYA)
    assert ILYA not in text_of(await _sheet(world, teacher, PUPILS))
    await pupil.sees("Вас приглашают в чат «8А — ученики»")


async def test_a_parents_card_names_the_child(world: World) -> None:
    teacher = await world.led()
    words = text_of(await _sheet(world, teacher, PARENTS)).replace("\n", " ")
    assert NATALIA in words
    assert re.search(r"родитель \([А-ЯЁ][а-яё]+, 8А\)", words)


async def test_members_of_staff_are_never_on_a_sheet(world: World) -> None:
    teacher = await world.led()
    shown = await goes(world, teacher, "C.LINK", c=chat_id(world, COLLEAGUES))
    assert "Ссылка и QR-код" in shown
    assert "Лист личных приглашений (PDF)" not in (await teacher.screen()).buttons
    for title in (PUPILS, PARENTS):
        assert PETROV not in text_of(await _sheet(world, teacher, title))


async def test_new_codes_void_the_old_sheet(world: World) -> None:
    teacher = await world.led()
    before = codes_of(await _sheet(world, teacher, PUPILS))
    await teacher.press("Выпустить новые коды")
    await teacher.sees("Прежние перестанут действовать")
    await presses_twice(world, teacher, "Выпустить новые коды")
    sheets = await files(teacher, "doc")
    assert len(sheets) == 2
    fresh = codes_of(sheets[-1][1])
    assert len(fresh) == len(before)
    assert not set(fresh) & set(before)
    pupil = await world.sandbox.person(ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    await pupil.press("Продолжить")
    await pupil.write(world.sheet(ILYA).code)
    await pupil.sees("Срок кода истёк")


async def test_a_double_press_orders_one_sheet(world: World) -> None:
    teacher = await world.led()
    await goes(world, teacher, "C.LINK", c=chat_id(world, PUPILS))
    await presses_twice(world, teacher, "Лист личных приглашений (PDF)")
    assert len(await files(teacher, "doc")) == 1


async def test_a_sheet_that_was_ordered_before_a_stop_is_sent_after_the_start(world: World) -> None:
    teacher = await world.led()
    await goes(world, teacher, "C.LINK", c=chat_id(world, PUPILS))
    await world.sandbox.fault("docs.getMessagesUploadServer", "error", code=10, times=0)
    await teacher.press("Лист личных приглашений (PDF)")
    ordered = "SELECT id FROM outbox_message WHERE kind = 'send' AND tries > 0"
    await world.sandbox.until(lambda: world.rows(ordered), what="the sheet could not be sent")
    await world.stop()
    await world.sandbox.no_faults()
    await world.start()
    await world.sandbox.advance(minutes=6)
    await teacher.sees("Лист приглашений в чат «8А — ученики»", within_seconds=20)
    await world.calm()
    assert len(await files(teacher, "doc")) == 1
