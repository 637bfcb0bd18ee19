"""The benchmarks run from end to end; what they measure at this size means nothing."""

import pytest

from tests.bench import traffic


@pytest.mark.long
@pytest.mark.timeout(400)
def test_every_row_of_the_traffic_suite_can_be_measured() -> None:
    report = traffic.run(traffic.SMALL)

    assert len(report.rows) == 16
    assert "PRAGMA synchronous" in report.below
    assert all(row.bot for row in report.rows)
