"""A few weeks in every run, whole years by date in the long one; a seed that fails is printed and can be run again."""

from datetime import date
from pathlib import Path

import pytest

from tests.simulation.year import WEEKS, simulated

YEARS = 10


@pytest.mark.timeout(300)
async def test_some_weeks_go_well(tmp_path: Path) -> None:
    report = await simulated(date.today().toordinal(), tmp_path, weeks=5)
    assert report.wrongs == [], f"seed {report.seed}"


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(YEARS))
async def test_a_school_year_goes_well(tmp_path: Path, number: int) -> None:
    report = await simulated(date.today().toordinal() * YEARS + number, tmp_path, weeks=WEEKS)
    assert report.wrongs == [], f"seed {report.seed}"
