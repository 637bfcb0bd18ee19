"""Every file in ``cases`` is a rule of reconciliation: a situation, and the whole answer of plan and guard to it."""

from pathlib import Path

import pytest

from scheduler.reconcile.guard import guard
from scheduler.reconcile.plan import plan
from scheduler.reconcile.stand_in import completed
from tests.reconcile.notation import NOON, read_case

CASES = sorted(Path(__file__).with_name("cases").glob("*.toml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    desired = completed(case.desired, case.observed, case.memory)
    planned = plan(desired, case.observed, case.memory, NOON, case.limits)
    assert guard(planned, desired, case.observed, case.memory, case.limits) == case.then


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("[then]\n[extra]", "extra"),
        ("[then]\ndo = []", "do"),
        ("[journal]\nwants = ['Anna adnim']\n[then]", "adnim"),
        ("[journal]\nwants = ['Nobody']\n[then]", "Nobody"),
        ("[journal]\nreading = 'good'\n[then]", "good"),
        ("[chat]\ninside = ['Anna boss']\n[then]", "boss"),
        ("[chat]\ninside = ['Anna', 'Anna admin']\n[then]", "Anna"),
        ("[memory]\ninvited = { Anna = 'maybe' }\n[then]", "maybe"),
    ],
)
def test_a_slip_of_the_pen_in_a_case_is_an_error(text: str, slip: str, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=slip):
        read_case(path)
