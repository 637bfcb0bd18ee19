"""Typed commands: level by level, in private, explained, guessed, and written into the ledger."""

import sqlite3

import pytest

from bot.domain.console import Level
from bot.ui import commands
from handlers.console.commands import NAMES
from tests.flows.ways import goes
from tests.flows.world import KEY, PRINCIPAL, World

IVANOVA = "Иванова Елена Петровна"
TABLE = """
                observer operator administrator
консоль            +        +        +      K.MENU
admin              +        +        +      K.MENU
здоровье           +        +        +      K.HEALTH
статус             +        +        +      K.HEALTH
сверка             .        +        +      K.PLAN
sync 8а            .        +        +      K.SYNC.CLASS
применить          .        .        +      K.PLAN
применить 0        .        .        +      K.PLAN
решения            +        +        +      K.QUEUE
журнал             +        +        +      K.AUDIT
журнал Петров      +        +        +      K.AUDIT
найти              .        +        +      K.PEOPLE
найти Смирнов      .        +        +      K.PEOPLE.FOUND
человек Белов Илья .        +        +      K.PERSON
чат                .        +        +      K.CHATS
чат 8А — ученики   .        +        +      K.CHATS.ONE
коды               .        +        +      K.PEOPLE.LIST
коды 8А            .        +        +      K.CODES
отвязать           .        .        +      K.PEOPLE
отвязать Белов Илья .       .        +      K.PERSON
block Белов Илья   .        .        +      K.PERSON
роль               .        .        +      K.ROLES
роль Петров        .        .        +      K.ROLES.ONE
год                .        .        +      K.YEAR
права              .        +        +      K.RIGHTS
пауза 5            .        .        +      K.SYNC.PAUSE
продолжить         .        .        +      K.SYNC.PAUSE
режим чтения 3     .        .        +      K.READONLY
копия              .        .        .      K.BACKUP
версия             +        +        +      K.VERSION
команды            +        +        +      K.HELP
"""
ARGUMENTS = {
    "чат «8А — ученики»": "8А — ученики",
    "чат 8a — УЧЕНИКИ": "8А — ученики",
    "сверка «8А»": "8А · ничего ещё не изменено",
    "sync 8a": "8А · ничего ещё не изменено",
    "коды 8a": "Коды-приглашения › 8А",
    "человек «Белов Илья»": "Белов Илья Игоревич",
    "найти Зорин\u00a0Тимофей": "Зорин Тимофей Олегович",
    "роль Соколова Администратор": "Соколова Ирина Львовна · владелец",
    "журнал № 1": "сверка № 1",
    "cвepкa 8A": "8А · ничего ещё не изменено",
    "KOДЫ 8a": "Коды-приглашения › 8А",
    "?пауза?": "пауза — пауза сверки",
}
ROWS = [line.rsplit("      ", 1) for line in TABLE.strip("\n").splitlines()[1:]]
CELLS = [(row[0].rsplit(maxsplit=3)[0].strip(), row[0].split()[-3:], row[1]) for row in ROWS]
REFUSED = "вашего уровня для него не хватает"


def test_the_table_knows_every_command() -> None:
    typed = [commands.read(command, NAMES) for command, _, _ in CELLS]
    assert {one.name for one in typed if one is not None} == set(NAMES)


@pytest.mark.parametrize("level", [Level.OBSERVER, Level.OPERATOR, Level.ADMINISTRATOR])
async def test_a_command_works_from_its_level_on(world: World, level: Level) -> None:
    await world.led()
    teacher = await world.linked(IVANOVA)
    await _given(world, IVANOVA, level)
    for command, marks, screen in CELLS:
        await teacher.write("меню")
        await teacher.write(command)
        await world.calm()
        seen = (await teacher.screen()).text
        is_there = world.rows(f"SELECT screen FROM dialogue WHERE peer_id = {teacher.id}") == [(screen,)]
        is_open = marks[level - 1] == "+"
        assert (is_there, REFUSED in seen) == (is_open, not is_open), f"{command}: {seen}"


async def test_an_owner_may_do_everything(world: World) -> None:
    await world.led()
    principal = await world.linked(PRINCIPAL)
    for command, _, screen in CELLS:
        await principal.write(command)
        await world.calm()
        seen = world.rows(f"SELECT screen FROM dialogue WHERE peer_id = {principal.id}")
        assert seen == [(screen,)], command
    lines = world.rows("SELECT json_extract(details, '$.name') FROM ledger WHERE event = 'console-command'")
    noted = {name for (name,) in lines}
    assert {"menu", "health", "sync", "pause", "copy"} <= noted


async def test_whoever_has_no_level_types_words_like_everybody_else(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.write("здоровье")
    await teacher.sees("здоровье")
    await world.calm()
    assert "Здоровье ·" not in (await teacher.screen()).text
    assert world.rows("SELECT id FROM ledger WHERE event = 'console-command'") == []


async def test_an_unknown_command_brings_the_three_nearest_and_a_question_mark_explains(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await goes(world, principal, "K.MENU")
    await principal.write("здоровъе")
    text = await principal.sees("Такой команды нет. Может быть, «здоровье», ")
    assert text.split("?")[0].count("«") == 3
    await principal.write("?пауза")
    await principal.sees(
        "пауза — пауза сверки; «пауза 5» — на пять часов, закончится сама. Нужен уровень: администратор."
    )


async def test_a_word_that_is_a_name_stays_a_name(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await goes(world, principal, "N.NAME")
    await principal.write("Здоровье")
    await world.calm()
    assert "Здоровье ·" not in (await principal.screen()).text


async def test_a_wrong_number_is_said_and_changes_nothing(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await principal.write("пауза сто")
    await principal.sees("Напишите число часов: от 1 до 168.")
    assert world.rows("SELECT paused_until FROM school") == [(None,)]


async def test_to_go_on_never_leads_to_the_offer_of_a_pause(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await principal.write("продолжить 5")
    await principal.sees("Слово «продолжить» действует целиком: «5» ничего не меняет.")
    text = (await principal.screen()).text
    assert "Сверка не на паузе, снимать нечего." in text
    assert "Поставить на паузу" not in (await principal.screen()).buttons
    await principal.write("пауза 5")
    await principal.press("Поставить на паузу")
    await principal.write("продолжить 5")
    await principal.sees("закончится сама.")
    await principal.press("Снять с паузы")
    await principal.sees("Состояние: включена.")


async def test_an_argument_is_understood_in_quotes_in_latin_letters_and_behind_odd_spaces(world: World) -> None:
    await world.led()
    await world.calm()
    principal = await world.linked(PRINCIPAL)
    for command, told in ARGUMENTS.items():
        await principal.write("меню")
        await principal.write(command)
        assert told in await principal.sees(told), command


async def _given(world: World, name: str, level: Level) -> None:
    """Somebody has the level, as an owner would have given it."""
    await world.stop()
    person = await world.sandbox.person(name)
    with sqlite3.connect(world.folder / "starosta.sqlite3") as connection:
        [(account,)] = connection.execute("SELECT id FROM account WHERE messenger_id = ?", [person.id])
        row = (KEY, account, level.code, await world.sandbox.now())
        connection.execute(
            "INSERT INTO console_role (school_id, account_id, level, granted_at) VALUES (?, ?, ?, ?)", row
        )
    connection.close()
    await world.start()
