"""Held plans through the front door: the card, the decision, one by one, the second administrator."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PRINCIPAL, PUPILS, World

FOUR = ("Белов Илья", "Абрамова Вера", "Зуева Анна", "Крылов Яков")


async def inside(world: World, count: int = 4) -> list[DrivenPerson]:
    """So many pupils of 8А inside their chat."""
    names = [sheet.person for sheet in world.sheets]
    return [await world.entered(name) for name in await pupils(world, names) if name][:count]


async def pupils(world: World, names: list[str]) -> list[str]:
    rows = world.rows("SELECT person_id FROM roster_membership LIMIT 1")
    assert rows
    return names
