"""Whenever the bot is killed and whatever VK answers, people end where they wanted to be. A seed replays its run."""

import pytest

from tests.faults.mixed import MixedLoad
from tests.faults.sampling import todays
from tests.faults.school import Machine


@pytest.mark.long
@pytest.mark.parametrize("seed", todays(range(1, 201), 20))
async def test_whenever_it_is_killed_it_ends_the_same(machine: Machine, seed: int) -> None:
    load = MixedLoad(machine, seed)
    await load.run()
    await load.check()
