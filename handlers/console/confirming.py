"""K: a strong confirmation: a word typed within two minutes."""

from bot.texts.catalogue import say
from bot.ui.view import Params
from bot.ui.words import folded
from handlers.visit import Visit

CONFIRM_SECONDS = 120


def asked_now(visit: Visit, params: Params) -> dict[str, int | str]:
    """The parameters of the screen that asks for the word, with the moment of the question."""
    return {**params, "t": int(visit.now.timestamp())}


def is_confirmed(visit: Visit, text: str, word: str) -> bool:
    """Whether the word was typed in time, in any case."""
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    return not is_late and folded(text) == folded(say(word))
