"""Calls that somebody waits for overtake the others, whose turn comes all the same."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vk.pace import WINDOW_SECONDS, Pace
from bot.vk.packing import CALLS_A_REQUEST, KEPT_FOR_URGENT, URGENT_SECONDS, Packing
from tests.unit import skipping
from tests.unit.vk import Timed, Vk


@dataclass(frozen=True)
class Coming:
    """A call that is made at a moment; the urgent ones are those with numbers from ``URGENT`` on."""

    number: int
    at: float = 0


URGENT = 10_000


def played(vk: Vk, per_second: int, calls: Iterable[Coming]) -> list[float]:
    """How long each of the calls waited for its answer."""
    packing = Packing(vk.request, Pace(per_second))

    async def wait(call: Coming) -> float:
        await asyncio.sleep(call.at)
        params = {"number": call.number}
        assert await packing.call("test.method", params, is_urgent=call.number >= URGENT) == call.number
        return asyncio.get_running_loop().time() - call.at

    async def everybody() -> list[float]:
        async with asyncio.timeout(600):
            return list(await asyncio.gather(*map(wait, calls)))

    return skipping.run(everybody())


def others(count: int, *, at: float = 0, apart: float = 0) -> list[Coming]:
    """Calls that nobody waits for at a screen."""
    return [Coming(number, at + number * apart) for number in range(count)]


def test_an_urgent_call_leaves_with_the_next_departure_however_many_others_wait() -> None:
    vk = Timed()
    played(vk, 20, [*others(900), Coming(URGENT, at=0.5)])
    departures_before = sum(at < 0.5 for at in vk.left_at)
    assert departures_before == 20
    assert URGENT in vk.requests[departures_before]


def test_whoever_made_an_urgent_call_hears_the_answer_while_hundreds_of_others_still_wait() -> None:
    waits = played(Vk(), 1, [*others(500), Coming(URGENT, at=0.1)])
    assert waits[-1] == pytest.approx(WINDOW_SECONDS - 0.1)


def test_urgent_calls_leave_before_those_that_came_earlier_and_in_their_own_order() -> None:
    vk = Vk()
    urgent = [Coming(URGENT + number, at=0.1) for number in range(3)]
    played(vk, 1, [*others(60), *urgent])
    assert vk.requests[1][:4] == [URGENT, URGENT + 1, URGENT + 2, CALLS_A_REQUEST]


def test_while_urgent_calls_come_the_others_leave_the_last_departures_of_every_second_free() -> None:
    vk = Timed()
    urgent = [Coming(URGENT + number, at=number * (WINDOW_SECONDS / KEPT_FOR_URGENT)) for number in range(10)]
    played(vk, 20, [*urgent, *others(2500, at=0.01)])
    left_at = {number: at for numbers, at in zip(vk.requests, vk.left_at, strict=True) for number in numbers}
    assert [left_at[call.number] for call in urgent] == pytest.approx([call.at for call in urgent])
    for place, (numbers, at) in enumerate(zip(vk.requests, vk.left_at, strict=True)):
        in_a_second = sum(at - earlier < 1 for earlier in vk.left_at[: place + 1])
        assert in_a_second <= (20 if numbers[0] >= URGENT else 20 - KEPT_FOR_URGENT)


def test_when_nothing_urgent_came_for_a_while_the_others_use_every_departure() -> None:
    for came_before, at_once in ((URGENT_SECONDS - 1, 20 - KEPT_FOR_URGENT), (URGENT_SECONDS + 1, 20)):
        vk = Timed()
        played(vk, 20, [Coming(URGENT), *others(900, at=came_before)])
        assert sum(at == came_before for at in vk.left_at) == at_once


def test_others_are_not_held_up_for_ever_by_urgent_calls_that_never_end() -> None:
    vk = Vk()
    urgent = [Coming(URGENT + number, at=number / 100) for number in range(1000)]
    waits = played(vk, 20, [*urgent, *others(100, at=1)])
    assert max(waits[len(urgent) :]) < 1


@pytest.mark.parametrize("number", [0, URGENT], ids=["usual", "urgent"])
def test_a_lone_call_leaves_at_once_whatever_was_long_ago(number: int) -> None:
    for before in ([], others(1), others(300)):
        waits = played(Vk(), 20, [*before, Coming(number, at=60)])
        assert waits[-1] == pytest.approx(0)


def test_full_traffic_leaves_in_full_requests() -> None:
    vk = Timed()
    played(vk, 20, others(5000, apart=1 / 480))
    in_full_swing = [len(request) for request, at in zip(vk.requests, vk.left_at, strict=True) if 1 < at < 10]
    assert sum(in_full_swing) >= 0.95 * CALLS_A_REQUEST * len(in_full_swing)


def test_a_call_whose_departure_was_filled_by_urgent_ones_leaves_with_the_one_after_it() -> None:
    urgent = [Coming(URGENT + number, at=0.6) for number in range(CALLS_A_REQUEST)]
    waits = played(Vk(), 1, [Coming(0), Coming(1, at=0.5), *urgent])
    assert waits[1] == pytest.approx(2 * WINDOW_SECONDS - 0.5)


COMING = st.lists(
    st.builds(Coming, st.sampled_from([0, URGENT]), st.sampled_from([0.0, 0.1, 0.5, 1.1, 1.2])), max_size=120
)


@given(calls=COMING, per_second=st.sampled_from([1, 3, 20]))
def test_every_call_is_answered_whoever_overtakes_whom(calls: list[Coming], per_second: int) -> None:
    assert len(played(Vk(), per_second, calls)) == len(calls)
