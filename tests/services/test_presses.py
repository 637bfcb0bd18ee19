"""A press is answered once: by its handler if that is quick, empty if it is not, whatever the handler then does."""

import pytest

from bot.domain.events import Event, Pressed, Written, dump
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.stopping import Stop
from bot.vk.inbox import TRIES, Inbox
from bot.vk.intake import store
from bot.vk.presses import PressWatch
from bot.vk.reading import Batch, Kept
from models.traffic import InboxEvent, OutboxMessage
from tests.services.school import MovedClock

ANNA = 101
PRESS = Pressed(ANNA, ANNA, "press-1", 5, {})


class Handler:
    """Answers presses as the conversation does; fails as often as it is told to."""

    def __init__(self, school: SchoolContext, *, failures: int = 0) -> None:
        self.heard: list[Event] = []
        self._talker = OutboxTalker(school)
        self._failures = failures
        self.inbox = Inbox(school, self.handle, self.give_up, Stop())

    async def handle(self, event: Event) -> None:
        await self._answer(event, "done")
        self.heard.append(event)
        if len(self.heard) <= self._failures:
            raise ZeroDivisionError

    async def give_up(self, event: Event, number: str) -> None:
        await self._answer(event, "")

    async def _answer(self, event: Event, notice: str) -> None:
        if isinstance(event, Pressed) and not event.is_answered:
            await self._talker.answer(event.page, event.press_id, notice=notice)


async def put(school: SchoolContext, *events: Event) -> None:
    """Store events as they come from VK."""
    kept = [Kept(f"e{place}", one.page, dump(one), isinstance(one, Pressed)) for place, one in enumerate(events)]
    await store(school, "bots", Batch(tuple(kept)), "1")


async def answers() -> int:
    """How many answers to presses are stored."""
    return await OutboxMessage.filter(kind="answer").count()


async def test_a_handler_that_is_quick_answers(school: SchoolContext, clock: MovedClock) -> None:
    await put(school, PRESS)
    handler = Handler(school)
    assert await PressWatch(school, Stop()).answer_late()
    await handler.inbox.work()
    clock.pass_by(seconds=1)
    assert not await PressWatch(school, Stop()).answer_late()
    assert await answers() == 1


async def test_a_handler_that_is_late_is_told_that_the_button_spins_no_more(
    school: SchoolContext, clock: MovedClock
) -> None:
    await put(school, PRESS)
    clock.pass_by(seconds=0.5)
    assert not await PressWatch(school, Stop()).answer_late()
    assert await answers() == 1
    handler = Handler(school)
    await handler.inbox.work()
    assert [event.is_answered for event in handler.heard if isinstance(event, Pressed)] == [True]
    assert await answers() == 1


@pytest.mark.parametrize("failures", [1, TRIES])
async def test_a_press_that_cannot_be_handled_is_answered_once(
    school: SchoolContext, clock: MovedClock, failures: int
) -> None:
    await put(school, PRESS)
    handler = Handler(school, failures=failures)
    for _ in range(TRIES):
        await handler.inbox.work()
        clock.pass_by(seconds=1)
        await PressWatch(school, Stop()).answer_late()
    assert await answers() == 1


async def test_what_is_no_press_is_not_answered(school: SchoolContext, clock: MovedClock) -> None:
    await put(school, Written(ANNA, "hello"))
    clock.pass_by(seconds=1)
    assert not await PressWatch(school, Stop()).answer_late()
    assert await answers() == 0


async def test_a_press_that_was_put_aside_can_be_run_again_and_a_text_cannot(
    school: SchoolContext, clock: MovedClock
) -> None:
    await put(school, PRESS, Written(ANNA, "hello"))
    handler = Handler(school, failures=2 * TRIES)
    for _ in range(2 * TRIES + 2):
        await handler.inbox.work()
        clock.pass_by(seconds=1)
    rows = await InboxEvent.filter(state="aside").order_by("id")
    assert [bool(row.body) for row in rows] == [True, False]
