"""K.CHATS, K.AUTO and K.AUDIT: the registry of the school's chats, those still to be made, and the whole ledger."""

from datetime import datetime

import pytest

from bot.services import audit
from tests.flows.console_ways import at_console, chat_of_a_leaver, console, text_of
from tests.flows.ways import files, forges, goes
from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, World

ILYA, ANGELINA, IVANOVA = "Белов Илья", "Давыдова Ангелина", "Иванова Елена Петровна"


async def test_chats_are_counted_found_by_title_and_teacher_and_sent_as_a_table(world: World) -> None:
    await world.led()
    head = await at_console(world)
    await head.press("Чаты")
    text = await text_of(world, head)
    assert text.startswith("Консоль › Чаты: 3\n\nавтоматических 3 · предметных 0")
    await head.write("Петров")
    text = await head.sees("Консоль › Чаты › Найдено")
    assert all(title in text for title in (PUPILS, PARENTS, COLLEAGUES))
    second = text.partition("\n2. ")[2].splitlines()[0]
    await head.write("2")
    await head.sees(f"Консоль › Чаты › {second}")
    await head.press("Назад")
    await head.write("8А роди")
    text = await head.sees(f"Консоль › Чаты › {PARENTS}")
    assert "Отвечает: Петров Сергей Олегович" in text
    await head.press("Журнал действий")
    assert f"Журнал действий › {PARENTS}" in await text_of(world, head)
    await head.press("Назад")
    await head.press("Открыть карточку чата")
    await head.sees(f"{PARENTS}\n")
    await console(head)
    await head.press("Чаты")
    await head.press("Скачать реестр XLSX")
    await world.calm()
    files = [file for one in (await head.conversation())["messages"] for file in one["attachments"]]
    assert [file["doc"]["title"] for file in files] == ["Чаты школы.xlsx"]


async def test_no_class_gets_chats_before_somebody_can_lead_them(world: World) -> None:
    await world.led()
    pupil = await world.linked(ANGELINA)
    head = await at_console(world)
    await head.press("Чаты")
    await head.press("Автоматические чаты")
    text = await head.sees("Сейчас создавать нечего. Уже есть: 3.")
    assert "Ждут классного руководителя 3 класса: 5Б, 7А, 8Б." in text
    assert not any(label.startswith("Создать") for label in (await head.screen()).buttons)
    await forges(world, head, "K.AUTO.MAKE")
    assert await world.titles() == sorted([PUPILS, PARENTS, COLLEAGUES])
    teacher = await world.linked(IVANOVA)
    await world.inside("8Б — ученики", teacher, pupil)
    assert "Ждут классного руководителя 2 класса: 5Б, 7А." in await goes(world, head, "K.AUTO")


async def test_the_ledger_is_read_by_person_chat_and_day_and_sent_for_a_month(world: World) -> None:
    await world.led()
    await world.entered(ILYA)
    head = await at_console(world)
    await head.press("Журнал действий")
    text = await text_of(world, head)
    assert text.startswith("Консоль › Журнал действий\n")
    assert "профиль привязан: Соколова Ирина Львовна" in text
    await head.write("Белов Илья")
    lines = (await head.sees("Журнал действий › Белов Илья")).splitlines()
    assert any("профиль привязан: Белов Илья Игоревич" in line for line in lines)
    assert any(f"«{PUPILS}»: приглашение: Белов Илья Игоревич" in line for line in lines)
    assert not any("Соколова" in line for line in lines)
    await head.write(PARENTS)
    text = await head.sees(f"Журнал действий › {PARENTS}")
    assert "чат создан" in text
    assert "Белов" not in text
    await head.write("01.02")
    assert "Записей пока нет." in await head.sees("Журнал действий › 1 февраля")
    await head.write("№ 77")
    await head.sees("Журнал действий › сверка № 77")
    await head.write("Неттакого")
    await head.sees("По запросу «Неттакого» записей не нашли.")
    await head.press("Показать всё")
    await head.press("Скачать CSV за месяц")
    await world.calm()
    files = [file for one in (await head.conversation())["messages"] for file in one["attachments"]]
    assert [file["doc"]["title"] for file in files] == ["Журнал действий.csv"]


async def test_a_chat_whose_author_has_left_is_handed_to_a_colleague(world: World) -> None:
    teacher = await world.led()
    head = await at_console(world)
    title = await chat_of_a_leaver(world)
    await console(head)
    await head.press("Чаты")
    assert "без автора: 1" in await text_of(world, head)
    await head.press("Чаты без автора · 1")
    await head.press(title)
    assert "Отвечает: никто\n" in await text_of(world, head)
    await head.press("Передать чат")
    told = await head.press(teacher.name)
    assert told["answer"]["text"] == "Теперь за чат отвечает Петров Сергей Олегович."
    await world.inside(title, teacher)
    await world.calm()
    assert teacher.name in (await world.sandbox.chat(title)).admins


async def test_the_file_of_a_day_that_was_looked_for_holds_that_day_however_long_ago_it_was(world: World) -> None:
    await world.led()
    head = await at_console(world)
    day = datetime.fromisoformat(await world.sandbox.now())
    await world.later(days=40)
    await head.write(f"журнал {day:%d.%m}")
    await head.sees("права администратора выданы: Петров Сергей Олегович")
    await head.press("Скачать CSV")
    await world.calm()
    _, data = (await files(head, "doc"))[-1]
    assert "права администратора выданы: Петров Сергей Олегович" in data.decode("utf-8-sig")


async def test_a_file_of_the_ledger_that_is_too_long_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "LONGEST_FILE", 3)
    await world.led()
    head = await at_console(world)
    await head.press("Журнал действий")
    await head.press("Скачать CSV за месяц")
    await world.calm()
    _, data = (await files(head, "doc"))[-1]
    lines = data.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3 + 1
    assert lines[-1].startswith("Здесь только последние записи: 3 из ")
    assert any(lines[-1] in said for said in await world.said(head))
