"""Every call gets its own answer, whether it left alone or packed with others; what VK did not say is unknown."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from bot.errors import CommunityStoppedError, StarostaError, TemporaryError, UnknownOutcomeError
from bot.vk.errors import VkError
from bot.vk.pace import Pace
from bot.vk.packing import CALLS_A_REQUEST, GATHERING_SECONDS, Packing
from tests.unit import skipping
from tests.unit.vk import CALL, REFUSED, Vk

Request = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


async def asked(packing: Packing, numbers: Iterable[int]) -> list[Any]:
    """What calls with these numbers, made at once, came to."""
    calls = (packing.call(f"test.method{number % 3}", {"number": number}) for number in numbers)
    return await asyncio.gather(*calls, return_exceptions=True)


def answers_of(request: Request, per_second: int, count: int) -> list[Any]:
    """What so many calls, made at once, came to."""

    async def ask() -> list[Any]:
        return await asked(Packing(request, Pace(per_second)), range(count))

    return skipping.run(ask())


@given(count=st.integers(0, 70), refused=st.sets(st.integers(0, 69)))
def test_every_call_gets_its_own_answer(count: int, refused: set[int]) -> None:
    vk = Vk(refuses=refused)
    answers = answers_of(vk.request, 20, count)
    for number, answer in enumerate(answers):
        if number in refused:
            assert isinstance(answer, VkError)
            assert answer.code == REFUSED
            assert str(answer).startswith(f"test.method{number % 3}:")
        else:
            assert answer == number
    assert sorted(number for request in vk.requests for number in request) == list(range(count))


def test_calls_of_one_moment_leave_together() -> None:
    vk = Vk()
    assert answers_of(vk.request, 20, 200) == list(range(200))
    assert [len(request) for request in vk.requests] == [CALLS_A_REQUEST] * 8


async def test_a_call_leaves_at_once_and_alone_when_nobody_else_calls() -> None:
    vk = Vk()
    packing = Packing(vk.request, Pace(20))
    for number in range(5):
        await packing.call("test.method", {"number": number})
    assert vk.requests == [[number] for number in range(5)]


def test_nobody_waits_long_though_calls_come_faster_than_requests_may_leave() -> None:
    vk, waits = Vk(), list[float]()

    async def come_and_wait(packing: Packing, number: int) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(number / 50)
        came_at = loop.time()
        await packing.call("test.method", {"number": number})
        waits.append(loop.time() - came_at)

    async def everybody() -> None:
        packing = Packing(vk.request, Pace(20))
        await asyncio.gather(*(come_and_wait(packing, number) for number in range(200)))

    skipping.run(everybody())
    assert len(vk.requests) < 100
    assert max(waits) < 3 * GATHERING_SECONDS


@pytest.mark.parametrize(
    ("code", "error"), [(10, UnknownOutcomeError), (13, UnknownOutcomeError), (5, CommunityStoppedError)]
)
def test_when_the_whole_request_fails_so_does_every_call_in_it(code: int, error: type[StarostaError]) -> None:
    async def request(method: str, _: dict[str, Any]) -> dict[str, Any]:
        return {"error": {"error_code": code}} if method == "execute" else {"response": "alone"}

    assert {type(answer) for answer in answers_of(request, 4, 9)} == {error}


def test_a_script_that_vk_cannot_read_has_done_nothing_and_its_calls_are_made_one_by_one_at_vks_pace() -> None:
    left: list[float] = []

    async def request(method: str, params: dict[str, Any]) -> dict[str, Any]:
        left.append(asyncio.get_running_loop().time())
        return {"error": {"error_code": 12}} if method == "execute" else {"response": params["number"]}

    assert answers_of(request, 4, 9) == list(range(9))
    assert len(left) == 10
    assert all(later - earlier > 1 for earlier, later in zip(left, left[4:], strict=False))


def test_a_request_without_an_answer_is_unknown_to_everybody_in_it() -> None:
    async def request(method: str, _: dict[str, Any]) -> dict[str, Any]:
        raise UnknownOutcomeError(f"{method}: no answer from VK")

    answers = answers_of(request, 4, 9)
    assert {type(answer) for answer in answers} == {UnknownOutcomeError}


async def test_whoever_gives_up_before_the_departure_is_not_sent() -> None:
    vk = Vk()
    packing = Packing(vk.request, Pace(1))
    await packing.call("test.method", {"number": 0})
    leaves, stays = (asyncio.ensure_future(packing.call("test.method", {"number": number})) for number in (1, 2))
    await asyncio.sleep(0)
    leaves.cancel()
    assert await stays == 2
    assert vk.requests == [[0], [2]]


async def test_whoever_stops_waiting_cuts_nobody_short_who_left_with_them() -> None:
    reached, answers = asyncio.Event(), asyncio.Event()

    async def request(method: str, params: dict[str, Any]) -> dict[str, Any]:
        if method != "execute":
            return {"response": params["number"]}
        reached.set()
        await answers.wait()
        return {"response": [1, 2]}

    packing = Packing(request, Pace(1))
    await packing.call("test.method", {"number": 0})
    leads, follows = (asyncio.ensure_future(packing.call("test.method", {"number": number})) for number in (1, 2))
    await reached.wait()
    leads.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leads
    answers.set()
    assert await follows == 2
    await packing.close()


async def test_what_is_on_the_way_when_the_process_ends_has_an_unknown_outcome() -> None:
    async def request(method: str, params: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(0)
        raise asyncio.CancelledError

    with pytest.raises(UnknownOutcomeError):
        await Packing(request, Pace(1)).call("test.method", {"number": 0})


async def test_texts_arrive_as_they_were_written() -> None:
    seen: list[Any] = []

    async def request(method: str, params: dict[str, Any]) -> dict[str, Any]:
        if method == "execute":
            seen.extend(json.loads(inner) for _, inner in CALL.findall(params["code"]))
            return {"response": [1] * len(CALL.findall(params["code"]))}
        seen.append(params)
        return {"response": 1}

    texts = ['кавычки "и" \\ слэш', "строка\nи ещё", "{}();//"]
    packing = Packing(request, Pace(1))
    await asyncio.gather(*(packing.call("messages.send", {"message": text}) for text in texts))
    assert [one["message"] for one in seen] == texts


async def test_a_temporary_refusal_of_one_call_leaves_the_others_alone() -> None:
    async def request(method: str, _: dict[str, Any]) -> dict[str, Any]:
        if method != "execute":
            return {"response": 1}
        return {"response": [1, False], "execute_errors": [{"method": "b.b", "error_code": 6, "error_msg": ""}]}

    packing = Packing(request, Pace(1))
    await packing.call("a.a", {})
    first, second = await asyncio.gather(packing.call("a.a", {}), packing.call("b.b", {}), return_exceptions=True)
    assert first == 1
    assert isinstance(second, TemporaryError)


def test_every_call_of_a_request_is_counted_by_its_own_method_and_code() -> None:
    before = _counted("users.get", 0), _counted("messages.send", 15)

    async def request(method: str, _: dict[str, Any]) -> dict[str, Any]:
        errors = [{"method": "messages.send", "error_code": 15, "error_msg": ""}]
        return {"response": [1, False], "execute_errors": errors} if method == "execute" else {"response": 1}

    async def go() -> None:
        packing = Packing(request, Pace(20))
        calls = (packing.call(method, {}) for method in ("users.get", "messages.send"))
        await asyncio.gather(*calls, return_exceptions=True)

    skipping.run(go())
    assert (_counted("users.get", 0), _counted("messages.send", 15)) == (before[0] + 1, before[1] + 1)


def _counted(method: str, code: int) -> float:
    return REGISTRY.get_sample_value("starosta_vk_calls_total", {"method": method, "code": str(code)}) or 0.0
