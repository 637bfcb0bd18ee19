"""C, U, G: what waits for a decision about a chat, and what people read once something has ended."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.leaving import entered, leave
from tests.flows.test_g5_subject_chat import makes
from tests.flows.test_school_year import turns
from tests.flows.ways import chat_id
from tests.flows.world import PRINCIPAL, PUPILS

ILYA, ALGEBRA = "Белов Илья", "8А Алгебра"


@scene("C.HELD", "C.HELD.ONE", "U.GONE")
async def a_held_plan(stage: Stage) -> None:
    """The journal takes three of five pupils out of 8А, and the class teacher lets one of them go."""
    world = stage.world
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await teacher.sees("Остановленные изменения")
    [(plan,)] = world.rows("SELECT id FROM held_plan")
    await stage.goes(teacher, "C.HELD", h=plan)
    await stage.presses(teacher, "По одному", "Отметить 1")
    text = (await teacher.screen()).text
    [first] = [person for person in people if f"1. ✓ {person.name}" in text]
    await stage.presses(teacher, "Применить отмеченное: 1")
    await world.outside(PUPILS, first)
    await first.write("меню")
    await stage.presses(first, "Почему меня убрали")


@scene("C.REKEY")
async def a_class_with_another_number(stage: Stage) -> None:
    """The journal has given 8А another number."""
    world = stage.world
    teacher = await world.led()
    await world.entered(ILYA)
    await world.reads(world.sandbox.renumber("8А"))
    await world.later(days=2)
    await teacher.sees("другой номер")
    await stage.presses(teacher, "Посмотреть")


@scene("C.DEL.CLASS")
async def the_end_of_a_class_chat(stage: Stage) -> None:
    """The principal is about to propose that the pupils' chat of 8А be deleted."""
    await stage.world.led()
    principal = await stage.world.linked(PRINCIPAL)
    await principal.write("меню")
    await stage.does(principal, "C.DEL.CLASS.ASK", c=chat_id(stage.world, PUPILS))


@scene("G.FAREWELL")
async def last_words_of_a_year(stage: Stage) -> None:
    """The chat of a group is put away after the journal has opened the next year."""
    world = stage.world
    principal, teacher = await world.linked(PRINCIPAL), await world.led()
    pupil = await world.entered(ILYA)
    await makes(teacher, ALGEBRA)
    chat = await world.inside(ALGEBRA, teacher, pupil)
    await turns(world)
    await principal.write("меню")
    await stage.leads(principal, {"s": "K.YEAR"})
    await principal.press("Убрать прошлогодние предметные")
    await principal.write("убрать")
    await world.later(minutes=2)
    await pupil.sees("поэтому чат закрывается", chat=chat)
    await stage.shot_in(pupil, chat, "g-farewell")
