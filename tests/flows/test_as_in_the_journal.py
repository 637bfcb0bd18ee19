"""C.SYNC: where a chat differs from the journal by hand, and one person put back to what the journal says."""

from tests.flows.ways import chat_id, forges, goes, id_of
from tests.flows.world import PRINCIPAL, PUPILS, World

ILYA, TIMUR = "Белов Илья", "Гусейнов Тимур"
IVANOVA = "Иванова Елена"


async def test_the_class_teacher_sees_whom_hands_have_moved_and_puts_one_back(world: World) -> None:
    teacher = await world.led()
    await world.sandbox.switch(kicked_may_return=True)
    pupil, other = await world.entered(ILYA), await world.entered(TIMUR)
    chat = chat_id(world, PUPILS)
    for one in (pupil, other):
        await forges(world, teacher, "C.KICK.YES", c=chat, p=id_of(world, one.name))
    await world.outside(PUPILS, pupil, other)
    text = await goes(world, teacher, "C.SYNC", c=chat)
    assert "Удалены вручную, не возвращаем: Белов И. И., Гусейнов Т. " in text
    await teacher.press("Отличия от журнала: 2")
    text = await teacher.sees("› Отличия от журнала")
    assert "1. Белов Илья Игоревич — по журналу в чате, но решено не возвращать\n2. Гусейнов Тимур" in text
    await teacher.press("Как в журнале: Белов И. И.")
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    await world.outside(PUPILS, other)
    text = await goes(world, teacher, "C.SYNC.OWN", c=chat)
    assert "1. Гусейнов Тимур" in text
    assert "Белов" not in text
    assert "решение вести как в журнале: Белов Илья Игоревич" in await goes(world, teacher, "C.LOG", c=chat)


async def test_a_right_that_hands_have_given_goes_back_to_what_the_journal_says(world: World) -> None:
    teacher, pupil = await world.led(), await world.entered(ILYA)
    where = {"c": chat_id(world, PUPILS), "p": id_of(world, ILYA)}
    await forges(world, teacher, "C.MEMBER.LEAD", **where)
    await world.calm()
    assert pupil.name in (await world.sandbox.chat(PUPILS)).admins
    text = await goes(world, teacher, "C.SYNC", c=where["c"])
    assert "Администраторы по решению вручную: Белов И. И." in text
    await teacher.press("Отличия от журнала: 1")
    await teacher.press("Как в журнале: Белов И. И.")
    await teacher.sees("Отличий, сделанных вручную, нет.")
    await world.calm()
    assert pupil.name not in (await world.sandbox.chat(PUPILS)).admins
    await world.inside(PUPILS, pupil)


async def test_nobody_is_put_back_by_whoever_does_not_answer_for_the_chat(world: World) -> None:
    teacher, colleague = await world.led(), await world.linked(IVANOVA, code_of="Иванова Елена Петровна")
    head = await world.linked(PRINCIPAL)
    where = {"c": chat_id(world, PUPILS), "p": id_of(world, ILYA)}
    await forges(world, teacher, "C.KICK.YES", **where)
    await forges(world, colleague, "C.SYNC.JOURNAL", **where)
    assert world.rows("SELECT person_id FROM chat_pick") == [(where["p"],)]
    await forges(world, head, "C.SYNC.JOURNAL", **where)
    assert world.rows("SELECT person_id FROM chat_pick") == []
