"""N.SET: a new chat is as its maker wants it from the first minute; the usual way asks nothing."""

import pytest

from bot.sandbox.driver import DrivenPerson, Refused
from tests.flows.test_g5_subject_chat import ALGEBRA_A, ILYA, IVANOVA, opens_new_chat
from tests.flows.test_g8_custom_chat import NEWSPAPER, names
from tests.flows.world import PRINCIPAL, World

OWN_WORDS = "Здравствуйте, {имена}. Это кружок."


def _settings(world: World, title: str) -> tuple[object, ...]:
    query = f"SELECT stranger_policy, writers, welcome, follows_journal FROM chat WHERE title = '{title}'"
    [found] = world.rows(query)
    return found


async def test_a_subject_chat_is_made_with_the_settings_of_its_review(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await opens_new_chat(teacher)
    await teacher.press(ALGEBRA_A)
    await teacher.press("Настройки чата")
    text = await teacher.sees("8А Алгебра › Настройки чата")
    assert "посторонних бот удаляет сразу" in text
    assert not [label for label in (await teacher.screen()).buttons if label.startswith("Посторонние")]
    await teacher.press("Писать могут: все")
    await teacher.press("Следовать за журналом: да")
    await teacher.press("Приветствие: обычное")
    await teacher.sees("Алгебра»")
    await teacher.write(OWN_WORDS)
    await teacher.press("Приветствие: свой текст")
    await teacher.sees(f"«{OWN_WORDS}»")
    await teacher.press("Назад")
    await teacher.press("Готово")
    await teacher.sees("Можно сразу создать чат.")
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    chat = await world.inside(ALGEBRA_A, teacher, pupil)
    await world.calm()
    assert _settings(world, ALGEBRA_A) == ("", "staff", OWN_WORDS, 0)
    with pytest.raises(Refused):
        await pupil.write("привет", chat=chat)
    await world.reads(world.sandbox.move_pupil("Белов Илья", "8Б"))
    await world.inside(ALGEBRA_A, pupil)


async def test_a_greeting_may_begin_like_a_command_of_the_console(world: World) -> None:
    await world.led()
    principal = await world.linked(PRINCIPAL)
    await names(principal, NEWSPAPER)
    await principal.press("Выбрать людей")
    await _picks(principal, "петров сергей", "⬜ Петров С.")
    await principal.press("Проверить и создать")
    await principal.press("Настройки чата")
    await principal.press("Приветствие: обычное")
    await principal.sees(NEWSPAPER)
    await principal.write("Чат для тех, кто пишет в газету.")
    await principal.press("Приветствие: свой текст")
    await principal.sees("«Чат для тех, кто пишет в газету.»")


async def test_a_custom_chat_of_colleagues_may_give_strangers_time(world: World) -> None:
    teacher = await world.led()
    colleague = await world.linked(IVANOVA)
    await names(teacher, NEWSPAPER)
    await teacher.press("Выбрать людей")
    await _picks(teacher, "иванова елена", "⬜ Иванова Е.")
    await teacher.press("Проверить и создать")
    await teacher.press("Настройки чата")
    await teacher.press("Посторонние: удалять сразу")
    await teacher.press("Только сообщать мне")
    await teacher.press("Приветствие: обычное")
    await teacher.press("Выключить")
    await teacher.sees("Настройки чата")
    await teacher.press("Готово")
    await teacher.sees("Проверьте и создайте")
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    await world.inside(NEWSPAPER, teacher, colleague)
    assert _settings(world, NEWSPAPER) == ("report", "", "off", 1)


async def _picks(teacher: DrivenPerson, name: str, label: str) -> None:
    await teacher.press("Найти человека")
    await teacher.write(name)
    await teacher.press(label)
    await teacher.press("✔ Готово")
