"""What an act has told the person stays to be read, whatever else happens to the screen meanwhile."""

from tests.flows.console_ways import text_of
from tests.flows.ways import goes
from tests.flows.world import World

DENIED = "вашего уровня для него не хватает"


async def test_a_notice_survives_a_restart_and_a_refresh_of_its_window_and_goes_with_a_later_one(world: World) -> None:
    teacher = await world.led()
    text = await goes(world, teacher, "K.MENU")
    assert DENIED in text
    assert "8А — ученики · 1 из 17 в чате" in text
    await world.restart()
    await world.entered("Белов Илья")
    text = await text_of(world, teacher)
    assert "8А — ученики · 2 из 17 в чате" in text
    assert DENIED in text
    await world.later(minutes=2)
    await world.entered("Гусейнов Тимур")
    text = await text_of(world, teacher)
    assert "8А — ученики · 3 из 17 в чате" in text
    assert DENIED not in text


async def test_a_notice_goes_with_the_next_thing_that_the_person_does(world: World) -> None:
    teacher = await world.led()
    assert DENIED in await goes(world, teacher, "K.MENU")
    await teacher.press("Показать")
    await teacher.press("Назад")
    await world.entered("Белов Илья")
    text = await text_of(world, teacher)
    assert "8А — ученики · 2 из 17 в чате" in text
    assert DENIED not in text
