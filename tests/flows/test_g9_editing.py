"""G9: other people and another name for a chat that exists, saved as a whole, and undone within ten minutes."""

import pytest

from bot.sandbox.driver import DrivenPerson
from tests.flows.ways import chat_id, goes
from tests.flows.world import PRINCIPAL, PUPILS, World

ALGEBRA = "8А Алгебра"
NEWSPAPER = "Стенгазета"
ILYA = "Белов Илья"
IVANOVA = "Иванова Елена Петровна"


async def with_newspaper(world: World, *picked: str) -> DrivenPerson:
    """Petrov with a custom chat of his own and these people."""
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.press("+ Новый чат")
    await teacher.press("Произвольный чат")
    await teacher.sees("Введите название чата")
    await teacher.write(NEWSPAPER)
    await teacher.press("Выбрать людей")
    for name in picked:
        await teacher.press("Люди не из списка")
        await teacher.write(name)
        await teacher.sees(f"Поиск «{name}» · 1 человек")
        await teacher.write("1")
        await teacher.sees("✅ ")
        await teacher.press("✔ Готово")
    await teacher.press("Проверить и создать")
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан")
    await world.inside(NEWSPAPER, teacher)
    await world.calm()
    return teacher


async def edits(person: DrivenPerson, title: str) -> None:
    """From the menu to the draft of an edit."""
    await person.write("меню")
    await person.sees("Личные сообщения\n")
    await person.write(title)
    await person.press("Редактировать состав участников")
    await person.sees(f"Редактирование › {title}")


async def lets_all_pupils_go(world: World) -> DrivenPerson:
    """Petrov unticks everybody who learns in 8А, and is asked for a word."""
    teacher = await world.led()
    await edits(teacher, PUPILS)
    await teacher.press("Учащиеся · 16 из 16")
    await teacher.write("никто")
    await teacher.press("✔ Готово")
    await teacher.press("Сохранить чат")
    await teacher.press("Сохранить чат")
    await teacher.sees("Из чата уйдут 16 человек. Чтобы подтвердить, напишите слово УБРАТЬ в течение 2 минут.")
    return teacher


async def test_people_come_and_go_and_the_chat_follows(world: World) -> None:
    colleague = await world.linked(IVANOVA)
    teacher = await with_newspaper(world, "иванова елена")
    pupil = await world.entered(ILYA)
    await world.inside(NEWSPAPER, colleague)
    await edits(teacher, NEWSPAPER)
    await teacher.sees("Изменений пока нет.")
    await teacher.press("Сотрудники")
    await teacher.press("✅ Иванова Е.")
    await teacher.sees("⬜ Иванова Елена Петровна")
    await teacher.write("белов илья")
    await teacher.press("⬜ Белов И.")
    await teacher.press("✔ Готово")
    await teacher.sees("Изменения: добавить 1, убрать 1, администраторы 0.")
    await teacher.press("Сохранить чат")
    await teacher.sees("Сохранить изменения?\n\nДобавить: Белов И. И.\nУбрать: Иванова Е. П.")
    await teacher.press("Сохранить чат")
    await teacher.sees("Чат сохранён\n\n«Стенгазета»\n")
    await world.outside(NEWSPAPER, colleague)
    await pupil.sees("Стенгазета")
    await pupil.presses_and_follows("Вступить")
    await world.inside(NEWSPAPER, pupil)
    await world.calm()
    saved = (await teacher.screen()).text
    assert "🟢 Уже в чате: Белов И. И.\nУбраны: Иванова Е. П.\nОтменить можно до 12:" in saved


async def test_a_saved_edit_is_undone_within_ten_minutes(world: World) -> None:
    colleague = await world.linked(IVANOVA)
    teacher = await with_newspaper(world, "иванова елена")
    await world.inside(NEWSPAPER, colleague)
    await removes_ivanova(teacher)
    await teacher.press("Сохранить чат")
    await world.outside(NEWSPAPER, colleague)
    await teacher.press("Отменить изменения")
    await teacher.sees("Вернуть как было? Новое приглашение получат: Иванова Е. П.")
    await teacher.press("Вернуть как было")
    await teacher.sees("Стенгазета\n")
    await colleague.sees("Вас приглашают в чат «Стенгазета»")
    assert world.rows("SELECT is_in FROM chat_pick WHERE person_id = 't-02'") == [(1,)]


async def removes_ivanova(teacher: DrivenPerson) -> None:
    """The edit that drops Ivanova, up to its difference."""
    await edits(teacher, NEWSPAPER)
    await teacher.press("Сотрудники")
    await teacher.press("✅ Иванова Е.")
    await teacher.press("✔ Готово")
    await teacher.press("Сохранить чат")
    await teacher.sees("Убрать: Иванова Е. П.")


async def test_after_ten_minutes_nothing_is_undone(world: World) -> None:
    await world.linked(IVANOVA)
    teacher = await with_newspaper(world, "иванова елена")
    await removes_ivanova(teacher)
    await teacher.press("Сохранить чат")
    await teacher.press("Отменить изменения")
    await teacher.sees("Вернуть как было?")
    await world.later(minutes=11)
    pressed = await teacher.press("Вернуть как было")
    assert pressed["answer"]["text"].startswith("Отменить изменения можно было 10 минут.")


async def test_a_custom_chat_is_renamed_and_a_subject_chat_is_not(world: World) -> None:
    teacher = await with_newspaper(world, "иванова елена")
    await edits(teacher, NEWSPAPER)
    await teacher.press("Изменить название")
    await teacher.sees("Введите новое название чата.")
    await teacher.write("Стенгазета 8-х")
    await teacher.sees("Название: «Стенгазета» → «Стенгазета 8-х»")
    await teacher.press("Сохранить чат")
    await teacher.sees("Чат сохранён")
    await world.inside("Стенгазета 8-х", teacher)
    await edits(teacher, PUPILS)
    assert "Изменить название" not in (await teacher.screen()).buttons


async def test_undoing_takes_no_name_back_that_somebody_else_has_given_since(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    teacher = await with_newspaper(world, "иванова елена")
    chat = chat_id(world, NEWSPAPER)
    for person, title in ((teacher, "Газета"), (principal, "Вестник")):
        await goes(world, person, "C.RENAME", c=chat)
        await person.write(title)
        await person.press("Сохранить чат")
        await person.sees(f"«{title}»")
        await world.calm()
    await teacher.press("Отменить изменения")
    await teacher.press("Вернуть как было")
    await world.calm()
    await world.inside("Вестник", teacher)


async def test_what_others_changed_meanwhile_is_named_before_saving(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    teacher = await with_newspaper(world, "иванова елена", "ёлкина")
    await edits(teacher, NEWSPAPER)
    await teacher.press("⭐ Администраторы")
    await teacher.press("⬜ Ёлкина А.")
    await teacher.press("✔ Готово")
    await teacher.sees("администраторы 1.")
    await principal.write("меню")
    await removes_ivanova_as(principal)
    await teacher.press("Сохранить чат")
    await teacher.sees("Сделать администратором: Ёлкина А. П.")
    await teacher.press("Сохранить чат")
    conflict = await teacher.sees("Пока вы редактировали, чат изменился")
    assert "Соколова И. Л. · Убрать: Иванова Е. П." in conflict
    assert "У вас в составе: Иванова Е. П." in conflict
    await teacher.press("Вернуть: Иванова Е. П.")
    await teacher.sees("Чат сохранён")
    assert dict(world.rows("SELECT person_id, leads FROM chat_pick WHERE is_in")) == {"t-02": None, "t-03": 1}


async def removes_ivanova_as(person: DrivenPerson) -> None:
    """Somebody else takes Ivanova out and saves."""
    await removes_ivanova(person)
    await person.press("Сохранить чат")
    await person.sees("Чат сохранён")


async def test_the_other_answer_to_a_conflict_leaves_what_others_did(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    teacher = await with_newspaper(world, "иванова елена", "ёлкина")
    await edits(teacher, NEWSPAPER)
    await teacher.press("⭐ Администраторы")
    await teacher.press("⬜ Ёлкина А.")
    await teacher.press("✔ Готово")
    await removes_ivanova_as(principal)
    await teacher.press("Сохранить чат")
    await teacher.press("Сохранить чат")
    await teacher.press("Посмотреть всё заново")
    await teacher.sees("Сотрудники: 2 из ")
    await teacher.press("Сохранить чат")
    await teacher.press("Сохранить чат")
    await teacher.sees("⭐ Администраторы: Ёлкина А. П.")
    assert world.rows("SELECT person_id FROM chat_pick WHERE person_id = 't-02'") == []


async def test_many_removals_ask_for_a_word(world: World) -> None:
    teacher = await lets_all_pupils_go(world)
    await teacher.write("да")
    await teacher.sees("Слово не совпало, действие отменено.")
    assert world.rows("SELECT * FROM chat_pick") == []
    await teacher.press("Сохранить чат")
    await teacher.sees("Из чата уйдут 16 человек.")
    await teacher.write("убрать")
    await teacher.sees("Чат сохранён")
    assert len(world.rows("SELECT * FROM chat_pick WHERE NOT is_in")) == 16


async def test_as_in_the_journal_takes_every_change_by_hand_back(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await edits(teacher, PUPILS)
    await teacher.press("Учащиеся · 16 из 16")
    await teacher.write("без 1")
    await teacher.press("✔ Готово")
    await teacher.press("Сохранить чат")
    await teacher.press("Сохранить чат")
    await teacher.sees("Чат сохранён")
    assert len(world.rows("SELECT * FROM chat_pick")) == 1
    await edits(teacher, PUPILS)
    await teacher.sees("Учащиеся: 15 из 16")
    await teacher.press("Вернуть как в журнале")
    await teacher.sees("Учащиеся: 16 из 16")
    await teacher.press("Сохранить чат")
    await teacher.press("Сохранить чат")
    await teacher.sees("Чат сохранён")
    assert world.rows("SELECT * FROM chat_pick") == []
    await world.inside(PUPILS, pupil)


async def test_a_second_press_on_save_shows_what_the_first_has_saved(world: World) -> None:
    await world.linked(IVANOVA)
    teacher = await with_newspaper(world, "иванова елена")
    await removes_ivanova(teacher)
    cmid = (await teacher.screen()).cmid
    body = {"community": 1, "peer": 0, "cmid": cmid, "label": "Сохранить чат"}
    await world.sandbox.api.post(f"people/{teacher.id}/press", body)
    await world.calm()
    assert (await teacher.screen()).text.startswith("Чат сохранён")
    assert len(world.rows("SELECT * FROM ledger WHERE event = 'people-changed'")) == 1


@pytest.mark.parametrize("screen", ["Сохранить чат", "Сотрудники"])
async def test_whoever_may_not_edit_any_more_is_led_away(world: World, screen: str) -> None:
    principal = await world.linked(PRINCIPAL)
    await with_newspaper(world, "иванова елена")
    await edits(principal, NEWSPAPER)
    await world.reads(world.sandbox.disable(PRINCIPAL))
    await principal.press(screen)
    await world.calm()
    assert not (await principal.screen()).text.startswith(("Сохранить", "Стенгазета"))
