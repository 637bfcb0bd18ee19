"""The SMS neighbour: codes that the bot sends to numbers arrive here."""

from dataclasses import asdict, dataclass

from bot.sandbox.clock import SandboxClock

MODES = ("normal", "never", "error")


@dataclass(frozen=True)
class Sms:
    """One short message that arrived."""

    id: int
    to: str
    text: str
    at: str


class SmsPhone:
    """Takes short messages; in the mode `never` it loses them, in `error` the provider is down."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._arrived: list[Sms] = []
        self._taken = 0
        self.mode = "normal"

    def send(self, to: str, text: str) -> int:
        """Take a message, return its id; ConnectionError when the provider is down."""
        if self.mode == "error":
            raise ConnectionError("the SMS provider is down")
        self._taken += 1
        if self.mode == "normal":
            self._arrived.append(Sms(self._taken, to, text, self._clock.text()))
        return self._taken

    def arrived(self, to: str) -> list[dict[str, str | int]]:
        """Messages to a number, compared by its digits; everything for an empty number."""
        wanted = _digits(to)
        return [asdict(sms) for sms in self._arrived if not wanted or _digits(sms.to) == wanted]

    def set_mode(self, mode: str) -> None:
        """ValueError for an unknown mode."""
        if mode not in MODES:
            raise ValueError(f"mode should be one of {', '.join(MODES)}")
        self.mode = mode


def _digits(number: str) -> str:
    digits = "".join(filter(str.isdecimal, number))
    return "7" + digits[1:] if len(digits) == 11 and digits.startswith("8") else digits
