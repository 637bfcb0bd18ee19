"""The owner is taken out of the configuration: from the restart on they may do nothing, and the school is told so."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.leaving import entered, leave
from tests.flows.ways import goes
from tests.flows.world import PRINCIPAL, PUPILS, World, settings_of

IVANOVA = "Иванова Елена Петровна"
STOPPED = "8А — ученики › Остановленные изменения"
DENIED = "вашего уровня для него не хватает"


async def _owned_by(world: World, *people: DrivenPerson) -> None:
    """The operator writes these people into the configuration as owners and starts the bot again."""
    await world.stop()
    world.settings = settings_of(world.folder, world.emulator.url, owners=tuple(one.id for one in people))
    await world.start()


async def test_a_former_owner_may_do_nothing_and_old_cards_allow_nothing(world: World) -> None:
    await world.led()
    owner = await world.linked(IVANOVA)
    await _owned_by(world, owner)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await owner.sees(STOPPED)
    assert "владелец" in await goes(world, owner, "K.MENU")
    await _owned_by(world)
    assert DENIED in await goes(world, owner, "K.MENU")
    await owner.press("Применить")
    await world.calm()
    await world.inside(PUPILS, *people)
    assert world.rows("SELECT state FROM held_plan") == [("open",)]


async def test_a_school_that_nobody_owns_says_so_to_its_administrators(world: World) -> None:
    head = await world.linked(PRINCIPAL)
    assert "🟢 Владелец: есть" in await goes(world, head, "K.HEALTH")
    await _owned_by(world)
    assert "🟡 владелец" in await goes(world, head, "K.MENU")
    assert "🟡 Владелец: в настройках программы нет ни одного." in await goes(world, head, "K.HEALTH")
