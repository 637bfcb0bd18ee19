"""Chats made by hand and taken over later, when the school year ends: what follows the journal goes with its year."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.adopting import TITLE, adopted, chooses_a_group, seen
from tests.flows.test_school_year import confirms, turns
from tests.flows.ways import goes
from tests.flows.world import PETROV, PRINCIPAL, STRANGER, World

ILYA, YOLKINA = "Белов Илья", "Ёлкина Алёна Петровна"


async def test_a_chat_of_ones_own_goes_on_and_that_of_a_group_is_put_away_and_can_come_back(world: World) -> None:
    head, teacher = await world.linked(PRINCIPAL), await world.linked(PETROV)
    pupil, colleague = await world.linked(ILYA), await world.linked(YOLKINA)
    stranger = await world.sandbox.person(STRANGER)
    everybody = (teacher, pupil, colleague, stranger)
    own = await adopted(world, teacher, *everybody[1:])
    group = await _of_a_group(world, teacher, pupil, colleague, stranger)
    await turns(world)
    plan = await goes(world, head, "K.YEAR")
    assert f"Прошлогодние предметные, чатов 1: {group}" in plan
    assert TITLE not in plan
    await confirms(world, head, "Убрать прошлогодние предметные", "убрать")
    await world.outside(group, pupil, stranger)
    await world.later(days=2)
    assert (await world.inside(TITLE, *everybody)).peer == own.peer
    assert TITLE in await goes(world, teacher, "M.LIST")
    assert TITLE in await goes(world, pupil, "U.LIST")
    await goes(world, teacher, "M.BIN")
    await teacher.press(group)
    await teacher.press("Восстановить")
    for person in (pupil, colleague):
        await person.sees(f"Вас приглашают в чат «{group}»")
    await world.calm()
    assert (await world.sandbox.chat(group)).title == group


async def _of_a_group(world: World, teacher: DrivenPerson, *others: DrivenPerson) -> str:
    """A chat made by hand that becomes the one of the teacher's first group; returns the title that it has then."""
    await seen(world, teacher, *others, title="Алгебра и жизнь")
    label = await chooses_a_group(world, teacher)
    await teacher.press("Подключить чат")
    await world.inside(label, teacher, *others)
    await world.calm()
    return label
