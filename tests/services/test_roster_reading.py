"""A long journal is read by a process of its own, with the same outcome as a short one in a thread."""

import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.domain.kinds import Verdict
from bot.domain.roster import Snapshot
from bot.errors import OperatorError
from bot.journals.oneroster_csv import OneRosterEdition
from bot.services.school import SchoolContext
from models.roster import RosterGuardianship, RosterMembership, RosterPerson, RosterPortion
from models.roster_sql import GUARDIANSHIPS
from models.roster_writer import TurnLostError, roster_writer
from models.schools import Lease, Reading, School
from scheduler import roster_reading, roster_store
from scheduler.rosters import Rosters
from tests.contracts.oneroster_feeds import SCHOOL_999

KNOWN = (RosterPerson, RosterMembership, RosterPortion)


def broken(path: Path, today: date) -> Snapshot:
    """A reader with a fault of its own, which quotes what it reads."""
    raise ValueError(f"Петров {path} {today}")


async def kept() -> list[list[tuple[object, ...]]]:
    """What the roster says."""
    return [sorted(await model.all().values_list(*_columns(model)), key=repr) for model in KNOWN]


def _columns(model: type[RosterPerson | RosterMembership | RosterPortion]) -> list[str]:
    return sorted(model._meta.fields_map.keys() - {"id"})


@pytest.mark.parametrize("from_bytes", [0, 10**9], ids=["in a process", "in a thread"])
async def test_a_journal_is_read_alike_by_a_process_and_by_a_thread(
    school: SchoolContext, monkeypatch: pytest.MonkeyPatch, from_bytes: int
) -> None:
    rosters = Rosters(school, partial(OneRosterEdition, school_id=None))
    monkeypatch.setattr(roster_reading, "APART_FROM_BYTES", from_bytes)
    look = await rosters.accept(SCHOOL_999)
    assert (look.verdict, look.summary.of("roster_person").added) == (Verdict.OK, 37)
    first = await kept()
    monkeypatch.setattr(roster_reading, "APART_FROM_BYTES", 10**9 - from_bytes)
    again = await rosters.accept(SCHOOL_999)
    assert again.summary.is_empty
    assert await kept() == first
    assert [reading.number for reading in await Reading.all()] == [1, 1]


async def test_whoever_has_lost_the_turn_writes_nothing_more(school: SchoolContext, tmp_path: Path) -> None:
    await roster_store.take_turn(school.key)
    turn = roster_store.turn_of(school.key)
    row = ("г-1", "белов", 0)
    with roster_writer(tmp_path / "starosta.sqlite3", school.key, 1, turn) as writer:
        writer.write([(GUARDIANSHIPS, [], [row])])
        await Lease.filter(school=turn.lease).update(owner="another")
        with pytest.raises(TurnLostError):
            writer.write([(GUARDIANSHIPS, [1], [("г-2", "белов", 0)])])
    assert await RosterGuardianship.all().values_list("guardian_id", "until") == [("г-1", None)]
    assert (await School.get(key=school.key)).staged_number == 1


async def test_a_process_that_breaks_tells_where_but_nothing_of_what_it_read(
    school: SchoolContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_reading, "APART_FROM_BYTES", 0)
    with pytest.raises(OperatorError, match="ValueError at broken") as told:
        await Rosters(school, broken).look(path=SCHOOL_999)
    assert "Петров" not in str(told.value)


def test_the_process_that_reads_knows_nothing_of_tortoise_or_vk() -> None:
    """Their import would take longer than reading a school."""
    code = "import sys, scheduler.roster_worker; print([m for m in ('tortoise', 'vkbottle') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
