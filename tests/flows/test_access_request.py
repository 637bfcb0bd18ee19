"""«Попросить доступ»: a second teacher of a group finds its chat, and whoever made it decides in one press."""

import csv
import io

from bot.sandbox.driver import DrivenPerson
from tests.flows.test_g5_subject_chat import ALGEBRA_A, IVANOVA, opens_new_chat
from tests.flows.world import World

ASKED = f"Иванова Е. П. просит доступ к чату «{ALGEBRA_A}»."


async def two_teachers(world: World) -> tuple[DrivenPerson, DrivenPerson]:
    """Petrov's chat keeps its people, then the journal gives its group a second teacher, who finds it taken."""
    teacher = await world.led()
    await opens_new_chat(teacher)
    await teacher.press(ALGEBRA_A)
    await teacher.press("Настройки чата")
    await teacher.press("Следовать за журналом: да")
    await teacher.press("Готово")
    await teacher.press("Создать чат")
    await world.inside(ALGEBRA_A, teacher)
    colleague = await world.linked(IVANOVA)
    await world.reads(world.edits(world.folder / "journal" / "enrollments.csv", _with_a_second_teacher(world)))
    await world.calm()
    await opens_new_chat(colleague)
    await colleague.press(f"✔ {ALGEBRA_A}")
    await colleague.sees(f"Чат для группы «{ALGEBRA_A}» уже есть")
    assert (await colleague.screen()).buttons[:2] == ("Попросить доступ", "Назад")
    return teacher, colleague


async def _accepts(world: World, colleague: DrivenPerson) -> None:
    await colleague.sees(f"Вас приглашают в чат «{ALGEBRA_A}»")
    await colleague.opens((await world.inside(ALGEBRA_A)).link)
    await world.inside(ALGEBRA_A, colleague)
    await world.calm()


def _with_a_second_teacher(world: World) -> str:
    tables = {}
    for name in ("enrollments", "classes", "users"):
        source = (world.folder / "journal" / f"{name}.csv").read_text(encoding="utf-8")
        tables[name] = list(csv.DictReader(io.StringIO(source)))
    group = next(row["sourcedId"] for row in tables["classes"] if row["title"] == ALGEBRA_A)
    ivanova = next(
        row["sourcedId"] for row in tables["users"] if (row["familyName"], row["givenName"]) == ("Иванова", "Елена")
    )
    first = next(row for row in tables["enrollments"] if row["classSourcedId"] == group and row["role"] == "teacher")
    rows = [*tables["enrollments"], {**first, "sourcedId": "e-second", "userSourcedId": ivanova}]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(first))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


async def test_whoever_made_the_chat_takes_the_colleague_in_as_an_administrator(world: World) -> None:
    teacher, colleague = await two_teachers(world)
    await colleague.press("Попросить доступ")
    await colleague.sees("Вы попросили доступ.")
    await teacher.sees(ASKED)
    await teacher.press("Добавить администратором")
    await colleague.sees(f"Вам открыли доступ к чату «{ALGEBRA_A}».")
    await _accepts(world, colleague)
    chat = await world.inside(ALGEBRA_A, colleague)
    assert colleague.name in chat.admins


async def test_a_member_is_no_administrator(world: World) -> None:
    teacher, colleague = await two_teachers(world)
    await colleague.press("Попросить доступ")
    await teacher.sees(ASKED)
    await teacher.press("Добавить участником")
    await _accepts(world, colleague)
    assert colleague.name not in (await world.inside(ALGEBRA_A, colleague)).admins


async def test_a_refusal_is_told_and_a_second_request_waits_a_day(world: World) -> None:
    teacher, colleague = await two_teachers(world)
    await colleague.press("Попросить доступ")
    await teacher.sees(ASKED)
    [(chat,)] = world.rows(f"SELECT id FROM chat WHERE title = '{ALGEBRA_A}'")
    await colleague.write("…", payload=f'{{"a": "N.ASK", "c": {chat}}}')
    await colleague.sees("Вы уже просили доступ к этому чату.")
    await teacher.press("Не добавлять")
    await colleague.sees(f"Вас не добавили в чат «{ALGEBRA_A}».")
    for answer in ("Добавить администратором", "Не добавлять"):
        await teacher.press(answer)
        await teacher.sees("На эту просьбу уже ответили: сегодня в")
        await teacher.sees("Петров С. О.: в доступе к чату отказано: Иванова Елена Петровна")
        await world.calm()
    assert colleague.name not in (await world.inside(ALGEBRA_A, teacher)).members
    assert world.rows("SELECT count(*) FROM ledger WHERE event LIKE 'access-%'") == [(2,)]
    await world.later(hours=25)
    await opens_new_chat(colleague)
    await colleague.press(f"✔ {ALGEBRA_A}")
    await colleague.press("Попросить доступ")
    await colleague.sees("Вы попросили доступ.")


async def test_nobody_is_taken_in_who_has_not_asked(world: World) -> None:
    teacher, _ = await two_teachers(world)
    [(chat, line)] = world.rows(
        f"SELECT chat.id, max(ledger.id) FROM chat JOIN ledger ON chat_id = chat.id WHERE title = '{ALGEBRA_A}'"
    )
    await teacher.write("…", payload=f'{{"a": "N.ASK.YES", "c": {chat}, "q": {line}, "v": 1}}')
    await teacher.sees("Добавить не получится")
