"""What is typed on a page of people: numbers, ranges and words that pick, or a name to look for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.russian import normal_name
from bot.texts.catalogue import say
from bot.ui.picker import Candidate
from bot.ui.words import folded

OUTSIDE_TOLD = 5
_DASH = re.compile(r"[\u2010-\u2015\u2212]")
_END = "\0"
_SIGNS = re.compile(rf"[^\w{_END}]+")
_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick the people with these keys; on a page of administrators it means that they lead."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """Drop the people with these keys; on a page of administrators it means that they lead no longer."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChooseAll:
    """Pick everybody of the list."""


@dataclass(frozen=True, slots=True)
class DropAll:
    """Drop everybody of the list."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Make the people with these keys administrators."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Find:
    """Look for people by ``query``."""

    query: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing is to be done; ``key`` and ``values`` make the sentence that says why."""

    key: str
    values: Mapping[str, int | str] = field(default_factory=dict)


Typed = Choose | Drop | ChooseAll | DropAll | Lead | Find | Unclear
Picks = tuple[str, ...]


def parse(text: str, keys: Sequence[str]) -> Typed:
    """What ``text`` means on a list that shows the people ``keys`` under the numbers from 1 on."""
    plain = folded(_DASH.sub("-", text))
    if plain in _words("word-pick-all"):
        return ChooseAll()
    if plain in _words("word-pick-none"):
        return DropAll()
    if plain.startswith("-"):
        return _dropped(plain[1:].strip(), keys)
    if (rest := _after("word-pick-drop", plain)) is not None:
        return _dropped(rest, keys)
    if (rest := _after("word-pick-lead", plain)) is not None:
        picked = tuple(keys) if rest in _words("word-pick-all") else _picked(rest, keys)
        return Lead(picked) if isinstance(picked, tuple) else picked
    picked = _picked(plain, keys)
    return Choose(picked) if isinstance(picked, tuple) else picked


def found(people: Iterable[Candidate], query: str) -> tuple[Candidate, ...]:
    """Those who have a word of their name or note beginning with each word of the query: exact surnames first."""
    people = tuple(people)
    wanted = _compared([query])[0].split()
    texts = zip(people, _compared(f"{one.name} {one.note}" for one in people), strict=True)
    hits = [(one, text) for one, text in texts if wanted and all(f" {word}" in f" {text}" for word in wanted)]
    families = _compared(one.name.partition(" ")[0] for one, _ in hits)
    ranks = [(not set(family.split()) <= set(wanted), text) for (_, text), family in zip(hits, families, strict=True)]
    return tuple(one for _, (one, _) in sorted(zip(ranks, hits, strict=True), key=lambda hit: hit[0]))


def _dropped(rest: str, keys: Sequence[str]) -> Typed:
    if rest in _words("word-pick-all"):
        return DropAll()
    picked = _picked(rest, keys)
    return Drop(picked) if isinstance(picked, tuple) else picked


def _picked(plain: str, keys: Sequence[str]) -> Picks | Find | Unclear:
    """The keys that a text of numbers names, in the order of the list; a text with letters is a name."""
    if any(sign.isalpha() for sign in plain):
        return Find(plain)
    tokens = plain.replace(" - ", "-").split()
    ranges = [_range(match) for match in map(_RANGE.fullmatch, tokens) if match]
    if not tokens or len(ranges) < len(tokens):
        return Unclear("p-unclear")
    outside = [token for token, (low, high) in zip(tokens, ranges, strict=True) if low < 1 or high > len(keys)]
    if outside:
        return Unclear("p-no-number", {"numbers": ", ".join(outside[:OUTSIDE_TOLD]), "count": len(keys)})
    numbers = sorted({number for low, high in ranges for number in range(low, high + 1)})
    return tuple(keys[number - 1] for number in numbers)


def _range(match: re.Match[str]) -> tuple[int, int]:
    """Both ends, the lower first: «12-7» is «7-12»."""
    one, other = int(match[1]), int(match[2] or match[1])
    return min(one, other), max(one, other)


def _words(key: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in say(key).split("|"))


def _after(key: str, plain: str) -> str | None:
    """What follows one of the words of ``key``; None if nothing does: alone such a word may begin a name."""
    return next((plain[len(word) + 1 :] for word in _words(key) if plain.startswith(f"{word} ")), None)


def _compared(texts: Iterable[str]) -> list[str]:
    """Each text as words for comparing; all are folded as one, which is many times faster than one by one."""
    plain = normal_name("".join(text.replace(_END, " ") + _END for text in texts))
    return _SIGNS.sub(" ", plain).split(_END)[:-1]
