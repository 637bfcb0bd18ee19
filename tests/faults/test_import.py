"""`import --apply` beside a running bot: killed at any moment it shows nothing, and people are served meanwhile."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.demo_school import DemoSchool
from tests.faults.processes import Process
from tests.faults.sampling import todays
from tests.faults.school import Machine
from tests.faults.story import play

TABLES = ("roster_person", "roster_unit", "roster_membership", "roster_phone", "roster_guardianship")
NEXT = "(SELECT roster_number + 1 FROM school)"
PUPILS = 400
ROWS = 3000


@pytest.fixture(scope="session")
def other_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bigger school under the same settings: everything of the small one goes, much comes."""
    folder = tmp_path_factory.mktemp("other") / "journal"
    DemoSchool().write(folder)
    return folder


def visible(machine: Machine) -> list[Any]:
    """The number of the roster, and how many rows of each table are seen with it."""
    seen = "since <= roster_number AND (until IS NULL OR until > roster_number)"
    counts = [machine.rows(f"SELECT count(*) FROM {table}, school WHERE {seen}")[0][0] for table in TABLES]
    return [machine.rows("SELECT roster_number FROM school")[0][0], *counts]


async def staged(machine: Machine, importing: Process, rows: int) -> None:
    """Wait until so many new rows are staged."""
    count = " + ".join(f"(SELECT count(*) FROM {table} WHERE since = {NEXT})" for table in TABLES)
    while machine.rows(f"SELECT {count}")[0][0] < rows:
        assert importing.is_running, importing.text
        await asyncio.sleep(0.005)


async def paused(machine: Machine, importing: Process) -> None:
    """Let it go on by small steps until it stands between two of its transactions, with something staged."""
    await importing.says("Читаем журнал")
    while not stands_in_the_middle(machine):
        importing.go_on()
        await asyncio.sleep(0.002)
        assert importing.is_running, importing.text
        importing.pause()
        await asyncio.sleep(0.01)  # the signal has to reach all its threads
    assert visible(machine)[0] == 1, "it was over before"


def stands_in_the_middle(machine: Machine) -> bool:
    """Whether rows of the next roster are staged, and nobody writes to the database at this moment."""
    path = machine.folder / "starosta.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
            return bool(database.execute(f"SELECT 1 FROM roster_person, school WHERE since = {NEXT}").fetchone())
        except sqlite3.OperationalError:
            return False


async def killed(machine: Machine, journal: Path, rows: int) -> None:
    importing = machine.starosta("import", str(journal), "--apply", "--trust")
    await staged(machine, importing, rows)
    await importing.kill()


async def test_an_import_that_is_killed_leaves_nothing_visible_and_the_next_one_works(
    machine: Machine, other_journal: Path
) -> None:
    await machine.bot()
    before = visible(machine)
    await killed(machine, other_journal, 1000)
    assert visible(machine) == before
    await play(machine, until="phone")
    importing = machine.starosta("import", str(other_journal), "--apply", "--trust")
    assert await importing.ended() == 0, importing.text
    number, people, *_ = visible(machine)
    assert number == before[0] + 1
    assert people > PUPILS


async def test_people_are_served_while_a_journal_is_imported(machine: Machine, other_journal: Path) -> None:
    await machine.bot()
    importing = machine.starosta("import", str(other_journal), "--apply", "--trust")
    await paused(machine, importing)
    await play(machine, until="phone")
    importing.go_on()
    assert await importing.ended() == 0, importing.text
    assert visible(machine)[0] == 2


async def test_a_second_import_at_the_same_time_is_refused_and_spoils_nothing(
    machine: Machine, other_journal: Path
) -> None:
    first = machine.starosta("import", str(other_journal), "--apply", "--trust")
    await paused(machine, first)
    second = machine.starosta("import", str(machine.folder / "journal"), "--apply")
    assert await second.ended() == 1
    assert "another process is taking over a roster of 'school999'" in second.text
    first.go_on()
    assert await first.ended() == 0, first.text
    alone = visible(machine)
    again = machine.starosta("import", str(other_journal))
    assert await again.ended() == 0
    assert "Журнал говорит то же, что и раньше." in again.text
    assert alone[0] == 2


@pytest.mark.long
@pytest.mark.parametrize("seed", todays(range(30), 5))
async def test_whenever_an_import_is_killed_the_roster_stays_what_it_was(
    machine: Machine, other_journal: Path, seed: int
) -> None:
    await machine.bot()
    before = visible(machine)
    for _ in range(3):
        await killed(machine, other_journal, random.Random(seed).randrange(ROWS))
        assert visible(machine) == before
    importing = machine.starosta("import", str(other_journal), "--apply", "--trust")
    assert await importing.ended() == 0, importing.text
    assert visible(machine)[0] == before[0] + 1
