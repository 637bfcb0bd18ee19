"""A handful of mutants of the planner and the guard every day; all of them: ``python -m tests.reconcile.mutate``."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.long
@pytest.mark.timeout(600)
def test_no_slip_of_the_pen_goes_unnoticed() -> None:
    command = [sys.executable, "-m", "tests.reconcile.mutate", "--sample", "60"]
    root = Path(__file__).parents[2]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
