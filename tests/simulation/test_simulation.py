"""Weeks of ten seeds a day in the long run, with ``FULL_LENGTH=1`` whole years; a seed that fails is printed."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.simulation.year import WEEKS, simulated

SEEDS = 10
WEEKS_A_SEED = WEEKS if os.environ.get("FULL_LENGTH") == "1" else 8


@pytest.mark.timeout(300)
async def test_some_weeks_go_well(tmp_path: Path) -> None:
    report = await simulated(date.today().toordinal(), tmp_path, weeks=3)
    assert report.wrongs == [], f"seed {report.seed}"


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(SEEDS))
async def test_a_school_year_goes_well(tmp_path: Path, number: int) -> None:
    report = await simulated(date.today().toordinal() * SEEDS + number, tmp_path, weeks=WEEKS_A_SEED)
    assert report.wrongs == [], f"seed {report.seed}"
