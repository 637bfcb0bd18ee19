"""``python -m tests.bench [SUITE]``: measures and prints a table; without a name, every suite."""

import argparse
import sys

from tests.bench import picker, region, traffic
from tests.bench.table import Row

SUITES = {"picker": picker, "region": region, "traffic": traffic}


def main() -> None:
    """Run the named suite, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Ratios to baselines of the same run.")
    parser.add_argument("suite", nargs="?", choices=sorted(SUITES))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="see whether everything runs; the figures mean nothing")
    size.add_argument("--long", action="store_true", help="memory over 100,000 events; takes half an hour")
    options = parser.parse_args()
    for suite in [SUITES[options.suite]] if options.suite else SUITES.values():
        scale = suite.SMALL if options.small else suite.LONG if options.long else suite.USUAL
        sys.stdout.write(suite.run(scale, _tell).markdown())


def _tell(row: Row) -> None:
    sys.stderr.write(f"{row.what}: {row.bot}, {row.baseline}, {row.verdict.ratio} {row.verdict.sign}\n")


if __name__ == "__main__":
    main()
