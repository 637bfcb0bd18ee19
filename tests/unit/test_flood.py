"""After «too much» nothing goes out for a while, then a little, then everything again."""

from datetime import UTC, datetime, timedelta

from bot.vk.flood import Flood

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def test_nothing_is_sent_for_as_long_as_vk_asks_and_then_more_and_more() -> None:
    flood = Flood(500)
    assert flood.room(NOON) == 500
    flood.met(NOON, 60)
    assert flood.room(NOON + timedelta(seconds=59)) == 0
    rooms = []
    for _ in range(11):
        rooms.append(flood.room(NOON + timedelta(seconds=60)))
        flood.passed()
    assert rooms == [1, 2, 4, 8, 16, 32, 64, 128, 256, 500, 500]


def test_a_second_refusal_begins_the_pause_anew() -> None:
    flood = Flood(500)
    flood.met(NOON, 60)
    flood.passed()
    flood.met(NOON + timedelta(seconds=70), 600)
    assert flood.room(NOON + timedelta(seconds=600)) == 0
    assert flood.room(NOON + timedelta(seconds=670)) == 1


def test_a_clock_that_was_put_back_ends_the_pause() -> None:
    flood = Flood(500)
    flood.met(NOON, 60)
    assert flood.room(NOON - timedelta(days=2)) == 1
