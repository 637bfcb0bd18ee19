"""A journal that says the same in other bytes is not compared again, and what was said of it is said again."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.domain.kinds import Verdict
from bot.journals.oneroster_csv import OneRosterEdition
from bot.services.school import SchoolContext
from models.roster import RosterPerson, RosterPortion
from models.schools import Outage, Reading, School
from scheduler import roster_reading
from scheduler.rosters import Rosters
from tests.contracts.oneroster_feeds import SCHOOL_999, as_table
from tests.services.school import MovedClock, number_of

Spoil = Callable[[Path], None]


@pytest.fixture(params=[0, 10**9], ids=["in a process", "in a thread"])
async def rosters(school: SchoolContext, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Rosters:
    """The journal of school 999 was read and taken over."""
    monkeypatch.setattr(roster_reading, "APART_FROM_BYTES", request.param)
    shutil.copytree(SCHOOL_999, school.settings.journal.path)
    found = Rosters(school, partial(OneRosterEdition, school_id=None))
    await found.refresh()
    return found


def users_of(school: SchoolContext) -> Path:
    return school.settings.journal.path / "users.csv"


def in_other_bytes(path: Path) -> None:
    """Unix line ends instead of those of Windows, and other stamps."""
    content = path.read_bytes()
    assert b"\r\n" in content
    path.write_bytes(content.replace(b"\r\n", b"\n").replace(b",,,true", b",,2026-11-01,true"))


def with_another_name(path: Path) -> None:
    in_other_bytes(path)
    path.write_bytes(path.read_bytes().replace("Ёлкина".encode(), "Елькина".encode(), 1))


async def is_compared(rosters: Rosters) -> bool:
    """Whether the next look compares: what differs from the journal in the roster is found only then."""
    await RosterPortion.filter(portion__startswith="p:").update(print="another")
    await RosterPerson.filter(person_id="s-01").update(given="Иной")
    await rosters.refresh()
    return await RosterPerson.filter(person_id="s-01", until=None, given="Иной").count() == 0


async def readings() -> list[tuple[object, ...]]:
    columns = ("verdict", "number", "people", "people_before", "units", "units_before", "problems")
    return list(await Reading.all().order_by("id").values_list(*columns))


async def test_the_same_in_other_bytes_is_not_compared(school: SchoolContext, rosters: Rosters) -> None:
    in_other_bytes(users_of(school))
    assert not await is_compared(rosters)
    assert await readings() == [(Verdict.OK, 1, 37, 0, 13, 0, []), (Verdict.OK, 1, 37, 37, 13, 13, [])]
    first, second = await Reading.all().order_by("id")
    assert (first.digest != second.digest, first.said == second.said != "") == (True, True)


async def test_it_is_said_of_it_what_comparing_would_have_said(school: SchoolContext, rosters: Rosters) -> None:
    in_other_bytes(users_of(school))
    await rosters.refresh()
    look = await rosters.accept()
    _, known, compared = await readings()
    assert known == compared
    assert (look.summary.is_empty, look.verdict, len(look.repairs) > 0) == (True, Verdict.OK, True)


@pytest.mark.parametrize("command", ["look", "accept"])
async def test_whoever_asks_hears_every_remark_again(school: SchoolContext, rosters: Rosters, command: str) -> None:
    first = (await rosters.look()).repairs
    in_other_bytes(users_of(school))
    await rosters.refresh()
    assert (await getattr(rosters, command)()).repairs == first != ()


async def test_the_roster_is_as_fresh_as_the_last_look_that_said_the_same(
    school: SchoolContext, rosters: Rosters, clock: MovedClock
) -> None:
    in_other_bytes(users_of(school))
    clock.pass_by(minutes=10)
    await rosters.refresh()
    assert (await School.get(key=school.key)).roster_at == clock.now()


@pytest.mark.parametrize("hours", [0, 24], ids=["another name", "another day"])
async def test_what_may_mean_something_else_is_compared(
    school: SchoolContext, rosters: Rosters, clock: MovedClock, hours: int
) -> None:
    (with_another_name if hours == 0 else in_other_bytes)(users_of(school))
    clock.pass_by(hours=hours)
    assert await is_compared(rosters)


async def test_after_a_reading_that_was_not_whole_everything_is_compared(
    school: SchoolContext, rosters: Rosters
) -> None:
    whole = users_of(school).read_bytes()
    users_of(school).write_bytes(whole + b'"never closed')
    await rosters.refresh()
    assert await Outage.all().count() == 1
    users_of(school).write_bytes(whole)
    in_other_bytes(users_of(school))
    assert await is_compared(rosters)
    assert await Outage.all().count() == 0
    assert [reading[0] for reading in await readings()] == [Verdict.OK, Verdict.PARTIAL, Verdict.OK]


async def test_what_was_not_whole_is_not_whole_in_other_bytes_either(school: SchoolContext, rosters: Rosters) -> None:
    users_of(school).write_bytes(users_of(school).read_bytes().replace(b",,,true", b",,,perhaps", 1))
    await rosters.refresh()
    in_other_bytes(users_of(school))
    await rosters.refresh()
    assert [reading[0] for reading in await readings()] == [Verdict.OK, Verdict.PARTIAL, Verdict.PARTIAL]


async def test_after_another_journal_was_taken_over_everything_is_compared(
    school: SchoolContext, rosters: Rosters, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(SCHOOL_999, tmp_path / "other"))
    with_another_name(other / "users.csv")
    await rosters.accept(other)
    assert await number_of(school) == 2
    in_other_bytes(users_of(school))
    assert await is_compared(rosters)
    assert await number_of(school) == 3


async def test_a_reading_that_would_be_doubted_again_is_compared(school: SchoolContext, rosters: Rosters) -> None:
    files = {"users.csv": users_of(school).read_bytes()}
    as_table("users", lambda rows: [rows[0], *([*row[:7], "", *row[8:]] for row in rows[1:])])(files)
    users_of(school).write_bytes(files["users.csv"])
    assert (await rosters.accept(trusted_by="owner")).verdict is Verdict.OK
    in_other_bytes(users_of(school))
    await rosters.refresh()
    assert [reading[0] for reading in await readings()] == [Verdict.OK, Verdict.OK, Verdict.SUSPICIOUS]
