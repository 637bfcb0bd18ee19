"""E.NOINLINE: whoever uses an app without buttons inside messages reads the options and presses those at the bottom."""

import json

from bot.sandbox.driver import DrivenPerson
from tests.flows.ways import goes
from tests.flows.world import PETROV, PUPILS, World

ILYA = "Белов Илья"


async def _with_old_app(world: World, name: str) -> DrivenPerson:
    person = await world.sandbox.person(name)
    await person.takes_app(inline=False)
    return person


async def _keyboards(world: World, person: DrivenPerson) -> list[dict[str, object]]:
    """Every keyboard that the bot has sent or edited in, as VK received it."""
    sent = [row["params"] for row in await world.sandbox.wire() if row["method"] in ("messages.send", "messages.edit")]
    mine = [one for one in sent if str(one.get("peer_ids", one.get("peer_id"))) == str(person.id)]
    return [json.loads(one["keyboard"]) for one in mine if one.get("keyboard")]


async def test_the_options_stand_in_the_text_and_at_the_bottom(world: World) -> None:
    person = await _with_old_app(world, ILYA)
    await person.start()
    text = await person.sees("Напишите номер ответа")
    assert "1. Привязать учебный профиль VK ID" in text
    shown = (await person.screen()).buttons
    assert shown[0] == "Привязать учебный профиль VK ID"
    assert shown[-3:] == ("☰ Личные сообщения", "❓ Помощь", "✖ Отмена")
    await person.write("1")
    await person.sees("Привязка профиля")
    await person.press("Подробнее о данных")
    await person.sees("Какие данные хранит бот")
    assert not any(keyboard["inline"] for keyboard in await _keyboards(world, person))


async def test_a_pupil_gets_into_the_chat_without_a_button_inside_a_message(world: World) -> None:
    await world.led()
    pupil = await _with_old_app(world, ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    await pupil.press("Продолжить")
    await pupil.press("Да, продолжить")
    await pupil.sees("Вас приглашают")
    await pupil.press("Вступить")
    link = (await pupil.sees("Ссылка: ")).partition("Ссылка: ")[2].split()[0]
    await pupil.opens(link)
    await world.inside(PUPILS, pupil)
    assert not any(keyboard["inline"] for keyboard in await _keyboards(world, pupil))


async def test_where_numbers_mean_people_the_options_have_names(world: World) -> None:
    teacher = await world.linked(PETROV)
    await world.inside(PUPILS, teacher)
    await teacher.takes_app(inline=False)
    [(chat,)] = world.rows(f"SELECT id FROM chat WHERE title = '{PUPILS}'")
    text = await goes(world, teacher, "C.MEMBERS", c=chat)
    assert "Можно написать:\n• ⋯" in text
    await teacher.write("Назад")
    await teacher.sees(f"{PUPILS}\nчат класса")


async def test_a_press_inside_a_message_brings_the_usual_screens_back(world: World) -> None:
    person = await _with_old_app(world, ILYA)
    await person.start()
    await person.sees("Напишите номер ответа")
    await person.takes_app(inline=True)
    await person.write("меню")
    await world.calm()
    assert "Напишите номер" not in (await person.screen()).text
    await person.press("Что умеет бот")
    await world.calm()
    assert (await person.screen()).buttons[-3:] == ("☰ Личные сообщения", "❓ Помощь", "✖ Отмена")
    assert (await _keyboards(world, person))[-1]["inline"]
