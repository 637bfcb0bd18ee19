"""Story: the table of links is lost; everybody looks like a stranger, nobody leaves, and people are told why."""

import sqlite3
from contextlib import closing

import pytest

from tests.flows.world import PARENTS, PRINCIPAL, PUPILS, World

PEOPLE = ("Белов Илья", "Зорин Тимофей", "Котова Лиза", "Смирнов Артём")
SUSPICION = "Возможно, потеряны привязки"


@pytest.mark.timeout(240)
async def test_when_the_links_are_lost_nobody_leaves_and_the_card_suspects_the_links(world: World) -> None:
    teacher = await world.led()
    principal = await world.linked(PRINCIPAL)
    pupils = [await world.entered(name) for name in PEOPLE[:3]]
    mother = await world.entered("Белова Наталья Андреевна")
    lost = await _loses_links(world, but=[principal.id])
    await world.later(hours=25)
    await world.inside(PUPILS, teacher, *pupils)
    await world.inside(PARENTS, teacher, mother)
    card = await principal.sees(SUSPICION)
    assert PUPILS in card, card
    await _finds_links(world, lost)
    await world.later(hours=1, minutes=1)
    await world.inside(PUPILS, teacher, *pupils)
    states = dict(world.rows("SELECT id, state FROM held_plan"))
    assert set(states.values()) == {"healed"}, states
    assert "больше не состоите" not in "\n".join([text for one in pupils for text in await world.said(one)])


async def _loses_links(world: World, *, but: list[int]) -> list[tuple]:
    """Somebody puts back a table of last year: every link but a few is gone, behind the bot's back."""
    await world.stop()
    kept = ",".join(map(str, but))
    with closing(sqlite3.connect(world.settings.database)) as database, database:
        others = f"account_id IN (SELECT id FROM account WHERE messenger_id NOT IN ({kept}))"
        lost = database.execute(f"SELECT * FROM person_link WHERE {others}").fetchall()
        database.execute(f"DELETE FROM person_link WHERE {others}")
    await world.start()
    return lost


async def _finds_links(world: World, lost: list[tuple]) -> None:
    await world.stop()
    with closing(sqlite3.connect(world.settings.database)) as database, database:
        places = ",".join("?" * len(lost[0]))
        database.executemany(f"INSERT INTO person_link VALUES ({places})", lost)
    await world.start()
