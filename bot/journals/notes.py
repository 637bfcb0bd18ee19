"""Collects what there is to say about a reading, and from it the verdict."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.kinds import Verdict
from bot.domain.roster import Remark
from bot.journals.problems import Code

_LONGEST_VALUE = 100
_WORST_FIRST = (Verdict.FAILED, Verdict.PARTIAL, Verdict.EMPTY)


class RefusedError(Exception):
    """The source cannot be opened at all; ``remark`` says why."""

    def __init__(self, code: Code, place: str = "", **values: str | int) -> None:
        super().__init__(code)
        self.code, self.place, self.values = code, place, values


@dataclass(frozen=True, slots=True)
class _Kind:
    """Remarks that differ only in the line are told once, with a count."""

    verdict: Verdict
    code: Code
    file: str
    values: tuple[tuple[str, str | int], ...]


@dataclass(slots=True)
class Notes:
    """The remarks of one reading.

    They quote words of the standard, recognised spellings, class titles and organisations, never an unrecognised cell:
    in a shifted row any cell may hold a phone or a password.
    """

    _first_place: dict[_Kind, str] = field(default_factory=dict)
    _count: Counter[_Kind] = field(default_factory=Counter)
    noted: int = 0
    """How often something was noted: whoever compares it before and after knows whether there was something to say."""

    def refuse(self, code: Code, place: str = "", **values: str | int) -> None:
        """Note that the source is not a journal that can be read."""
        self._add(Verdict.FAILED, code, place, values)

    def incomplete(self, code: Code, place: str = "", **values: str | int) -> None:
        """Note that something is missing, so absence proves nothing."""
        self._add(Verdict.PARTIAL, code, place, values)

    def empty(self, code: Code, place: str = "", **values: str | int) -> None:
        """Note that a well-formed journal has nobody in it."""
        self._add(Verdict.EMPTY, code, place, values)

    def repair(self, code: Code, place: str = "", **values: str | int) -> None:
        """Note what was read leniently or left out without harm to the rest."""
        self._add(Verdict.OK, code, place, values)

    def add(self, other: "Notes") -> None:
        """Take over what somebody else has noted."""
        for kind, count in other._count.items():
            self._count_in(kind, other._first_place[kind], count)
        self.noted += other.noted

    @property
    def verdict(self) -> Verdict:
        """The worst that was noted."""
        noted = {kind.verdict for kind in self._count}
        return next((verdict for verdict in _WORST_FIRST if verdict in noted), Verdict.OK)

    @property
    def problems(self) -> tuple[Remark, ...]:
        """Why the verdict is not ``ok``."""
        return self._remarks(lambda kind: kind.verdict is not Verdict.OK)

    @property
    def repairs(self) -> tuple[Remark, ...]:
        """What was read leniently."""
        return self._remarks(lambda kind: kind.verdict is Verdict.OK)

    def _add(self, verdict: Verdict, code: Code, place: str, values: dict[str, str | int]) -> None:
        short = {name: value[:_LONGEST_VALUE] if isinstance(value, str) else value for name, value in values.items()}
        kind = _Kind(verdict, code, place.partition(":")[0], tuple(short.items()))
        self._count_in(kind, place, 1)
        self.noted += 1

    def _count_in(self, kind: _Kind, place: str, count: int) -> None:
        """People are not read in the order of their lines, but told is the first."""
        self._first_place[kind] = min(self._first_place.get(kind, place), place, key=_line_of)
        self._count[kind] += count

    def _remarks(self, wanted: Callable[[_Kind], bool]) -> tuple[Remark, ...]:
        return tuple(
            Remark(kind.code.value, self._first_place[kind], {**dict(kind.values), "count": count})
            for kind, count in self._count.items()
            if wanted(kind)
        )


def _line_of(place: str) -> int:
    line = place.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0
