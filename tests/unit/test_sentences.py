"""Sentences with numbers, days and hours in them read as a Russian would say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.texts.catalogue import keys, say
from bot.texts.dates import day_and_month, moment

NUMBERS = (0, 1, 2, 5, 11, 12, 14, 21, 22, 25, 101, 111)
PLURALS = {
    "chats-count-of": "0 чатов|1 чата|2 чатов|5 чатов|11 чатов|12 чатов|14 чатов|21 чата|22 чатов|25 чатов"
    "|101 чата|111 чатов",
    "invitations-count": "Вас ждут 0 приглашений|Вас ждёт 1 приглашение|Вас ждут 2 приглашения|Вас ждут 5 приглашений"
    "|Вас ждут 11 приглашений|Вас ждут 12 приглашений|Вас ждут 14 приглашений|Вас ждёт 21 приглашение"
    "|Вас ждут 22 приглашения|Вас ждут 25 приглашений|Вас ждёт 101 приглашение|Вас ждут 111 приглашений",
    "tries-left": "Осталось 0 попыток|Осталась 1 попытка|Осталось 2 попытки|Осталось 5 попыток|Осталось 11 попыток"
    "|Осталось 12 попыток|Осталось 14 попыток|Осталась 21 попытка|Осталось 22 попытки|Осталось 25 попыток"
    "|Осталась 101 попытка|Осталось 111 попыток",
    "minutes-later": "через 0 минут|через 1 минуту|через 2 минуты|через 5 минут|через 11 минут|через 12 минут"
    "|через 14 минут|через 21 минуту|через 22 минуты|через 25 минут|через 101 минуту|через 111 минут",
}
PERM = ZoneInfo("Asia/Yekaterinburg")
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


@pytest.mark.parametrize(
    ("key", "number", "sentence"),
    [
        (key, number, sentence)
        for key, line in PLURALS.items()
        for number, sentence in zip(NUMBERS, line.split("|"), strict=True)
    ],
)
def test_a_number_has_the_word_that_belongs_to_it(key: str, number: int, sentence: str) -> None:
    assert say(key, count=number) == sentence


def test_every_month_has_its_name_in_the_right_case() -> None:
    assert [day_and_month(date(2026, month, 9)) for month in range(1, 13)] == [f"9 {name}" for name in MONTHS]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 23, 1, 10, tzinfo=UTC), "сегодня в 06:10"),
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), "сегодня в 00:00"),
        (datetime(2026, 11, 22, 18, 59, tzinfo=UTC), "22 ноября в 23:59"),
        (datetime(2026, 11, 24, 1, 10, tzinfo=UTC), "24 ноября в 06:10"),
        (datetime(2025, 11, 23, 1, 10, tzinfo=UTC), "23 ноября в 06:10"),
    ],
    ids=["this morning", "midnight there", "a minute before", "tomorrow", "a year ago"],
)
def test_a_moment_is_told_in_the_schools_time(at: datetime, said: str) -> None:
    assert moment(at, PERM, today=date(2026, 11, 23)) == said


def test_values_stand_in_a_sentence_without_marks_that_nobody_sees() -> None:
    title = say("chat-title-class-pupils", unit="8А")
    assert title == "8А — ученики"
    assert len(title) == 12


def test_a_large_count_is_written_in_groups_and_an_id_that_is_a_text_as_it_is() -> None:
    assert say("tries-left", count=12_345) == "Осталось 12\u00a0345 попыток"
    assert say("plan-unknown-page", page="12345") == "страница id12345"


def test_a_yes_or_no_is_never_counted() -> None:
    assert say("u-line-inside", title=True) == "🟢 True"


def test_a_button_is_not_the_sentence_of_its_screen() -> None:
    assert say("a-consent.yes") == "Продолжить"
    assert say("a-consent").startswith("Привязка профиля\n\n• Вход")


def test_every_key_of_the_catalogue_is_a_plain_word() -> None:
    assert {key for key in keys() if not key.replace("-", "").isalnum() or key != key.lower()} == set()
