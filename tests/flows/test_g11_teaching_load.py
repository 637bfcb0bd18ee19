"""G11: «VK Мессенджер» opens the messenger, and every chat of the teaching load is two presses away from the list."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.ways import goes
from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, World

MESSENGER = "https://vk.me"
LOAD = ("8А Алгебра", "8Б Алгебра")


async def _opened(person: DrivenPerson) -> str:
    """Where the button «VK Мессенджер» leads."""
    return str((await person.press("VK Мессенджер")).get("url"))


async def test_the_messenger_is_opened_from_the_first_screen_and_from_the_menu(world: World) -> None:
    teacher = await world.led()
    assert await _opened(teacher) == MESSENGER
    await goes(world, teacher, "M.MORE")
    assert await _opened(teacher) == MESSENGER


async def test_automatic_chats_are_there_and_each_group_of_the_load_takes_two_presses(world: World) -> None:
    teacher = await world.led()
    assert await world.titles() == [COLLEAGUES, PARENTS, PUPILS]
    for title in LOAD:
        shown = await goes(world, teacher, "N.MINE")
        assert shown == "Новый чат › Мои группы\n\nГруппы из вашей учебной нагрузки. ✔ — чат уже есть."
        await teacher.press(title)
        await teacher.press("Создать чат")
        await teacher.sees(f"Чат создан\n\n«{title}»")
        await world.inside(title, teacher)
        await world.calm()
    await goes(world, teacher, "N.MINE")
    assert (await teacher.screen()).buttons[:2] == tuple(f"✔ {title}" for title in LOAD)
    for title in LOAD:
        chat = await world.sandbox.chat(title)
        assert (chat.created_by, chat.admins) == (-1, ("Школьные чаты 1", teacher.name))
    assert await world.titles() == sorted([COLLEAGUES, PARENTS, PUPILS, *LOAD])
