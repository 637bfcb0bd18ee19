"""Recognises what nobody should send to a bot: a password, or a code of another service."""

import re
from collections.abc import Iterable

from bot.domain.codes import read_code

DIGITS_OF_A_CODE = re.compile(r"\d{6}|\d{3}[ -]\d{3}")
PASSWORD = re.compile(r"(?=.*[A-Za-z])(?=.*[\d!#$%^&*?=+])[^\s/]{8,64}")
TELLING = re.compile(r"[A-Za-z\d]{3}")
KNOWN_TO_ALL = re.compile(r"id\d+|\S+@\S+\.\S+|\S+\.(com|ru|me|org)(\W.*)?", re.IGNORECASE)
"""Numbers of pages, addresses of mail and sites look alike and are no secret."""


def looks_secret(text: str, words: Iterable[str]) -> bool:
    """Whether a text looks like a password or a one-time code; ``words`` announce one: «пароль», «password».

    Personal codes of the school's own sheets are not meant: the bot asks for those.
    """
    plain = text.strip()
    if read_code(plain) is not None or KNOWN_TO_ALL.fullmatch(plain):
        return False
    if DIGITS_OF_A_CODE.fullmatch(plain) or PASSWORD.fullmatch(plain):
        return True
    said = plain.casefold()
    return any(TELLING.search(said[len(word) :]) for word in words if said.startswith(word))
