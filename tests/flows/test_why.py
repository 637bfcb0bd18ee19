"""«Почему меня убрали», for the person and for whoever answers for the chat."""

from tests.flows.leaving import leave
from tests.flows.world import PUPILS, World

ILYA = "Белов Илья"


async def test_a_pupil_reads_when_and_why_the_journal_has_taken_them_out(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await leave(world, pupil)
    await world.outside(PUPILS, pupil)
    await pupil.write("меню")
    await pupil.press("Почему меня убрали")
    text = await pupil.sees("Почему меня убрали\n")
    assert f"«{PUPILS}»" in text
    assert "так записано в электронном журнале." in text
    assert "напишите классному руководителю" in text
    await world.calm()
    answer = world.rows("SELECT run_id FROM ledger WHERE event = 'removed' AND run_id IS NOT NULL")
    assert len(answer) == 1
    assert teacher.name not in text


async def test_a_pupil_whom_the_teacher_removed_reads_who_decided_it(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await teacher.write("меню")
    await teacher.press(PUPILS)
    await teacher.press("Участники ·")
    await teacher.write("Белов")
    await teacher.press("Удалить из чата")
    await teacher.press("Удалить")
    await world.outside(PUPILS, pupil)
    await world.calm()
    await pupil.write("меню")
    await pupil.press("Почему меня убрали")
    assert "так решил тот, кто ведёт чат (Петров С. О.)" in await pupil.sees("Почему меня убрали\n")
    text = (await teacher.screen()).text
    assert "Решение: Петров С. О., чтение журнала № " in text
