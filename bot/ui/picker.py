"""Picking people out of hundreds: who is in, who leads, and how each is told apart on a button."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import StarostaError
from bot.ui.view import LABEL_LIMIT

MARKS_WIDTH = 4
"""Room for the marks that stand before a name on a button."""
LABEL_WIDTH = LABEL_LIMIT - MARKS_WIDTH


class Leading(StrEnum):
    """Whether somebody may be an administrator."""

    ALWAYS = "always"
    FREE = "free"
    CONFIRMED = "confirmed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be picked.

    ``name`` is the full name of texts, ``short`` its beginning for buttons («Белов И.»), ``note`` tells namesakes apart
    («8А»), ``group`` is the list in which the person stands. ``is_locked``: always a member.
    """

    key: str
    name: str
    short: str
    group: str
    note: str = ""
    is_locked: bool = False
    may_lead: Leading = Leading.FREE

    def __post_init__(self) -> None:
        if self.may_lead is Leading.ALWAYS and not self.is_locked:
            raise ValueError(f"{self.key} always leads and must be a member for that")


class PickError(StarostaError):
    """Nothing was changed because of ``people``."""

    def __init__(self, people: Iterable[Candidate]) -> None:
        super().__init__()
        self.people = tuple(people)


class LockedError(PickError):
    """These people cannot be dropped, or cannot stop leading."""


class LeadRefusedError(PickError):
    """These people never lead."""


class LeadUnconfirmedError(PickError):
    """These people lead only after somebody has confirmed it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is picked, by key. Leaders are members; every operation sets and gives a new selection.

    Begin with ``settled``: from then on the locked are members, and only those lead who may.
    """

    members: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.leaders <= self.members:
            raise ValueError("a leader is always a member")

    def settled(self, people: Iterable[Candidate]) -> tuple["Selection", frozenset[str]]:
        """The selection that holds among ``people``, who are all there are now, and the keys of those who vanished."""
        people = tuple(people)
        locked = _keys(one for one in people if one.is_locked)
        always = _keys(one for one in people if one.may_lead is Leading.ALWAYS)
        never = _keys(one for one in people if one.may_lead is Leading.NEVER)
        present = _keys(people)
        settled = Selection(self.members & present | locked, (self.leaders & present) - never | always)
        return settled, self.members - present

    def choose(self, people: Iterable[Candidate]) -> "Selection":
        """These people are members too; with a whole list, everybody of it."""
        return Selection(self.members | _keys(people), self.leaders)

    def drop(self, people: Iterable[Candidate]) -> "Selection":
        """These people are no longer members; ``LockedError`` if one of them has to be."""
        people = tuple(people)
        _refuse(LockedError, [one for one in people if one.is_locked])
        return self._without(_keys(people))

    def clear(self, people: Iterable[Candidate]) -> "Selection":
        """Nobody of these people is a member but the locked."""
        return self._without(_keys(one for one in people if not one.is_locked))

    def lead(self, people: Iterable[Candidate], *, is_confirmed: bool = False) -> "Selection":
        """These people lead, and so are members; ``LeadRefusedError`` or ``LeadUnconfirmedError`` if one may not."""
        people = tuple(people)
        _refuse(LeadRefusedError, [one for one in people if one.may_lead is Leading.NEVER])
        asked = [one for one in people if one.may_lead is Leading.CONFIRMED and one.key not in self.leaders]
        _refuse(LeadUnconfirmedError, [] if is_confirmed else asked)
        return Selection(self.members | _keys(people), self.leaders | _keys(people))

    def follow(self, people: Iterable[Candidate]) -> "Selection":
        """These people lead no longer and stay members; ``LockedError`` if one of them always leads."""
        people = tuple(people)
        _refuse(LockedError, [one for one in people if one.may_lead is Leading.ALWAYS])
        return Selection(self.members, self.leaders - _keys(people))

    def reset(self, people: Iterable[Candidate], default: "Selection") -> "Selection":
        """These people are again what they are in ``default``, a settled selection; the others stay as they are."""
        keys = _keys(people)
        return Selection(self.members - keys | default.members & keys, self.leaders - keys | default.leaders & keys)

    def chosen(self, people: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Those of ``people`` who are members, in their order."""
        return tuple(one for one in people if one.key in self.members)

    def _without(self, keys: frozenset[str]) -> "Selection":
        return Selection(self.members - keys, self.leaders - keys)


def labels(people: Sequence[Candidate], *, first: int = 1) -> tuple[str, ...]:
    """A short label for each of a page's people, no two alike; ``first`` is the number of the first in the list.

    Namesakes get the patronymic, else the note, else both, else the full name, else the number.
    """
    ladders = [_ladder(one, number) for number, one in enumerate(people, start=first)]
    steps = [0] * len(ladders)
    while True:
        shown = tuple(ladder[step] for ladder, step in zip(ladders, steps, strict=True))
        times = Counter(shown)
        climbing = [i for i, label in enumerate(shown) if times[label] > 1 and steps[i] < len(ladders[i]) - 1]
        if not climbing:
            return shown
        for i in climbing:
            steps[i] += 1


def _ladder(one: Candidate, number: int) -> tuple[str, ...]:
    rest = one.name.split()[len(one.short.split()) :]
    longer = " ".join([one.short, *(f"{patronymic[0]}." for patronymic in rest[:1])])
    note = f" ({one.note})" if one.note else ""
    rungs = (one.short, longer, one.short + note, longer + note, one.name, f"{number}. {one.short}")
    return tuple(rung if len(rung) <= LABEL_WIDTH else f"{rung[: LABEL_WIDTH - 1]}…" for rung in rungs)


def _keys(people: Iterable[Candidate]) -> frozenset[str]:
    return frozenset(one.key for one in people)


def _refuse(error: type[PickError], people: Sequence[Candidate]) -> None:
    if people:
        raise error(people)
