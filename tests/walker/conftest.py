"""The school of the flow tests, whose bot looks at the journal and at its jobs less often."""

import pytest

from tests.flows.conftest import Make, make_world, template
from tests.flows.world import KEY, World
from tests.walker.reaching import watch
from tests.walker.walk import JOURNAL_SECONDS

CALLS_A_SECOND = 10_000
"""VK's pace is tested elsewhere; six walkers would do nothing but wait for it."""

__all__ = ["make_world", "template"]


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The screens and acts that were reached until now."""
    return watch(monkeypatch)


@pytest.fixture
async def school(make_world: Make, reached: set[str], monkeypatch: pytest.MonkeyPatch) -> World:
    """One school with its bot at work; walkers wait for the bot, not for its clock."""
    world = await make_world()
    await world.sandbox.switch(rate_limit=CALLS_A_SECOND)
    monkeypatch.setattr("scheduler.runner.TICK_SECONDS", 1)
    monkeypatch.setattr("scheduler.reconcile.reconciler.PROGRESS_SECONDS", 0.5)
    settings = world.settings.schools[KEY]
    journal = settings.journal.model_copy(update={"every_seconds": JOURNAL_SECONDS})
    schools = {KEY: settings.model_copy(update={"journal": journal})}
    vk = world.settings.vk.model_copy(update={"requests_per_second": CALLS_A_SECOND})
    world.settings = world.settings.model_copy(update={"schools": schools, "vk": vk})
    await world.restart()
    return world
