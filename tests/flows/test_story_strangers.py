"""Story: strangers many at once, one who comes back, and one who links in time; whoever may return."""

import pytest

from bot.sandbox.driver import DrivenPerson, Refused
from tests.flows.world import PARENTS, PRINCIPAL, PUPILS, STRANGER, World

MOTHER = "Белова Наталья Андреевна"
BOTH_WAYS = pytest.mark.parametrize("may_return", [True, False], ids=["may return", "may not return"])


async def test_when_most_are_strangers_at_once_they_go_only_when_two_people_have_said_so(world: World) -> None:
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    leaked = (await world.sandbox.chat(PUPILS)).link
    crowd = await _crowd(world, 6)
    await world.calm()
    await world.inside(PUPILS, teacher, *crowd)
    await teacher.sees(f"{PUPILS} › Остановленные изменения")
    await teacher.press("Применить")
    await world.calm()
    await world.inside(PUPILS, teacher, *crowd)
    await principal.press("Подтвердить вторым")
    await world.outside(PUPILS, *crowd)
    await world.inside(PUPILS, teacher)
    await world.calm()
    with pytest.raises(Refused, match="dead_link"):
        await (await world.sandbox.new_person("Друг Постороннего")).opens(leaked)


async def test_some_strangers_among_many_members_go_at_once(world: World) -> None:
    teacher = await world.led()
    pupils = [await world.entered(name) for name in ("Белов Илья", "Зорин Тимофей")]
    crowd = await _crowd(world, 3)
    await world.outside(PUPILS, *crowd)
    await world.inside(PUPILS, teacher, *pupils)


@BOTH_WAYS
async def test_a_stranger_who_was_put_out_does_not_stay_when_coming_back(world: World, may_return: bool) -> None:
    await world.sandbox.switch(kicked_may_return=may_return)
    await world.led()
    old = await world.sandbox.chat(PUPILS)
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens(old.link)
    await world.outside(PUPILS, stranger)
    await world.calm()
    with pytest.raises(Refused, match="dead_link"):
        await stranger.opens(old.link)
    new = await world.sandbox.chat(PUPILS)
    if not may_return:
        with pytest.raises(Refused, match="removed"):
            await stranger.opens(new.link)
        return
    await stranger.opens(new.link)
    await world.outside(PUPILS, stranger)
    await world.calm()
    assert (await world.sandbox.chat(PUPILS)).link != new.link


@BOTH_WAYS
async def test_a_mother_who_links_within_a_quarter_of_an_hour_stays_and_may_write(
    world: World, may_return: bool
) -> None:
    await world.sandbox.switch(kicked_may_return=may_return)
    await world.led()
    mother = await world.sandbox.person(MOTHER)
    chat = await world.sandbox.chat(PARENTS)
    await mother.opens(chat.link)
    await mother.sees("чтобы писать в этом чате, привяжите профиль за 15 минут", chat=chat)
    await world.later(minutes=10)
    await world.linked(MOTHER)
    await world.calm()
    await world.later(minutes=20)
    await world.inside(PARENTS, mother)
    await mother.write("Добрый день", chat=chat)


async def _crowd(world: World, number: int) -> list[DrivenPerson]:
    link = (await world.sandbox.chat(PUPILS)).link
    crowd = [await world.sandbox.new_person(f"Посторонний Номер{one}") for one in range(number)]
    await world.stop()
    for stranger in crowd:
        await stranger.opens(link)
    await world.start()
    return crowd
