"""A bot that is killed between any two steps of the class teacher's linking ends the story as if nothing had been."""

from dataclasses import dataclass

import pytest

from tests.faults.sampling import todays
from tests.faults.school import Machine
from tests.faults.story import STEPS, asks_again_if_the_code_was_lost, ends_the_same, play, step_of

DELAY, CUT_BEFORE, CUT_AFTER = "delay", "cut_before", "cut_after"
ANY = "*"
CALLS_OF_A_STEP = 2
CALLS_OF_THE_LAST_STEP = 24


@dataclass(frozen=True)
class Death:
    """The bot dies in ``step`` while its call number ``call`` is on its way to VK.

    ``delay``: VK does what it was asked for after the death; ``cut_before``: never; ``cut_after``: before it.
    """

    step: str
    kind: str
    call: int = 0
    method: str = ANY

    def __str__(self) -> str:
        return f"{self.step}-{self.kind}-{self.method}-{self.call}"


EVERY_DEATH = [
    Death(step, kind, call)
    for step in STEPS
    for kind in (DELAY, CUT_BEFORE, CUT_AFTER)
    for call in range(CALLS_OF_THE_LAST_STEP if step == STEPS[-1] else CALLS_OF_A_STEP)
]
CHOSEN_DEATHS = (
    Death("start", CUT_AFTER, 1),
    Death("profile", DELAY, 1, "messages.createChat"),
)


@pytest.mark.parametrize("death", CHOSEN_DEATHS, ids=str)
async def test_a_bot_killed_in_the_middle_of_a_call_ends_the_same(machine: Machine, death: Death) -> None:
    await _dies_and_comes_back(machine, death)


@pytest.mark.long
@pytest.mark.parametrize("death", todays(EVERY_DEATH, 12), ids=str)
async def test_a_bot_killed_in_any_call_of_any_step_ends_the_same(machine: Machine, death: Death) -> None:
    await _dies_and_comes_back(machine, death)


@pytest.mark.parametrize("step", ["phone"])
async def test_what_was_done_while_the_bot_was_dead_is_taken_up(machine: Machine, step: str) -> None:
    await _sleeps_through(machine, step)


@pytest.mark.long
@pytest.mark.parametrize("step", [step for step in STEPS if step != "sms-code"])
async def test_any_step_done_while_the_bot_was_dead_is_taken_up(machine: Machine, step: str) -> None:
    await _sleeps_through(machine, step)


async def _dies_and_comes_back(machine: Machine, death: Death) -> None:
    bot = await machine.bot()
    await play(machine, until=death.step)
    await machine.sandbox.quiet()
    fault = machine.fault(death.method, death.kind, skip=death.call)
    await step_of(death.step).act(machine, await machine.teacher())
    await machine.happened(fault)
    await bot.kill()
    await machine.sandbox.no_faults()
    await machine.bot()
    await _goes_on(machine, death.step)


async def _sleeps_through(machine: Machine, step: str) -> None:
    bot = await machine.bot()
    await play(machine, until=step)
    await machine.sandbox.quiet()
    await bot.kill()
    await step_of(step).act(machine, await machine.teacher())
    await machine.bot()
    await _goes_on(machine, step)


async def _goes_on(machine: Machine, step: str) -> None:
    await (await machine.teacher()).sees(step_of(step).shown)
    if step == "phone":
        await asks_again_if_the_code_was_lost(machine)
    await play(machine, after=step)
    await ends_the_same(machine)
    assert len(await machine.sms()) == 1
