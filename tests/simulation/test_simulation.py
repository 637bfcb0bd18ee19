"""Weeks of ten seeds a day in the long run, with ``FULL_LENGTH=1`` whole years; a seed that fails is printed."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.simulation.year import WEEKS, simulated

SEEDS = 10
WEEKS_A_SEED = WEEKS if os.environ.get("FULL_LENGTH") == "1" else 5


@pytest.fixture
def folder(tmp_path: Path, migrated_database: Path) -> Path:
    """Where a school is made, with a database that is empty."""
    shutil.copy(migrated_database, tmp_path / "starosta.sqlite3")
    return tmp_path


@pytest.mark.timeout(300)
async def test_some_weeks_go_well(folder: Path) -> None:
    report = await simulated(date.today().toordinal(), folder, weeks=3)
    assert report.wrongs == [], f"seed {report.seed}"


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(SEEDS))
async def test_a_school_year_goes_well(folder: Path, number: int) -> None:
    report = await simulated(date.today().toordinal() * SEEDS + number, folder, weeks=WEEKS_A_SEED)
    assert report.wrongs == [], f"seed {report.seed}"
