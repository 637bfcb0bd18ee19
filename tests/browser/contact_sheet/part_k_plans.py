"""K: what waits for a decision: plans of all chats, passes, and the new school year."""

from bot.sandbox.driver import DrivenPerson
from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.console_ways import at_console
from tests.flows.leaving import entered, leave
from tests.flows.test_school_year import turns
from tests.flows.world import PUPILS, World

EIGHT_B = "8Б"


@scene("K.QUEUE", "K.PLAN", "K.PLAN.HELD", "K.PLAN.ALL", "K.PLAN.DONE", "K.PLAN.UNDO")
async def a_plan_of_all_chats(stage: Stage) -> None:
    """Three pupils leave a small chat at once; the principal lets them go and takes it back."""
    principal, people = await _three_leave(stage)
    await stage.presses(principal, "Ждут решения")
    await stage.presses(principal, PUPILS)
    await stage.goes(principal, "K.PLAN")
    await stage.presses(principal, "Применить всё")
    await stage.writes(principal, "применить")
    await stage.world.outside(PUPILS, *people)
    await principal.sees("завершена", within_seconds=20)
    await stage.shot(principal)
    await stage.presses(principal, "Отменить сделанное")
    await stage.presses(principal, "Не отменять")


@scene("K.PLAN.RUN", "K.PLAN.STOP")
async def a_pass_that_is_stopped(stage: Stage) -> None:
    """VK removes nobody for a while, and the principal does not wait for it."""
    principal, _ = await _three_leave(stage)
    await stage.world.sandbox.fault("messages.removeChatUser", "error", code=10, times=0)
    await stage.goes(principal, "K.PLAN")
    await principal.press("Применить всё")
    await stage.writes(principal, "применить")
    await stage.presses(principal, "Остановить")


@scene("K.YEAR", "K.YEAR.CLASSES", "K.YEAR.PARALLEL", "K.YEAR.TYPED", "K.YEAR.ASK")
async def a_new_school_year(stage: Stage) -> None:
    """The journal opens the next year, in which one class is hard to know again."""
    world = stage.world
    await world.led()
    await world.linked(await _class_teacher(world, EIGHT_B))
    principal = await at_console(world)
    await turns(world)
    classes = world.folder / "journal" / "classes.csv"
    await world.reads(world.edits(classes, classes.read_text(encoding="utf-8").replace(",9А,", ",9Д,")))
    await world.later(minutes=2)
    await stage.goes(principal, "K.YEAR")
    await stage.presses(principal, "Чаты классов")
    await stage.presses(principal, "8 → 9")
    await stage.presses(principal, "Продолжить чаты")
    await stage.goes(principal, "K.YEAR.ASK")


async def _three_leave(stage: Stage) -> tuple[DrivenPerson, list[DrivenPerson]]:
    world = stage.world
    await world.led()
    principal = await at_console(world)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await principal.write("консоль")
    await world.calm()
    return principal, people[:3]


async def _class_teacher(world: World, title: str) -> str:
    classes = (await world.sandbox.api.get("journal"))["classes"]
    return str(next(one["homeroom"] for one in classes if one["title"] == title))
