"""Nothing that six people press or type in one school leads to an error, a dead end, or a foreign sentence.

Each presses at least 300 times, with ``FULL_LENGTH=1`` 3,000 times. ``WALKER_SEED=17`` replays a walk, ``-rP`` tells
what was pressed and reached.
"""

import os
import random
from datetime import date

import pytest
from structlog.testing import capture_logs

from tests.flows.world import World
from tests.walker.roles import ADMINISTRATORS, FAMILIES, TEACHERS, Role
from tests.walker.walk import Walk

SEED = int(os.environ.get("WALKER_SEED", "0")) or random.Random(date.today().isoformat()).randrange(1, 1_000_000)
PRESSES = 3000 if os.environ.get("FULL_LENGTH") == "1" else 300


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("roles", [TEACHERS, ADMINISTRATORS, FAMILIES], ids=["teachers", "administrators", "families"])
async def test_nothing_that_is_pressed_goes_wrong(school: World, reached: set[str], roles: tuple[Role, ...]) -> None:
    with capture_logs() as logged:
        walk = Walk(school, roles, SEED, logged, reached)
        await walk.run(PRESSES)
    pressed = ", ".join(f"{walker.role.name} {walker.presses}" for walker in walk.walkers)
    told = f"seed {SEED}, {walk.steps} steps, presses: {pressed}\nnever reached: {', '.join(walk.unreached)}"
    print(told, "pressed late only:", *walk.only_late, sep="\n")  # noqa: T201
    print("seen and never pressed:", *walk.unpressed, sep="\n")  # noqa: T201
    assert not walk.unpressed, told
