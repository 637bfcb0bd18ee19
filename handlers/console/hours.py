"""How long something lasts: a number of hours that travels with the screen or is typed."""

from bot.errors import UserError
from handlers.visit import Visit

LONGEST_HOURS = 7 * 24


def hours_of(visit: Visit, usual: int) -> int:
    """The hours of the screen, or the usual number when it names none that is possible."""
    value = visit.params.get("h")
    return value if isinstance(value, int) and 1 <= value <= LONGEST_HOURS else usual


def typed_hours(text: str) -> int:
    """The hours that somebody typed; ``UserError`` when that is no number of hours up to a week."""
    number = text.strip().partition(" ")[0]
    if not number.isdecimal() or not 1 <= int(number) <= LONGEST_HOURS:
        raise UserError("k-hours-unclear", most=LONGEST_HOURS)
    return int(number)
