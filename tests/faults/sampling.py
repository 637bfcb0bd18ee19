"""Long suites in short: another sample every day, everything when FULL_LENGTH=1 stands in the environment."""

import os
import random
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

Case = TypeVar("Case")


def todays(cases: Sequence[Case], count: int) -> list[Case]:
    """``count`` of the cases, chosen by the date; all of them in full length."""
    if os.environ.get("FULL_LENGTH") == "1":
        return list(cases)
    return random.Random(date.today().isoformat()).sample(cases, min(count, len(cases)))
