"""G4: «Личные сообщения» is the window with all chats, and the card of each."""

import json

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import COLLEAGUES, PARENTS, PRINCIPAL, PUPILS, World

ILYA = "Белов Илья"


async def _shows(world: World, person: DrivenPerson, text: str) -> str:
    """The newest window once nothing happens any more; it begins with the text."""
    await world.calm()
    screen = await person.screen()
    assert screen.text.startswith(text), screen.text
    return screen.text


async def test_the_list_opens_each_chat_and_everything_else(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    shown = await _shows(world, teacher, "Личные сообщения\n\n1. 8А — ученики · 1 из ")
    assert [line[:2] for line in shown.splitlines()[2:5]] == ["1.", "2.", "3."]
    assert (await teacher.screen()).buttons[:6] == (
        PUPILS,
        PARENTS,
        COLLEAGUES,
        "+ Новый чат",
        "Показать",
        "⋯ Ещё",
    )
    await teacher.press("⋯ Ещё")
    await _shows(world, teacher, "Ещё")
    assert (await teacher.screen()).buttons[:6] == (
        "Профиль",
        "Помощь",
        "Подключить существующий чат",
        "Кто не вступил",
        "VK Мессенджер",
        "Назад",
    )


async def test_a_chat_is_found_by_a_part_of_its_title_and_by_its_number(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await world.calm()
    await teacher.write("родит")
    await _shows(world, teacher, "8А — родители\nчат класса · создан")
    await teacher.press("Назад")
    await teacher.write("3")
    await _shows(world, teacher, "8А — коллеги\nчат класса")
    await teacher.press("Назад")
    await teacher.write("8а")
    await _shows(world, teacher, "Личные сообщения › «8а»\n\n1. 8А — ученики")
    await teacher.write("физкультура")
    await _shows(world, teacher, "Чата с названием «физкультура» среди ваших нет.")


async def test_the_groups_say_how_many_chats_they_have(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.press("Показать")
    await _shows(world, teacher, "Какие чаты показать?")
    assert (await teacher.screen()).buttons[:3] == ("Все · 3", "Автоматические · 3", "Назад")
    await teacher.press("Автоматические · 3")
    await _shows(world, teacher, "Личные сообщения › Автоматические\n\n1. 8А — ученики")


async def test_an_administrator_of_the_school_finds_every_chat(world: World) -> None:
    teacher = await world.led()
    principal = await world.linked(PRINCIPAL)
    await principal.write("меню")
    await world.calm()
    await principal.press("Показать")
    await principal.press("Все чаты школы · 3")
    await _shows(world, principal, "Личные сообщения › Все чаты школы\n\n1. 8А")
    await principal.write("меню")
    await principal.write("8а ученики")
    text = await _shows(world, principal, "8А — ученики\nчат класса")
    assert f"Администраторы: {teacher.name.split()[0]} С. О." in text
    assert "Вступить" not in (await principal.screen()).buttons


async def test_a_stranger_to_the_staff_does_not_see_its_menu(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    chat_id = world.rows("SELECT id FROM chat WHERE kind = 'class_pupils'")[0][0]
    for screen in ("M.LIST", "M.FILTER", "M.MORE", "C.VIEW", "C.MEMBERS", "C.LOG", "C.SYNC"):
        assert "Мои чаты\n\n🟢 8А — ученики" in await _forged(world, pupil, screen, chat_id), screen
        assert "Личные сообщения" in await _forged(world, teacher, "", chat_id)
        assert "Личные сообщения\n" not in await _forged(world, teacher, screen, chat_id) or screen == "M.LIST", screen


async def _forged(world: World, person: DrivenPerson, screen: str, chat_id: int) -> str:
    """What somebody sees after a press that no button of theirs has."""
    payload = json.dumps({"s": screen, "c": chat_id})
    body = {"community": 1, "peer": 0, "text": "x", "payload": payload}
    await world.sandbox.api.post(f"people/{person.id}/write", body)
    await world.calm()
    return (await person.screen()).text


async def test_the_card_offers_what_the_person_may_do(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.press(PUPILS)
    text = await _shows(world, teacher, "8А — ученики\nчат класса · создан")
    assert "\n\nВ чате 1 из " in text
    assert "⏳ не привязали профиль" in text
    assert "Администраторы: Петров С. О." in text
    assert "Следует за журналом · сверка сегодня в " in text
    buttons = (await teacher.screen()).buttons
    assert buttons[:2] == ("Перейти в VK Мессенджер", "✏ Редактировать состав участников")
    assert "🗑 Удалить чат" not in buttons
    colleague = await world.entered("Дроздова Варвара")
    await colleague.write("меню")
    await colleague.press(COLLEAGUES)
    await _shows(world, colleague, "8А — коллеги\nчат класса")
    assert (await colleague.screen()).buttons[:3] == ("Перейти в VK Мессенджер", "Участники · 7", "Назад")


async def test_a_problem_stands_first_and_its_remedy_is_the_first_button(world: World) -> None:
    teacher = await world.led()
    await world.sandbox.fault("messages.getConversationMembers", "error", code=917, times=0)
    await world.later(hours=1, minutes=1)
    await teacher.write("меню")
    await _shows(world, teacher, "Личные сообщения\n\n1. 8А — ученики · ⚠ нет прав у бота")
    await teacher.press("⚠ 8А — ученики")
    await _shows(world, teacher, "⚠ Бот не администратор чата — люди не проверяются.\n\n8А — ученики")
    assert (await teacher.screen()).buttons[0] == "Как исправить"
    await teacher.press("Как исправить")
    await teacher.sees("Найдите сообщество школы → ⋯ → «Назначить администратором»")
    await world.sandbox.no_faults()
    await teacher.press("Проверить")
    await teacher.sees("Права администратора у бота есть")
    await teacher.press("Назад")
    await _shows(world, teacher, "8А — ученики\nчат класса")
