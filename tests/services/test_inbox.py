"""Events are handled once and in order; one that cannot be handled blocks nobody and is told with its number."""

import pytest

from bot.domain.events import Allowed, Called, Event, Written, dump
from bot.services.school import SchoolContext
from bot.stopping import Stop
from bot.vk.inbox import TRIES, Inbox
from bot.vk.intake import store
from bot.vk.reading import Batch, Kept
from models.traffic import InboxEvent, OutboxMessage
from tests.services.school import MovedClock

ANNA, BORIS = 101, 102


class Reader:
    """Handles events as a test wants it: keeps them, and fails on texts that say so."""

    def __init__(self, school: SchoolContext) -> None:
        self.heard: list[Event] = []
        self.given_up: list[tuple[int, str]] = []
        self.inbox = Inbox(school, self.handle, self.give_up, Stop())

    async def handle(self, event: Event) -> None:
        self.heard.append(event)
        await OutboxMessage.create(
            school_id="school12", peer_id=event.page, kind="send", body="", due_at=NOW, created_at=NOW
        )
        if isinstance(event, Written | Called) and event.text == "broken":
            raise ZeroDivisionError

    async def give_up(self, event: Event, number: str) -> None:
        self.given_up.append((event.page, number))


NOW = MovedClock().moment


async def put(school: SchoolContext, *events: Event) -> None:
    """Store events as they come from VK."""
    first = await InboxEvent.all().count()
    kept = [Kept(f"e{first + place}", event.page, dump(event)) for place, event in enumerate(events)]
    await store(school, "bots", Batch(tuple(kept)), "1")


async def test_events_are_handled_in_order_and_once(school: SchoolContext) -> None:
    reader = Reader(school)
    events = [Written(ANNA, "1"), Written(BORIS, "2"), Allowed(ANNA, is_allowed=True), Written(ANNA, "3")]
    await put(school, *events)
    assert await reader.inbox.work() == 4
    assert await reader.inbox.work() == 0
    assert reader.heard == events
    assert {(row.state, row.body) for row in await InboxEvent.all()} == {("done", "")}


async def test_what_a_failed_event_has_changed_is_taken_back(school: SchoolContext) -> None:
    reader = Reader(school)
    await put(school, Written(ANNA, "broken"))
    await reader.inbox.work()
    assert await OutboxMessage.all().count() == 0
    assert (await InboxEvent.get()).state == "new"


async def test_whoever_meets_a_fault_keeps_their_order_and_others_go_on(
    school: SchoolContext, clock: MovedClock
) -> None:
    reader = Reader(school)
    await put(school, Written(ANNA, "broken"), Written(ANNA, "next"), Written(BORIS, "hello"))
    await reader.inbox.work()
    assert [event.page for event in reader.heard] == [ANNA, BORIS]
    await reader.inbox.work()
    assert len(reader.heard) == 2
    clock.pass_by(seconds=1)
    await reader.inbox.work()
    assert reader.heard[2] == Written(ANNA, "broken")


@pytest.mark.parametrize("broken", [Written(ANNA, "broken"), Called(ANNA, 2_000_000_001, "broken")])
async def test_after_five_failures_an_event_is_put_aside_without_its_words_and_told_by_number(
    school: SchoolContext, clock: MovedClock, broken: Event
) -> None:
    reader = Reader(school)
    await put(school, broken, Written(ANNA, "next"))
    for _ in range(TRIES):
        await reader.inbox.work()
        clock.pass_by(seconds=1)
    await reader.inbox.work()
    row = await InboxEvent.get(event_id="e0")
    assert (row.state, row.tries, row.body, row.reason) == ("aside", TRIES, "", "ZeroDivisionError")
    assert reader.given_up == [(ANNA, f"{row.id:04X}")]
    assert reader.heard[-1] == Written(ANNA, "next")


@pytest.mark.parametrize("body", ["", "not a token", "{}"])
async def test_a_row_that_cannot_be_read_does_not_stop_the_others(
    school: SchoolContext, clock: MovedClock, body: str
) -> None:
    reader = Reader(school)
    await put(school, Written(ANNA, "1"), Written(BORIS, "2"))
    await InboxEvent.filter(event_id="e0").update(body=body)
    for _ in range(TRIES):
        await reader.inbox.work()
        clock.pass_by(seconds=1)
    assert reader.heard == [Written(BORIS, "2")]
    assert reader.given_up == []
    assert (await InboxEvent.get(event_id="e0")).state == "aside"
