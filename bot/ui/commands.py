"""Typed commands of the console: which one was typed, with what, and which ones were perhaps meant."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from bot.texts.catalogue import say
from bot.ui.words import folded, spellings

IN_CHAT = ("menu", "health", "sync", "audit")
"""What is understood in the chat of the administrators."""
MENTION = re.compile(r"^\[(?:club|public|event)\d+\|[^\]]*\][\s,:.]*")
LONGEST_CALL = 60
QUOTES = "«»\"'„“”"
MEANT = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """A command by its code, and whatever stands behind it."""

    name: str
    argument: str = ""


def read(text: str, names: tuple[str, ...]) -> Typed | None:
    """The command among ``names`` with which a text begins; the longest one if several do."""
    words = text.split()
    for length in range(min(len(words), 3), 0, -1):
        beginning = " ".join(words[:length])
        # A sign that stands alone, «№», is no part of the command: it begins what stands behind.
        if len(folded(beginning).split()) < length:
            continue
        both = spellings(beginning)
        for name in names:
            if not both.isdisjoint(said_as(name)):
                return Typed(name, " ".join(words[length:]).strip(QUOTES))
    return None


@cache
def said_as(name: str) -> tuple[str, ...]:
    """How a command can be typed, the usual word first; asked for at every text that anybody types."""
    return tuple(folded(word) for word in say(f"command-{name}").split("|"))


def nearest(text: str, names: tuple[str, ...]) -> list[str]:
    """The codes of those commands that are spelt most like the beginning of a text."""
    both = spellings(text)

    def likeness(name: str) -> float:
        words = said_as(name)
        return max(SequenceMatcher(None, typed[: len(word) + 2], word).ratio() for word in words for typed in both)

    return sorted(names, key=likeness, reverse=True)[:MEANT]


def addressed(text: str) -> str | None:
    """What is said to the bot in a group chat, after its mention or a slash; None when others are spoken to."""
    if found := MENTION.match(text):
        return text[found.end() :].lstrip("/ ")
    return text[1:] if text.startswith("/") else None


def is_call(text: str) -> bool:
    """Whether a message of a group chat may be meant for the bot, so that its text is worth keeping for a moment."""
    text = text.strip()
    return len(text) <= LONGEST_CALL and (addressed(text) is not None or read(text, IN_CHAT) is not None)
