"""Requests leave at most so many in any second, whoever asks and whenever, and never later than they must."""

import asyncio
from bisect import bisect_right
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vk import pace
from bot.vk.pace import Pace
from tests.unit import skipping


def departures(per_second: int, arrivals: list[float]) -> list[float]:
    """When requests that come at these moments leave."""
    left: list[float] = []

    async def go(paced: Pace, at: float) -> None:
        await asyncio.sleep(at)
        await paced.wait_and_depart()
        left.append(asyncio.get_running_loop().time())

    async def everybody() -> None:
        paced = Pace(per_second)
        async with asyncio.TaskGroup() as tasks:
            for at in arrivals:
                tasks.create_task(go(paced, at))

    skipping.run(everybody())
    return left


GAPS = st.lists(st.one_of(st.just(0.0), st.floats(0.001, 3)), min_size=1, max_size=80)


@given(per_second=st.integers(1, 20), gaps=GAPS)
def test_in_no_second_leave_more_requests_than_allowed(per_second: int, gaps: list[float]) -> None:
    left = departures(per_second, list(accumulate(gaps)))
    assert len(left) == len(gaps)
    assert left == sorted(left)
    assert all(later - earlier > 1 for earlier, later in zip(left, left[per_second:], strict=False))


@given(per_second=st.integers(1, 20), gaps=GAPS)
def test_nobody_waits_while_there_is_room(per_second: int, gaps: list[float]) -> None:
    arrivals = list(accumulate(gaps))
    left = departures(per_second, arrivals)
    for number, (came, went) in enumerate(zip(arrivals, left, strict=True)):
        recent = number - bisect_right(left, came - pace.WINDOW_SECONDS, hi=number)
        if recent < per_second and all(earlier <= came for earlier in left[:number]):
            assert went == pytest.approx(came)


def test_a_hundred_requests_at_once_take_as_long_as_vk_demands_and_no_longer() -> None:
    left = departures(20, [0.0] * 100)
    assert left[-1] == pytest.approx(4 * pace.WINDOW_SECONDS)


def test_what_vk_turns_down_slows_everything_and_is_forgotten_soon() -> None:
    async def go() -> tuple[float, float]:
        paced = Pace(20)
        for _ in range(30):
            paced.slow_down()
        slow = await _seconds_for(paced, 40)
        await asyncio.sleep(20)
        return slow, await _seconds_for(paced, 40)

    slow, usual = skipping.run(go())
    assert slow == pytest.approx(3 * pace.WINDOW_SECONDS, abs=0.5)
    assert usual == pytest.approx(pace.WINDOW_SECONDS)


async def _seconds_for(paced: Pace, requests: int) -> float:
    began = asyncio.get_running_loop().time()
    for _ in range(requests):
        await paced.wait_and_depart()
    return asyncio.get_running_loop().time() - began
