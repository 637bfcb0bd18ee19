"""The sandbox's journal opens the next school year, and gives a class another number."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.kinds import Part, UnitKind, Verdict
from bot.domain.roster import Snapshot
from bot.journals import oneroster_csv
from bot.sandbox.demo_school import DemoSchool
from bot.sandbox.journal import JournalFolder


@pytest.fixture
def journal(tmp_path: Path) -> JournalFolder:
    DemoSchool().write(tmp_path / "journal")
    return JournalFolder(tmp_path / "journal")


def _read(tmp_path: Path, day: str) -> Snapshot:
    return oneroster_csv.read(tmp_path / "journal", date.fromisoformat(day))


def _classes(snapshot: Snapshot) -> dict[str, set[str]]:
    """Pupils by class and year."""
    titles = {one.source_id: f"{one.title} {one.year}" for one in snapshot.units if one.kind is UnitKind.CLASS}
    found: dict[str, set[str]] = {title: set() for title in titles.values()}
    for row in snapshot.memberships:
        if row.unit_id in titles and row.part is Part.PUPIL:
            found[titles[row.unit_id]].add(row.person_id)
    return found


@pytest.mark.parametrize("keeps_ids", [False, True])
def test_a_year_later_every_class_is_one_parallel_higher(
    journal: JournalFolder, tmp_path: Path, *, keeps_ids: bool
) -> None:
    before = _read(tmp_path, "2026-11-23")
    begin, people = journal.next_year(keeps_ids=keeps_ids)
    after = _read(tmp_path, "2027-09-01")
    assert (begin, after.verdict, after.problems) == ("2027-09-01", Verdict.OK, ())
    old, new = _classes(before), _classes(after)
    assert new["9А 2027/2028"] == old["8А 2026/2027"]
    assert new.keys().isdisjoint(old)
    assert {title.split()[0] for title in new if title.startswith("1")} == {
        "1А",
        "1Б",
        "1В",
        "10А",
        "10Б",
        "11А",
        "11Б",
    }
    ids = [{unit.source_id for unit in snapshot.units} for snapshot in (before, after)]
    assert bool(ids[0] & ids[1]) is keeps_ids
    assert len(people) == 3 * 2 * len(new["1А 2027/2028"])


def test_whoever_has_finished_school_is_switched_off(journal: JournalFolder, tmp_path: Path) -> None:
    leavers = _classes(_read(tmp_path, "2026-11-23"))["11А 2026/2027"]
    journal.next_year()
    people = {one.source_id: one for one in _read(tmp_path, "2027-09-01").people}
    assert leavers
    assert not any(people[one].enabled for one in leavers)


def test_a_class_with_another_number_has_the_same_pupils(journal: JournalFolder, tmp_path: Path) -> None:
    before = _read(tmp_path, "2026-11-23")
    new_id = journal.renumber("9А")
    after = _read(tmp_path, "2026-11-23")
    assert _classes(after) == _classes(before)
    assert new_id in {unit.source_id for unit in after.units} - {unit.source_id for unit in before.units}
