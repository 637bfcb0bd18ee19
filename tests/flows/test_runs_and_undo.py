"""Passes through the front door: the plan of all chats with names, applied by the word, and taken back by the word."""

import io

import openpyxl

from bot.sandbox.driver import DrivenPerson
from tests.flows.leaving import entered, leave
from tests.flows.ways import chat_id, files, goes
from tests.flows.world import PRINCIPAL, PUPILS, World


async def sees_plan(world: World, head: DrivenPerson) -> str:
    """The way from the menu to the dry run of all chats."""
    await world.calm()
    await head.write("меню")
    await head.press("Ещё")
    await head.press("Консоль")
    await head.press("Ждут решения")
    await head.sees(f"«{PUPILS}»: остановлено — убрать 3")
    await head.press("Показать план сверки")
    return await head.sees("ничего ещё не изменено")


async def test_a_plan_with_names_is_applied_and_what_it_did_is_taken_back(world: World) -> None:
    teacher = await world.led()
    head = await world.linked(PRINCIPAL)
    await world.sandbox.switch(kicked_may_return=True)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    text = await sees_plan(world, head)
    assert all(f"{person.name} (выбытие по журналу)" in text for person in people[:3])
    await world.inside(PUPILS, *people)
    await head.press("Применить всё")
    await head.sees("напишите слово ПРИМЕНИТЬ")
    await head.write("применить")
    await world.outside(PUPILS, *people[:3])
    text = await head.sees("завершена", within_seconds=20)
    assert "убраны: 3" in text
    name, rows = await _report(world, head)
    assert name == "Отчёт о сверке 2.xlsx"
    assert rows[0] == ("Кто", "Чат", "Что сделано", "Почему", "Когда")
    names = sorted(person.name for person in people[:3])
    assert [" ".join(str(row[0]).split()[:2]) for row in rows[1:4]] == names
    assert [row[1:4] for row in rows[1:4]] == [(PUPILS, "удаление из чата", "выбытие по журналу")] * 3
    await goes(world, head, "K.SYNC.LOG")
    await head.press("Открыть № 2")
    await head.press("Отменить сделанное")
    await head.sees("напишите слово ОТМЕНИТЬ")
    await head.write("отменить")
    await head.sees("Отменено. Людей, которых это касается: 3")
    await people[0].sees("Вас приглашают в чат «8А — ученики»")
    await people[0].presses_and_follows("Вступить")
    await world.inside(PUPILS, people[0])
    await world.later(hours=1, minutes=1)
    await world.inside(PUPILS, people[0])
    assert "Отменить сделанное" not in (await head.screen()).buttons
    text = await goes(world, teacher, "C.SYNC.OWN", c=chat_id(world, PUPILS))
    assert text.count("по журналу не в чате, но решено добавить") == 3
    await teacher.press(f"Как в журнале: {people[0].name.split()[0]}")
    await world.outside(PUPILS, people[0])


async def test_the_report_of_a_pass_says_whom_it_has_invited_and_why(world: World) -> None:
    await world.led()
    head, pupil = await world.linked(PRINCIPAL), await world.linked("Белов Илья")
    await world.reads(world.sandbox.move_pupil("Белов Илья", "8Б"))
    await world.reads(world.sandbox.move_pupil("Белов Илья", "8А"))
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    [(run,)] = world.rows("SELECT max(run_id) FROM ledger WHERE event = 'invited'")
    await goes(world, head, "K.SYNC.LOG")
    await head.press(f"Открыть № {run}")
    await head.sees(f"Сверка {run} завершена")
    _, rows = await _report(world, head)
    assert ("Белов Илья Игоревич", PUPILS, "приглашение в чат", "учится в 8А") in [row[:4] for row in rows]


async def test_a_plan_that_was_seen_before_the_world_changed_is_not_applied(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await sees_plan(world, head)
    await leave(world, people[3])
    await head.press("Применить всё")
    await head.sees("План устарел")
    await world.inside(PUPILS, *people)


async def test_the_buttons_of_a_plan_are_also_chosen_by_their_numbers(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await sees_plan(world, head)
    await head.write("1")
    await head.sees("напишите слово ПРИМЕНИТЬ")
    await head.write("1")
    await head.sees("ничего ещё не изменено")
    await head.write("2")
    await head.sees("Консоль › Ждут решения")
    await world.inside(PUPILS, *people)


async def test_a_plan_is_applied_by_its_number_and_no_other_number_will_do(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    number = (await sees_plan(world, head)).partition("План ")[2].split()[0]
    await head.write("применить № 000000")
    await head.sees(f"Сейчас действует план {number}")
    await head.write(f"применить № {number}")
    await head.sees("Без остановленного применять нечего")
    await world.inside(PUPILS, *people)


async def test_a_pass_that_is_stopped_says_how_far_it_has_come(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await sees_plan(world, head)
    await world.sandbox.fault("messages.removeChatUser", "error", code=10, times=0)
    await head.press("Применить всё")
    await head.write("применить")
    await head.sees("чаты: 0 из 1")
    await head.press("Остановить")
    await head.sees("остановлена")
    await head.sees("До остановки сверено 0 чатов из 1, остался 1: он войдёт в новый план.")
    await world.sandbox.no_faults()
    await head.press("Собрать новый план")
    await head.sees(f"{people[0].name} (выбытие по журналу)")


async def _report(world: World, head: DrivenPerson) -> tuple[str, list[tuple[object, ...]]]:
    """The name and the rows of the workbook that says what a pass has done."""
    await head.press("Скачать отчёт XLSX")
    await world.calm()
    name, data = (await files(head, "doc"))[-1]
    return name, list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values)
