"""Whatever the bot says consists of the catalogue's texts and of data; a Russian sentence from elsewhere is found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from bot.ui.view import LABEL_LIMIT
from tests.architecture.catalogue import texts
from tests.architecture.source import HOLE

WORD = re.compile(r"\b(?![А-ЯЁ]\b)[А-Яа-яЁё]+")
"""Initials and letters of classes are no words."""
BETWEEN_LINES = ("\n\n", "\n")
IN_A_LINE = (" › ", " · ", " — ", ": ", "; ", ". ", ", ", " ")
AROUND = " {}()«»"
CUT = "…"
TYPED_WORDS, OR = ("command-", "word-"), "|"
"""Texts that are the ways to type one thing; the bot may say each of them."""
OF_DATA = "…"
"""The name of a label that is somebody's title or name."""


@dataclass(frozen=True)
class Form:
    """One wording of a text: what stands between its values."""

    key: str
    pieces: tuple[str, ...]

    @cached_property
    def weight(self) -> int:
        """How many letters are the text's own."""
        return sum(len(word) for piece in self.pieces for word in WORD.findall(piece))

    def values(self, text: str) -> list[str] | None:
        """What fills the holes if the text is of this form."""
        first, *others = self.pieces
        if not text.startswith(first):
            return None
        if not others:
            return [] if text == first else None
        last = others[-1]
        end = len(text) - len(last)
        at, found = len(first), []
        if end < at or not text.endswith(last):
            return None
        for piece in others[:-1]:
            next_at = text.find(piece, at, end) if piece else at
            if next_at < 0:
                return None
            found.append(text[at:next_at])
            at = next_at + len(piece)
        return [*found, text[at:end]]

    def begins(self, text: str) -> bool:
        """Whether the text is of this form and its end was cut off."""
        whole = "".join(self.pieces)
        return whole.startswith(text) or bool(self.pieces[0] and text.startswith(self.pieces[0]))


@dataclass
class Sayings:
    """The matcher; ``learn`` tells it the words of names, titles and of what people typed."""

    known: set[str] = field(default_factory=set)
    _ours: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)

    def learn(self, words: Iterable[str]) -> None:
        """These texts are data: their words may stand in a hole."""
        self.known |= {_plain(word) for text in words for word in WORD.findall(text)}

    def is_ours(self, text: str) -> bool:
        """Whether a text is made of the catalogue and of data."""
        # More data may be known than the last time.
        self._refused.clear()
        return self._covers(text)

    def is_our_label(self, label: str) -> bool:
        """The same for a button, whose label may have been cut."""
        if self.is_ours(label):
            return True
        if len(label) < LABEL_LIMIT or not label.endswith(CUT):
            return False
        begun = label.removesuffix(CUT)
        words = [_plain(word) for word in WORD.findall(begun)]
        cut = words.pop() if words else ""
        is_data = self.known.issuperset(words) and any(word.startswith(cut) for word in self.known)
        return is_data or any(form.begins(begun) for form in label_forms())

    def _covers(self, text: str) -> bool:
        if text in self._ours or text in self._refused:
            return text in self._ours
        self._refused.add(text)  # a text is no part of itself
        inner = text.strip(AROUND)
        is_wrapped = inner != text and self._covers(inner)
        if is_wrapped or self._is_data(text) or self._is_form(text) or self._is_glued(text):
            self._ours.add(text)
            self._refused.discard(text)
        return text in self._ours

    def _is_data(self, text: str) -> bool:
        return self.known.issuperset(map(_plain, WORD.findall(text)))

    def _is_form(self, text: str) -> bool:
        for form in _candidates(text):
            values = form.values(text)
            if values is not None and all(map(self._covers, values)):
                return True
        return False

    def _is_glued(self, text: str) -> bool:
        """Two texts beside each other, as a list or a notice above a screen puts them."""
        for sign in BETWEEN_LINES if "\n" in text else IN_A_LINE:
            at = text.find(sign)
            while at >= 0:
                if self._covers(text[:at]) and self._covers(text[at + len(sign) :]):
                    return True
                at = text.find(sign, at + 1)
        return False


@cache
def forms() -> tuple[Form, ...]:
    """Every wording with words of its own, the wordiest first."""
    found = {form for text in texts().values() for form in _forms(text.key, text.forms)}
    return tuple(sorted(found, key=lambda form: (-form.weight, form.key, form.pieces)))


@cache
def label_forms() -> tuple[Form, ...]:
    """The wordings of buttons."""
    return tuple(form for form in forms() if "." in form.key)


@cache
def label_name(label: str) -> str:
    """The wording of a label with holes for its values, or that it is data."""
    if not any(sign.isalnum() for sign in label):
        return label
    if label.endswith(CUT) and len(label) == LABEL_LIMIT:
        form = next((form for form in label_forms() if form.begins(label.removesuffix(CUT))), None)
    else:
        form = next((form for form in label_forms() if form.values(label) is not None), None)
    return HOLE.join(form.pieces) if form else OF_DATA


@cache
def _by_longest_word() -> dict[str, list[Form]]:
    """The forms by the longest of their words: a text without it is of another form."""
    found: dict[str, list[Form]] = {}
    for form in forms():
        words = [word for piece in form.pieces for word in WORD.findall(piece)]
        found.setdefault(max(words, key=len), []).append(form)
    return found


def _candidates(text: str) -> list[Form]:
    index = _by_longest_word()
    found = [form for word in set(WORD.findall(text)) for form in index.get(word, ())]
    return sorted(found, key=lambda form: (-form.weight, form.key, form.pieces))


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _forms(key: str, wordings: Iterable[str]) -> Iterator[Form]:
    for wording in wordings:
        for one in wording.split(OR) if key.startswith(TYPED_WORDS) else (wording,):
            form = Form(key, tuple(one.split(HOLE)))
            if form.weight:
                yield form
