"""What the bot knows of a person, told in words, sent as a file, and deleted."""

import aiohttp

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PUPILS, World

ILYA = "Белов Илья"


async def _looks(person: DrivenPerson) -> str:
    await person.write("меню")
    await person.press("Профиль")
    await person.press("Что бот знает обо мне")
    return await person.sees("Какие данные хранит бот")


async def _file_of(world: World, person: DrivenPerson) -> str:
    await person.press("Прислать мои данные файлом")
    await person.sees("Всё, что бот хранит о вас.")
    messages = (await person.conversation())["messages"]
    [attachment] = next(one["attachments"] for one in reversed(messages) if one["attachments"])
    assert attachment["doc"]["title"] == "мои-данные.txt"
    async with aiohttp.ClientSession() as session, session.get(attachment["doc"]["url"]) as answer:
        return (await answer.read()).decode("utf-8-sig")


async def test_a_pupil_reads_what_is_known_of_them_in_words(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    shown = await _looks(pupil)
    for said in (
        f"Страница ВКонтакте: vk.com/id{pupil.id}",
        "Условия приняты: сегодня в ",
        "Сообщения от сообщества: разрешены",
        f"{ILYA} Игоревич: учится в школе; классы и группы: 8А",
        "Профиль привязан сегодня в ",
        "по личному коду",
        f"Чат «{PUPILS}»: вы в чате",
    ):
        assert said in shown


async def test_the_file_holds_every_record_and_nobody_else(world: World) -> None:
    await world.led()
    await world.linked("Зорин Тимофей")
    pupil = await world.entered(ILYA)
    await _looks(pupil)
    content = await _file_of(world, pupil)
    assert content.startswith("Школа № 12, г. Пермь. Что бот школьных чатов хранит о вас.")
    assert "Личный код выпущен" in content
    assert "Запись журнала действий: " in content
    assert f"Чат «{PUPILS}»: вы в чате" in content
    assert "Зорин" not in content
    assert world.sheet(ILYA).code not in content


async def test_somebody_who_is_not_known_sees_only_what_is_kept_at_all(world: World) -> None:
    person = await world.sandbox.new_person("Новичок")
    await person.start()
    await person.press("Привязать учебный профиль VK ID")
    await person.press("Подробнее о данных")
    shown = await person.sees("Какие данные хранит бот")
    assert "О вас" not in shown
    assert "Прислать мои данные файлом" not in (await person.screen()).buttons


async def test_deletion_is_offered_beside(world: World) -> None:
    pupil = await world.linked(ILYA)
    await _looks(pupil)
    await pupil.press("Удалить мои данные")
    await pupil.sees("Удалить мои данные?")
