"""G6: where the journal shows no groups, the screen says who helps, and reads the journal again on request."""

import csv
from io import StringIO

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import World

ADVICE = (
    "Группы не отображаются. Обратитесь к представителям электронного журнала/дневника — "
    "специалисты подскажут, что делать в этом случае."
)


async def without_groups(world: World) -> DrivenPerson:
    """Petrov after the journal has lost all his groups: he still leads 8А."""
    teacher = await world.led()
    await world.reads(world.edits(world.folder / "journal" / "enrollments.csv", _without_teaching(world, "t-01")))
    await teacher.write("меню")
    await teacher.press("+ Новый чат")
    await teacher.press("По параллели и классу")
    return teacher


def _without_teaching(world: World, teacher: str) -> str:
    """The enrolments without those of a teacher in subject groups."""
    source = (world.folder / "journal" / "enrollments.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(StringIO(source)))
    kept = [row for row in rows if not (row["userSourcedId"] == teacher and row["classSourcedId"].startswith("g-"))]
    assert len(kept) < len(rows)
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(kept)
    return out.getvalue()


async def test_a_teacher_without_groups_is_told_who_helps(world: World) -> None:
    teacher = await without_groups(world)
    shown = await teacher.sees(ADVICE)
    assert shown.startswith("Новый чат › 8А\n")
    assert "Последние данные: журнал обновлён сегодня в " in shown
    await teacher.press("Создать произвольный чат")
    await teacher.sees("Введите название чата")


async def test_the_journal_is_read_at_once_when_somebody_asks_for_it(world: World) -> None:
    before = (world.folder / "journal" / "enrollments.csv").read_text(encoding="utf-8")
    teacher = await without_groups(world)
    await teacher.sees(ADVICE)
    (world.folder / "journal" / "enrollments.csv").write_text(before, encoding="utf-8")
    read = world.rows("SELECT max(roster_number) FROM school")
    pressed = await teacher.press("Обновить из журнала")
    assert pressed["answer"]["text"] == "Журнал читается. Нажмите ещё раз через минуту."

    async def is_read() -> bool:
        return world.rows("SELECT max(roster_number) FROM school") != read

    await world.sandbox.until(is_read, what="the bot reads the journal")
    await teacher.press("Обновить из журнала")
    await teacher.sees("8А Алгебра › Участники")
