"""The benchmarks run from end to end; what they measure at this size means nothing."""

from types import ModuleType

import pytest

from tests.bench import picker, traffic


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("suite", "rows"), [(traffic, 16), (picker, 2)], ids=["traffic", "picker"])
def test_every_row_of_a_suite_can_be_measured(suite: ModuleType, rows: int) -> None:
    report = suite.run(suite.SMALL)

    assert len(report.rows) == rows
    assert "PRAGMA synchronous" in report.below
    assert all(row.bot for row in report.rows)
