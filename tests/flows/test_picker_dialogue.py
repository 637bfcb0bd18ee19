"""The people picker in a dialogue: pages, typed picks, search, administrators, and a draft that outlives everything."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import World

ALGEBRA = "8А Алгебра"


async def picking(world: World) -> DrivenPerson:
    """Petrov on the first page of the pupils of his group."""
    teacher = await world.led()
    await opens(teacher)
    await teacher.press("Учащиеся · 16 из 16")
    await teacher.sees("8А Алгебра › Учащиеся · выбрано 16 из 16")
    return teacher


async def opens(teacher: DrivenPerson) -> None:
    """From the menu to the summary of the group."""
    await teacher.write("меню")
    await teacher.press("+ Новый чат")
    await teacher.press(ALGEBRA)
    await teacher.sees("8А Алгебра › Участники")


async def test_a_page_has_six_people_and_turns(world: World) -> None:
    teacher = await picking(world)
    shown = (await teacher.screen()).text
    assert "\n6. ✅ " in shown
    assert "\n7. " not in shown
    assert "Стр. 1 из 3" in shown
    await teacher.press("›")
    await teacher.sees("7. ✅ ")
    await teacher.press("›")
    await teacher.sees("Стр. 3 из 3")
    await teacher.press("‹")
    await teacher.sees("Стр. 2 из 3")


async def test_a_press_sets_and_the_choice_survives_paging_and_a_restart(world: World) -> None:
    teacher = await picking(world)
    first = (await teacher.screen()).buttons[0]
    assert first.startswith("✅ ")
    await teacher.press(first)
    await teacher.sees("выбрано 15 из 16")
    await teacher.press("›")
    await teacher.sees("Стр. 2 из 3")
    await world.restart()
    await teacher.press("‹")
    shown = await teacher.sees("Стр. 1 из 3")
    assert "1. ⬜ " in shown
    await teacher.press("✔ Готово")
    await teacher.sees("Учащиеся: 15 из 16")


async def test_numbers_ranges_and_words_pick(world: World) -> None:
    teacher = await picking(world)
    await teacher.write("никто")
    await teacher.sees("выбрано 0 из 16")
    await teacher.write("3 5 7-12")
    await teacher.sees("выбрано 8 из 16")
    await teacher.write("без 5")
    await teacher.sees("выбрано 7 из 16")
    await teacher.write("99")
    await teacher.sees("Таких номеров в списке нет: 99. Всего людей: 16.")
    await teacher.write("все")
    await teacher.sees("выбрано 16 из 16")


async def test_the_author_cannot_be_dropped(world: World) -> None:
    teacher = await picking(world)
    await teacher.press("✔ Готово")
    await teacher.press("Сотрудники · 1 из 1")
    await teacher.sees("1. 🔒⭐ Петров Сергей Олегович")
    pressed = await teacher.press("🔒 Петров С.")
    assert pressed["answer"]["text"] == "Петров С. О.: всегда в составе и управляет чатом."


async def test_whole_pages_and_lists_are_set_at_once_and_filtered(world: World) -> None:
    teacher = await picking(world)
    await teacher.press("⚙ Действия")
    await teacher.press("Снять со страницы")
    await teacher.sees("выбрано 10 из 16")
    await teacher.press("⚙ Действия")
    await teacher.press("Только невыбранные")
    shown = await teacher.sees("· только невыбранные")
    assert "Стр." not in shown
    assert "✅" not in shown
    await teacher.press("⚙ Действия")
    await teacher.press("Показать всех")
    await teacher.sees("Стр. 1 из 3")
    await teacher.press("⚙ Действия")
    await teacher.press("Вернуть как в журнале")
    await teacher.sees("выбрано 16 из 16")
    await teacher.press("⚙ Действия")
    await teacher.press("Снять весь список")
    await teacher.sees("выбрано 0 из 16")
    await teacher.press("⚙ Действия")
    await teacher.press("Выбрать весь список")
    await teacher.sees("выбрано 16 из 16")


async def test_a_pupil_becomes_an_administrator_only_after_a_confirmation(world: World) -> None:
    teacher = await picking(world)
    await teacher.press("✔ Готово")
    await teacher.press("⭐ Администраторы · 1")
    await teacher.sees("1. 🔒⭐ Петров Сергей Олегович")
    name = (await teacher.screen()).buttons[1]
    await teacher.press(name)
    await teacher.sees("Назначить администратором учащегося?")
    await teacher.press("Не назначать")
    await teacher.sees("8А Алгебра › Администраторы · 1")
    await teacher.write("2")
    await teacher.press("Назначить администратором")
    await teacher.sees("8А Алгебра › Администраторы · 2")
    await teacher.write("адм 3 4")
    await teacher.sees("Учащихся назначают администраторами по одному, с подтверждением.")
    await teacher.press(name.replace("⬜", "⭐"))
    await teacher.sees("8А Алгебра › Администраторы · 1")


async def test_nobody_found_is_said(world: World) -> None:
    teacher = await picking(world)
    await teacher.write("Неведомский")
    await teacher.sees("Никого не нашли по запросу «неведомский».")
    await teacher.press("Искать ещё")
    await teacher.sees("Напишите фамилию, имя или класс")
    await teacher.write("назад")
    await teacher.sees("8А Алгебра › Участники")


async def test_a_changed_draft_is_gone_on_with_or_forgotten(world: World) -> None:
    teacher = await picking(world)
    await teacher.write("без 1")
    await teacher.sees("выбрано 15 из 16")
    await teacher.press("✖ Отмена")
    await teacher.sees("Прервать создание чата «8А Алгебра»?")
    await teacher.press("Сохранить черновик на сутки")
    await teacher.sees("Личные сообщения\n")
    await teacher.press("+ Новый чат")
    await teacher.sees("У вас есть незаконченный чат: «8А Алгебра», 16 участников.")
    await teacher.press("Продолжить")
    await teacher.sees("Учащиеся: 15 из 16")
    await teacher.write("отмена")
    pressed = await teacher.press("Удалить черновик")
    assert pressed["answer"]["text"] == "Черновик удалён."
    await teacher.press("+ Новый чат")
    await teacher.sees("состав берётся из вашей учебной нагрузки")


async def test_nothing_is_asked_when_nothing_was_changed(world: World) -> None:
    teacher = await picking(world)
    await teacher.write("отмена")
    await teacher.sees("Отменено.")
    assert world.rows("SELECT * FROM draft") == []


async def test_a_draft_lives_for_a_day(world: World) -> None:
    teacher = await picking(world)
    await teacher.write("без 1")
    await teacher.sees("выбрано 15 из 16")
    await world.later(hours=25)
    await opens(teacher)
    await teacher.sees("Учащиеся: 16 из 16")


async def test_people_who_left_the_journal_are_named_once(world: World) -> None:
    teacher = await picking(world)
    await teacher.write("без 1")
    await teacher.sees("выбрано 15 из 16")
    await world.reads(world.sandbox.disable("Белов Илья"))
    await teacher.press("✔ Готово")
    await teacher.sees("Учащиеся: 14 из 15")
    pressed = await teacher.press("Создать чат")
    assert pressed["answer"]["text"] == "Больше нет в списке: Белов И. И."
    assert world.rows("SELECT * FROM chat WHERE kind = 'subject'") == []
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
