"""What the schedule found waits for the morning of the school, or for the hours that a person chose."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.services.invitations import may_write_from
from tests.services.school import MovedClock, context

USUAL = {"quiet_before": "08:00", "quiet_after": "19:00"}


def at(text: str, zone: str = "Asia/Yekaterinburg") -> datetime:
    """A moment by the clock on the wall: day and time of November 2026."""
    day, _, time = text.partition(" ")
    hour, _, minute = time.partition(":")
    return datetime(2026, 11, int(day), int(hour), int(minute), tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ("23 8:00", "23 8:00"),
        ("23 12:34", "23 12:34"),
        ("23 18:59", "23 18:59"),
        ("23 19:00", "24 8:00"),
        ("23 23:59", "24 8:00"),
        ("24 0:00", "24 8:00"),
        ("24 7:59", "24 8:00"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Yekaterinburg", "Europe/Kaliningrad", "Asia/Kamchatka"])
def test_an_invitation_waits_for_the_morning_of_the_school(tmp_path: Path, zone: str, now: str, may: str) -> None:
    clock = MovedClock()
    clock.moment = at(now, zone)
    school = context(tmp_path, clock, time_zone=zone, reconcile=USUAL)
    assert may_write_from(school) == at(may, zone)


@pytest.mark.parametrize(
    ("hours", "now", "may"),
    [
        ((9, 18), "23 8:30", "23 9:00"),
        ((9, 18), "23 17:30", "23 17:30"),
        ((9, 18), "23 18:00", "24 9:00"),
        ((20, 23), "23 12:00", "23 20:00"),
        ((0, 24), "23 3:00", "23 3:00"),
        ((0, 24), "23 23:59", "23 23:59"),
    ],
)
def test_the_hours_that_a_person_chose_win(tmp_path: Path, hours: tuple[int, int], now: str, may: str) -> None:
    clock = MovedClock()
    clock.moment = at(now)
    assert may_write_from(context(tmp_path, clock, reconcile=USUAL), hours) == at(may)


def test_the_morning_begins_on_the_minute(tmp_path: Path) -> None:
    clock = MovedClock()
    clock.moment = at("24 6:00").replace(second=17, microsecond=999)
    assert may_write_from(context(tmp_path, clock, reconcile=USUAL)) == at("24 8:00")
