"""The benchmarks run from end to end; what they measure at this size means nothing."""

from types import ModuleType

import pytest

from tests.bench import picker, region, traffic


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("suite", "rows"), [(traffic, 16), (picker, 2), (region, 8)], ids=["traffic", "picker", "region"]
)
def test_every_row_of_a_suite_can_be_measured(suite: ModuleType, rows: int) -> None:
    report = suite.run(suite.SMALL)

    assert len(report.rows) == rows
    assert "PRAGMA synchronous" in report.below
    assert all(row.bot for row in report.rows)
