"""Two schools in one process with the same ids in their journals never meet."""

from collections.abc import Awaitable, Callable

from tests.flows.world import PETROV, World

ILYA = "Белов Илья"
Make = Callable[..., Awaitable[World]]


async def test_linking_in_one_school_does_nothing_in_the_other(make_world: Make) -> None:
    world = await make_world(groups=(1, 2))
    await world.is_read()
    await world.led()
    in_second = await world.sandbox.person(PETROV, community=2)
    await in_second.start()
    await in_second.sees("Чтобы начать, нужно один раз связать страницу")
    assert {chat.community for chat in await world.sandbox.chats()} == {1}
    pupil = await world.sandbox.person(ILYA, community=2)
    await pupil.start()
    for label in ("Привязать учебный профиль VK ID", "Продолжить", "По личному коду или QR-коду"):
        await pupil.press(label)
    await pupil.write(world.sheet(ILYA).code)
    await pupil.sees("Такого кода нет.")


async def test_a_person_of_both_schools_has_chats_in_both(make_world: Make) -> None:
    world = await make_world(groups=(1, 2))
    await world.is_read()
    await world.led()
    number = await world.phone(PETROV)
    in_second = await world.sandbox.person(PETROV, community=2)
    await world.asks_by_phone(in_second, number)
    await in_second.write(await world.sandbox.sms_code(number))
    for label in ("Да, продолжить", "Продолжить", "Создать учебный профиль"):
        await in_second.press(label)

    async def six() -> bool:
        chats = [chat for chat in await world.sandbox.chats() if PETROV in chat.admins]
        return sorted(chat.community for chat in chats) == [1, 1, 1, 2, 2, 2]

    await world.sandbox.until(six, what="three chats in each community")
