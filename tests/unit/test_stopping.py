"""Waiting ends when the process is asked to end; what has happened by then is not lost."""

import asyncio

import pytest

from bot.stopping import Stop, Stopped


async def test_a_rest_ends_when_the_end_is_asked_for() -> None:
    stop = Stop()
    resting = asyncio.ensure_future(stop.rest(3600))
    await asyncio.sleep(0)
    assert not resting.done()
    stop.ask()
    await resting
    assert stop.is_asked


async def test_a_bell_ends_a_rest_and_is_silent_afterwards() -> None:
    stop, bell = Stop(), asyncio.Event()
    bell.set()
    await stop.rest(3600, bell)
    assert not bell.is_set()
    assert not stop.is_asked


async def test_a_rest_ends_by_itself() -> None:
    stop = Stop()
    await stop.rest(0.001)
    assert not stop.is_asked


async def test_a_network_call_gives_its_answer() -> None:
    async def call() -> str:
        return "answer"

    assert await Stop().during(call()) == "answer"


async def test_the_error_of_a_network_call_arrives() -> None:
    async def call() -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await Stop().during(call())


async def test_a_network_call_is_cut_short_and_can_clean_up() -> None:
    stop, cleaned = Stop(), asyncio.Event()

    async def call() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            cleaned.set()

    waiting = asyncio.ensure_future(stop.during(call()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    stop.ask()
    with pytest.raises(Stopped):
        await waiting
    assert cleaned.is_set()


async def test_an_answer_that_came_together_with_the_request_to_end_counts() -> None:
    stop = Stop()

    async def call() -> str:
        stop.ask()
        return "sent"

    assert await stop.during(call()) == "sent"


async def test_after_the_request_to_end_nothing_new_is_sent() -> None:
    stop, sent = Stop(), []
    stop.ask()

    async def call() -> None:
        await asyncio.sleep(0.001)
        sent.append("something")

    with pytest.raises(Stopped):
        await stop.during(call())
    assert sent == []


async def test_whoever_waits_for_the_end_is_told() -> None:
    stop = Stop()
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.sleep(0)
    assert not waiting.done()
    stop.ask()
    await waiting
