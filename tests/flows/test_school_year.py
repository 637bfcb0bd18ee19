"""Two school years in a row: chats go on, are put away or begin as the school decides, and no year leaks into the next.

Who may be inside is checked against the journal's own files, not against what the bot thinks.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.driver import DrivenPerson
from bot.services import journal_trust
from models import database
from models.schools import Reading
from tests.conftest import Once
from tests.flows.making import Template, template_of_all
from tests.flows.test_g5_subject_chat import makes
from tests.flows.world import KEY, PARENTS, PRINCIPAL, PUPILS, World

ILYA, MOTHER = "Белов Илья", "Белова Наталья Андреевна"
ALGEBRA = "8А Алгебра"
PART = {"pupils": "ученики", "parents": "родители"}


@pytest.fixture(scope="module")
def template(once: Once, migrated_database: Path) -> Template:
    """A first class, two eighth ones and a last one."""
    return template_of_all("years", once, migrated_database, {"1А", "8А", "8Б", "11А"})


async def test_two_school_years_in_a_row(world: World) -> None:
    principal, teacher = await world.linked(PRINCIPAL), await world.led()
    leaver_teacher = await world.linked(await _class_teacher(world, "11А"))
    await world.inside("11А — ученики", leaver_teacher)
    pupil, mother = await world.entered(ILYA), await world.entered(MOTHER)
    await makes(teacher, ALGEBRA)
    chat = await world.inside(PUPILS, teacher, pupil)
    await world.inside(PARENTS, teacher, mother)
    await world.inside(ALGEBRA, teacher, pupil)

    await world.later(days=220)
    assert _inside(world, "8А — ученики") == {teacher.id, pupil.id}
    assert _inside(world, "11А — ученики") == {leaver_teacher.id}

    await turns(world)
    await principal.sees("Журнал открыл новый учебный год. Посмотрите план")
    assert _inside(world, "8А — ученики") == {teacher.id, pupil.id}
    await principal.press("Посмотреть план")
    plan = await principal.sees("Новый учебный год · план, ничего из него ещё не сделано")
    assert "Перейдут в новый год: 8А → 9А" in plan
    assert "Классы закончились, чатов 3: 11А — " in plan
    assert "Прошлогодние предметные, чатов 1: 8А Алгебра" in plan
    await _continues(world, principal, "8 → 9")
    after = await world.inside("9А — ученики", teacher, pupil)
    assert after.peer == chat.peer
    await world.inside("9А — родители", teacher, mother)
    await confirms(world, principal, "Убрать прошлогодние предметные", "убрать")
    await confirms(world, principal, "Убрать чаты закончивших классов", "убрать")
    await world.outside(ALGEBRA, teacher, pupil)
    await world.outside("11А — ученики", leaver_teacher)
    assert "Переписка и фотографии останутся у каждого в VK." in await _last_said(world, pupil, ALGEBRA)
    await _agrees_with_the_journal(world)

    await world.later(days=200)
    await turns(world, keeps_ids=True)
    await principal.write("меню")
    await world.sandbox.api.post(
        f"people/{principal.id}/write",
        {"community": principal.community, "peer": 0, "text": "…", "payload": '{"s": "K.YEAR"}'},
    )
    plan = await principal.sees("9А → 10А")
    assert "8А" not in plan
    await _continues(world, principal, "Все параллели")
    assert (await world.inside("10А — ученики", teacher, pupil)).peer == chat.peer
    await _agrees_with_the_journal(world)


async def turns(world: World, *, keeps_ids: bool = False) -> None:
    """The journal opens the next year, and where the bot doubts that, somebody says that it is true."""
    await world.reads(world.sandbox.next_year(keeps_ids=keeps_ids))
    assert world.application is not None
    school = world.application.context(KEY)
    async with database.opened(world.settings.database):
        newest = await Reading.filter(school_id=KEY).order_by("-id").first()
        assert newest is not None
        if newest.verdict == "suspicious":
            await journal_trust.trust(school, newest.id, "operator")
    await world.later(minutes=2)


async def _continues(world: World, principal: DrivenPerson, step: str) -> None:
    await principal.press("Чаты классов")
    await principal.press(step)
    await confirms(world, principal, "Продолжить чаты", "перейти")


async def confirms(world: World, principal: DrivenPerson, label: str, word: str) -> None:
    await principal.press(label)
    await principal.sees(f"напишите слово «{word}»")
    await principal.write(word)
    await principal.sees("Принято, бот выполняет план.")
    await world.later(minutes=2)


async def _class_teacher(world: World, title: str) -> str:
    classes = (await world.sandbox.api.get("journal"))["classes"]
    return str(next(one["homeroom"] for one in classes if one["title"] == title))


async def _last_said(world: World, person: DrivenPerson, title: str) -> str:
    chat = await world.sandbox.chat(title)
    return str([one["text"] for one in (await person.conversation(chat=chat))["messages"]])


def _inside(world: World, title: str) -> set[int]:
    query = "SELECT member_id FROM chat_member JOIN chat ON chat.id = chat_id WHERE is_inside AND title = '{}'"
    return {row[0] for row in world.rows(query.format(title))}


async def _agrees_with_the_journal(world: World) -> None:
    """Nobody is in a chat of a class whom the journal's files do not put there now."""
    allowed = _allowed(world.folder / "journal")
    pages = dict(world.rows("SELECT person_id, messenger_id FROM person_link JOIN account ON account.id = account_id"))
    for chat in await world.sandbox.chats():
        unit, _, part = chat.title.partition(" — ")
        people = {member for member in chat.member_ids if member > 0}
        if part in PART.values() and people:
            assert people <= {pages[one] for one in allowed.get((unit, part), set()) if one in pages}, chat.title
        elif part:
            assert people <= set(pages.values()), chat.title


def _allowed(folder: Path) -> dict[tuple[str, str], set[str]]:
    """Who may be in the chats of pupils and of parents of every class, by title and part."""
    titles = {row["sourcedId"]: row["title"] for row in _rows(folder, "classes") if row["classType"] == "homeroom"}
    agents: dict[str, set[str]] = {}
    for row in _rows(folder, "users"):
        for agent in filter(None, row["agentSourcedIds"].split(",")):
            agents.setdefault(row["sourcedId"], set()).add(agent)
            agents.setdefault(agent, set()).add(row["sourcedId"])
    found: dict[tuple[str, str], set[str]] = {}
    for row in _rows(folder, "enrollments"):
        if (title := titles.get(row["classSourcedId"])) is None:
            continue
        person = row["userSourcedId"]
        is_teacher = row["role"] == "teacher"
        found.setdefault((title, PART["pupils"]), set()).add(person)
        found.setdefault((title, PART["parents"]), set()).update({person} if is_teacher else agents.get(person, set()))
    return found


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
