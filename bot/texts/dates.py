"""Dates and times as a Russian reader expects them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.texts.catalogue import say


def day_and_month(day: date) -> str:
    """«12 сентября»."""
    return say("date-day-month", day=day.day, month=day.month)


def moment(at: datetime, zone: ZoneInfo, *, today: date) -> str:
    """«сегодня в 06:10» or «12 сентября в 06:10», in the school's time zone."""
    local = at.astimezone(zone)
    key = "date-today-at" if local.date() == today else "date-day-at"
    return say(key, day=day_and_month(local.date()), time=local.strftime("%H:%M"))


def until(at: datetime, zone: ZoneInfo, *, today: date) -> str:
    """«23:00» or «23:00 12 сентября», to stand after «до»."""
    local = at.astimezone(zone)
    time = local.strftime("%H:%M")
    return time if local.date() == today else say("date-until", day=day_and_month(local.date()), time=time)
