"""What looks like a password or a code of another service, and what people write to a school's bot all day."""

import pytest

from bot.domain.caution import looks_secret

WORDS = ("пароль", "логин", "код из смс")


@pytest.mark.parametrize(
    "text",
    [
        "qwerty123",
        "P@ssw0rd!",
        " Sferum2025 ",
        "123456",
        "123-456",
        "пароль: 12345",
        "Пароль qwerty",
        "логин petrov пароль 12345",
        "Код из СМС 4821",
    ],
)
def test_a_password_or_a_code_is_noticed(text: str) -> None:
    assert looks_secret(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8А",
        "3 5 7-12",
        "адм 4",
        "Белов Илья",
        "забыл пароль",
        "пароль",
        "пароль от журнала",
        "8 912 345-67-89",
        "+79123456789",
        "89123456789",
        "KA4T-92XM",
        "ka4t92xm",
        "vk.com/id12345678",
        "id12345678",
        "petrov1980@mail.ru",
        "https://vk.me/join/AJQ1d2F4g5",
        "Robotics",
        "12345",
        "1234567",
        "Почему меня удалили из чата 8А?",
    ],
)
def test_what_people_write_all_day_is_not(text: str) -> None:
    assert not looks_secret(text, WORDS)
