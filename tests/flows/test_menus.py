"""Words, numbers and presses that work everywhere in the dialogue."""

import asyncio
from typing import Any

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PUPILS, World

ILYA = "Белов Илья"
NOT_UNDERSTOOD = "Не получилось понять ответ. Нажмите кнопку или напишите её номер."


async def _newcomer(world: World) -> DrivenPerson:
    person = await world.sandbox.new_person("Новичок")
    await person.start()
    await person.sees("Чтобы начать")
    return person


async def _press_again(world: World, person: DrivenPerson, cmid: int, label: str) -> dict[str, Any]:
    """Press a button of one message, whatever came after it."""
    body = {"community": 1, "peer": 0, "cmid": cmid, "label": label}
    answer: dict[str, Any] = await world.sandbox.api.post(f"people/{person.id}/press", body)
    return answer


async def test_the_bottom_keyboard_is_there_from_the_first_answer_and_works(world: World) -> None:
    person = await _newcomer(world)
    assert (await person.screen()).buttons[-3:] == ("☰ Личные сообщения", "❓ Помощь", "✖ Отмена")
    await person.press("❓ Помощь")
    await person.sees("Детский телефон доверия: 8-800-2000-122")
    await person.press("☰ Личные сообщения")
    await world.calm()
    assert (await person.screen()).text.startswith("Здесь учителя создают чаты")
    await person.press("✖ Отмена")
    await person.sees("Отменено.")


async def test_words_lead_home_back_and_to_help(world: World) -> None:
    person = await _newcomer(world)
    await person.press("Привязать учебный профиль VK ID")
    await person.press("Продолжить")
    await person.sees("Как вас найти в журнале?")
    await person.write("  НАЗАД ")
    await person.sees("Привязка профиля\n")
    await person.write("помощь")
    await person.sees("Никому не передавайте свои регистрационные данные")
    await person.write("Меню")
    await world.calm()
    assert (await person.screen()).text.startswith("Здесь учителя создают чаты")
    await person.write("отмена")
    await person.sees("Отменено.")


async def test_an_option_is_chosen_by_its_number_or_by_the_beginning_of_its_text(world: World) -> None:
    person = await _newcomer(world)
    await person.write("1")
    await person.sees("Привязка профиля")
    await person.write("подробнее")
    await person.sees("Какие данные хранит бот")
    await person.write("меню")
    await person.write("2")
    await person.sees("Введите личный код — 8 знаков")


async def test_a_chat_is_chosen_by_its_title(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.sees("1. 8А — ученики · 1 из ")
    await teacher.write("8а родители")
    await teacher.sees("8А — родители\nчат класса")


async def test_what_is_not_understood_shows_the_screen_again_and_the_third_time_help(world: World) -> None:
    person = await _newcomer(world)
    for _ in range(2):
        await person.write("абракадабра")
        await world.calm()
        assert (await person.screen()).text.startswith(f"{NOT_UNDERSTOOD}\n\nЗдесь учителя")
    await person.write("абракадабра")
    await world.calm()
    assert (await person.screen()).text.startswith(f"{NOT_UNDERSTOOD}\n\nПомощь")


async def test_the_window_before_a_typed_text_loses_its_buttons(world: World) -> None:
    person = await _newcomer(world)
    before = await person.screen()
    await person.write("помощь")
    await person.sees("Детский телефон доверия")
    await world.calm()
    shown = (await person.conversation())["messages"]
    assert [one["keyboard"] for one in shown if one["cmid"] == before.cmid] == [None]


async def test_a_press_changes_the_window_in_place(world: World) -> None:
    person = await _newcomer(world)
    before = await person.screen()
    await person.press("Что умеет бот")
    await person.sees("приглашения в нужные чаты без поиска ссылок")
    assert (await person.screen()).cmid == before.cmid


async def test_a_window_older_than_a_day_is_left_alone_and_its_buttons_still_lead_on(world: World) -> None:
    person = await _newcomer(world)
    before = await person.screen()
    await world.later(hours=24)
    await person.press("Что умеет бот")
    await person.sees("приглашения в нужные чаты без поиска ссылок")
    assert (await person.screen()).cmid > before.cmid
    stale = await _press_again(world, person, before.cmid, "У меня есть код-приглашение")
    assert stale["answer"] == {"type": "show_snackbar", "text": "Это меню устарело, открываю новое"}
    await person.sees("Введите личный код — 8 знаков")


async def test_a_double_press_on_the_last_step_links_once_and_shows_the_result(world: World) -> None:
    person = await world.sandbox.person(ILYA)
    await world.opens_sheet(person, world.sheet(ILYA))
    await person.press("Продолжить")
    await person.sees("Мы вас нашли")
    cmid = (await person.screen()).cmid
    pressed = await asyncio.gather(*(_press_again(world, person, cmid, "Да, продолжить") for _ in range(2)))
    assert all(one["answered"] for one in pressed)
    await world.calm()
    assert (await person.screen()).text.startswith("Профиль привязан")
    assert len(world.rows("SELECT * FROM person_link")) == 1


async def test_an_old_invitation_works_as_long_as_the_right_lasts(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    invitation = next(
        one["cmid"] for one in (await pupil.conversation())["messages"] if "Вас приглашают" in one["text"]
    )
    await pupil.leave(await world.inside(PUPILS, pupil))
    await world.calm()
    await world.later(days=2)
    again = await _press_again(world, pupil, invitation, "Вступить")
    await pupil.opens(again["answer"]["link"])
    await world.inside(PUPILS, pupil)
    await world.reads(world.sandbox.disable(ILYA))
    refused = await _press_again(world, pupil, invitation, "Вступить")
    assert refused["answer"]["text"] == "По журналу вы больше не в составе этого чата."


async def test_every_press_is_answered(world: World) -> None:
    person = await _newcomer(world)
    for label in ("Что умеет бот", "В начало", "Привязать учебный профиль VK ID", "Подробнее о данных", "Назад"):
        assert (await person.press(label))["answered"]
    await world.calm()
    assert (await world.sandbox.api.get("pressed"))["unanswered"] == 0


async def test_what_people_did_while_the_bot_was_away_is_answered_when_it_is_back(world: World) -> None:
    person = await _newcomer(world)
    await world.stop()
    await person.write("помощь")
    await world.start()
    await person.sees("Детский телефон доверия")
    await world.calm()
    assert sum("Детский телефон" in text for text in await world.said(person)) == 1
