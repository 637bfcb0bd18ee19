"""What VK sends is stored once, together with the place up to which it was read."""

from datetime import timedelta

import pytest

from bot.domain.events import Written, dump
from bot.domain.kinds import ChatKind
from bot.services import chats
from bot.services.school import SchoolContext
from bot.vk import intake
from bot.vk.reading import Batch, Kept
from models.chats import Chat
from models.schools import JobTime, School
from models.traffic import InboxEvent
from tests.services.school import KEY, NOON, YEAR, own_events

PAGE, PEER = 101, 2_000_000_001
HELLO = Kept("message:101:1", PAGE, dump(Written(PAGE, "привет, это секрет")))


@pytest.fixture
async def chat(school: SchoolContext) -> Chat:
    """A chat of the school, and one of another school."""
    await School.create(key="school-2")
    for key in ("school-2", KEY):
        made = await Chat.create(
            school_id=key,
            year=YEAR,
            kind=ChatKind.CLASS_PUPILS,
            unit_id="8А",
            title="8А",
            peer_id=PEER,
            created_at=NOON,
        )
    return made


async def test_an_event_that_comes_again_changes_nothing(school: SchoolContext) -> None:
    for ts in ("7", "8"):
        await intake.store(school, "bots", Batch((HELLO,)), ts)
    assert await own_events(school) == [Written(PAGE, "привет, это секрет")]
    assert await intake.cursor(school, "bots") == "8"


async def test_what_was_handled_is_not_handled_again_when_it_comes_again(school: SchoolContext) -> None:
    await intake.store(school, "bots", Batch((HELLO,)), "7")
    await InboxEvent.all().update(state="done", body="")
    await intake.store(school, "bots", Batch((HELLO,)), "7")
    [row] = await InboxEvent.all()
    assert (row.state, row.body) == ("done", "")


async def test_each_feed_of_each_school_has_a_place_of_its_own(school: SchoolContext) -> None:
    assert await intake.cursor(school, "bots") is None
    await intake.store(school, "bots", Batch(), "7")
    await intake.store(school, "user", Batch(), "900")
    assert [await intake.cursor(school, feed) for feed in ("bots", "user")] == ["7", "900"]


async def test_a_typed_sentence_does_not_stand_in_the_row_as_it_was_typed(school: SchoolContext) -> None:
    await intake.store(school, "bots", Batch((HELLO,)), "7")
    assert "секрет" not in (await InboxEvent.get()).body


async def test_a_touched_chat_of_this_school_is_looked_at_at_once(school: SchoolContext, chat: Chat) -> None:
    await intake.store(school, "user", Batch(touched_peers=frozenset({PEER, PEER + 1})), "7")
    due = {key: (at, cause) for key, at, cause in await Chat.all().values_list("school_id", "due_at", "due_cause")}
    assert due == {KEY: (NOON, chats.EVENT), "school-2": (None, chats.EVENT)}
    assert school.bells.chats.is_set()
    assert not school.bells.inbox.is_set()


async def test_when_vk_has_lost_events_the_pass_over_all_chats_is_due_now(school: SchoolContext) -> None:
    await School.create(key="school-2")
    for key in (KEY, "school-2"):
        await JobTime.create(school_id=key, name="pass", next_run_at=NOON + timedelta(hours=1))
    await intake.lost(school)
    assert await JobTime.all().values_list("school_id", flat=True) == ["school-2"]
