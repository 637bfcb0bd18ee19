"""What a typed answer means: a word understood everywhere, or an option of the screen by number or by text."""

import unicodedata
from collections.abc import Sequence

from bot.domain.russian import in_cyrillic
from bot.texts.catalogue import say
from bot.ui.view import Button


def folded(text: str) -> str:
    """A text for comparing: no case, no ё, no signs around, single spaces."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("\u0451", "\u0435")
    kept = "".join(sign if sign.isalnum() or sign in "-+?" else " " for sign in plain)
    return " ".join(kept.split())


def spellings(text: str) -> set[str]:
    """The text as it was typed and with Latin letters taken for the Cyrillic ones that look alike, for comparing."""
    return {folded(text), folded(in_cyrillic(text))}


def is_word(text: str, key: str) -> bool:
    """Whether ``text`` is one of the words of the catalogue's ``word-<key>``, which are separated by ``|``."""
    return not spellings(text).isdisjoint(folded(word) for word in say(f"word-{key}").split("|"))


def option(text: str, buttons: Sequence[Button], *, by_number: bool) -> Button | None:
    """The button that a typed answer names: by its number, by its label, or by a unique beginning."""
    wanted = folded(text)
    if not wanted:
        return None
    if by_number and wanted.isdecimal() and 1 <= int(wanted) <= len(buttons):
        return buttons[int(wanted) - 1]
    exact = [button for button in buttons if folded(button.label) == wanted]
    if exact or not by_number:
        return exact[0] if exact else None
    beginning = [button for button in buttons if folded(button.label).startswith(wanted)]
    return beginning[0] if len(beginning) == 1 else None
