"""What VK's error numbers mean."""

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

TOO_MANY_A_SECOND = 6
FLOOD_SECONDS = 60.0
"""How long VK turns down what it calls a flood, at least."""
CODE_DOES_NOT_COMPILE = 12
CODE_FAILED = 13

_MEANINGS: dict[type[StarostaError], tuple[int, ...]] = {
    TemporaryError: (TOO_MANY_A_SECOND, 9, 29),
    UnknownOutcomeError: (1, 10, CODE_FAILED),
    CommunityStoppedError: (5, 14, 27, 28),
    ChatGoneError: (927, 1017),
    NoRightsError: (15, 917, 919, 925, 931),
    PersonUnreachableError: (18, 900, 901, 902),
}
_RETRY_SECONDS = {TOO_MANY_A_SECOND: 1.0, 9: FLOOD_SECONDS, 29: 10 * FLOOD_SECONDS}
_BY_CODE = {code: meaning for meaning, codes in _MEANINGS.items() for code in codes}


class VkError(PermanentError):
    """VK refused a request for a reason that no other error names; ``code`` is VK's number."""

    def __init__(self, method: str, code: int) -> None:
        super().__init__(f"{method}: VK error {code}")
        self.code = code


def error_of(method: str, code: int) -> StarostaError:
    """The error that VK's number means."""
    meaning = _BY_CODE.get(code)
    if meaning is None:
        return VkError(method, code)
    error = meaning(f"{method}: VK error {code}")
    if isinstance(error, TemporaryError):
        error.retry_seconds = _RETRY_SECONDS.get(code, 2.0)
    return error
