"""The plan of the year where the journal leaves a question, and where it closes too much at once."""

import io

import openpyxl

from tests.flows.test_school_year import turns
from tests.flows.ways import files, goes
from tests.flows.world import PRINCIPAL, World


async def test_a_class_that_nobody_can_tell_for_sure_is_a_question(world: World) -> None:
    principal, teacher = await world.linked(PRINCIPAL), await world.led()
    chat = await world.inside("8А — ученики", teacher)
    await turns(world)
    classes = world.folder / "journal" / "classes.csv"
    text = classes.read_text(encoding="utf-8")
    assert ",9А," in text
    await world.reads(world.edits(classes, text.replace(",9А,", ",9Д,")))
    await world.later(minutes=2)
    plan = await goes(world, principal, "K.YEAR")
    assert "Нужен ваш ответ по классам: 8А прошлого года\n" in f"{plan}\n"
    assert "Чаты появятся сами, как только классный руководитель привяжет профиль: 1А, 6Б, 8А, 9Б\n" in plan
    await principal.press("Скачать план XLSX")
    await world.calm()
    [(name, data)] = await files(principal, "doc")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values)
    assert name == "План учебного года.xlsx"
    assert ("нужен ответ", "8А", "9Д", 16) in rows
    assert ("появится с классным руководителем", None, "1А", None) in rows
    await goes(world, principal, "K.YEAR")
    await principal.press("Ответить на вопросы")
    question = await principal.sees("Что стало с классом 8А?")
    assert "9Д: из 16 учеников те же 16" in question
    await principal.press("Продолжить в 9Д")
    await principal.sees("напишите слово «перейти»")
    await principal.write("заново")
    await principal.sees("Слово не совпало или прошло больше двух минут. Ничего не изменено.")
    await principal.press("Ответить на вопросы")
    await principal.press("Продолжить в 9Д")
    await principal.write("перейти")
    await principal.sees("Принято, бот выполняет план.")
    await world.later(minutes=2)
    assert (await world.inside("9Д — ученики", teacher)).peer == chat.peer


async def test_a_teacher_sees_nothing_of_the_plan(world: World) -> None:
    teacher = await world.led()
    await world.calm()
    text = await goes(world, teacher, "K.YEAR")
    assert "учебный год" not in text.casefold()
    assert "вашего уровня для него не хватает" in text


async def test_what_the_journal_closes_at_once_waits_in_the_queue(world: World) -> None:
    principal, teacher = await world.linked(PRINCIPAL), await world.led()
    classes = world.folder / "journal" / "classes.csv"
    lines = classes.read_text(encoding="utf-8").splitlines(keepends=True)
    closed = [line.replace("c-8a,,", "c-8a,tobedeleted,", 1) for line in lines]
    assert closed != lines
    await world.reads(world.edits(classes, "".join(closed)))
    await world.later(minutes=2)
    await world.inside("8А — ученики", teacher)
    await principal.sees("Журнал закрыл классы и группы с чатами: 3. Это больше, чем бот убирает сам.")
    assert "Журнал закрыл классы и группы с чатами: 3" in await goes(world, principal, "K.QUEUE")
    await principal.press("Новый учебный год")
    await principal.press("Убрать закрытые журналом")
    await principal.write("убрать")
    await principal.sees("Принято, бот выполняет план.")
    await world.later(minutes=2)
    await world.outside("8А — ученики", teacher)
