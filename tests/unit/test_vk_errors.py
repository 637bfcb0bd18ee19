"""What VK's error numbers mean for whoever has to decide whether trying again makes sense."""

import pytest

from bot.errors import (
    ChatGoneError,
    CommunityStoppedError,
    NoRightsError,
    PermanentError,
    PersonUnreachableError,
    StarostaError,
    TemporaryError,
    UnknownOutcomeError,
)
from bot.vk.errors import VkError, error_of

MEANINGS: dict[type[StarostaError], tuple[int, ...]] = {
    TemporaryError: (6, 9, 29),
    UnknownOutcomeError: (1, 10, 13),
    CommunityStoppedError: (5, 14, 27, 28),
    ChatGoneError: (927, 1017),
    NoRightsError: (15, 917, 919, 925, 931),
    PersonUnreachableError: (18, 900, 901, 902),
    VkError: (7, 100, 104, 113, 911, 912, 914, 932, 935, 936, 943, 0, -1, 999_999),
}


@pytest.mark.parametrize(
    ("code", "meaning"), [(code, meaning) for meaning, codes in MEANINGS.items() for code in codes]
)
def test_a_number_has_one_meaning(code: int, meaning: type[StarostaError]) -> None:
    error = error_of("messages.send", code)
    assert type(error) is meaning
    assert str(error) == f"messages.send: VK error {code}"


@pytest.mark.parametrize(("code", "seconds"), [(6, 1), (9, 60), (29, 600), (1, 2), (10, 2), (13, 2)])
def test_what_is_worth_trying_again_says_when(code: int, seconds: float) -> None:
    error = error_of("messages.send", code)
    assert isinstance(error, TemporaryError)
    assert error.retry_seconds == seconds


@pytest.mark.parametrize(
    "code", [code for meaning, codes in MEANINGS.items() if issubclass(meaning, PermanentError) for code in codes]
)
def test_what_cannot_help_is_not_tried_again(code: int) -> None:
    assert not isinstance(error_of("messages.send", code), TemporaryError)


def test_a_refusal_that_has_no_name_keeps_its_number() -> None:
    error = error_of("messages.removeChatUser", 935)
    assert isinstance(error, VkError)
    assert error.code == 935
