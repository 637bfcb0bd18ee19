"""A reading of a journal that is asked for by portions, each with a print, so that nobody looks at what did not change.

People are divided by their ids into portions of a few, and so are the pairs of guardian and pupil (by the pupil); each
class and each group is a portion of its own. Equal prints of one portion mean equal content; unequal ones mean nothing.
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.kinds import Verdict
from bot.domain.roster import Guardianship, Person, Remark, Snapshot, Stay, Unit

PEOPLE_A_PORTION = 16
SLOT_BITS, FINEST_SHIFT = 16, 2
T = TypeVar("T")


def slot_of(person_id: str) -> int:
    """A number of 16 bits that follows from the id, by which people are divided."""
    return zlib.crc32(person_id.encode()) & 0xFFFF


@dataclass(frozen=True, slots=True)
class Division:
    """How finely people are divided; by how many there are, so that a small school has few portions."""

    shift: int

    @classmethod
    def of(cls, people: int) -> "Division":
        """The division for so many people."""
        shift = SLOT_BITS
        while shift > FINEST_SHIFT and (PEOPLE_A_PORTION << (SLOT_BITS - shift)) < people:
            shift -= 1
        return cls(shift)

    def people(self, slot: int) -> str:
        """The portion of people at a slot."""
        return f"p:{self.shift:02}:{slot >> self.shift:05}"

    def guardians(self, slot: int) -> str:
        """The portion of pairs whose pupil is at a slot."""
        return f"g:{self.shift:02}:{slot >> self.shift:05}"


class Edition(Protocol):
    """One reading, with a verdict like a snapshot's. What ``people`` remarks is among ``repairs`` only afterwards.

    ``division``: how people are divided, which whoever compares may set before asking for anything by portions.
    ``nameless`` counts people who lack a family or a given name. ``noisy`` are portions of people that were asked for
    and about which there was something to remark. ``has_changed``: somebody wrote to the journal meanwhile.
    ``said`` is a print of everything: another reading with the same one has the same verdict and content. Whoever
    reads may name one that is known; an edition that ``is_known`` says that and nothing else.
    """

    division: Division

    @property
    def verdict(self) -> Verdict: ...
    @property
    def school(self) -> str: ...
    @property
    def problems(self) -> tuple[Remark, ...]: ...
    @property
    def repairs(self) -> tuple[Remark, ...]: ...
    @property
    def people_count(self) -> int: ...
    @property
    def nameless(self) -> int: ...
    @property
    def noisy(self) -> Collection[str]: ...
    @property
    def has_changed(self) -> bool: ...
    @property
    def said(self) -> str: ...
    @property
    def is_known(self) -> bool: ...

    def prints(self) -> Mapping[str, str]:
        """The print of every portion."""
        ...

    def units(self) -> Mapping[str, Unit]:
        """Every class and group by id."""
        ...

    def has_person(self, person_id: str) -> bool:
        """Whether the journal mentions the person."""
        ...

    def people(self, portions: Collection[str]) -> Iterator[Person]:
        """The people of these portions."""
        ...

    def guardianships(self, portion: str) -> Iterable[Guardianship]:
        """The pairs of a portion."""
        ...

    def stays(self, unit_id: str) -> Mapping[Stay, Collection[str]]:
        """Everybody in a unit, by what is said of them."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class ChangedMeanwhileError(Exception):
    """The journal was written anew while it was read: what was read may be half of one and half of the other."""


# --- portions -------------------------------------------------------------------------------------------------------


def slots_of(portion: str) -> tuple[int, int]:
    """The first and the last slot of a portion of people or pairs."""
    _, shift, number = portion.split(":")
    first = int(number) << int(shift)
    return first, first + (1 << int(shift)) - 1


def unit_portion(unit_id: str) -> str:
    """The portion of a class or group."""
    return f"u:{unit_id}"


def unit_of(portion: str) -> str | None:
    """The unit of a portion, None if it is one of people or pairs."""
    return portion[2:] if portion.startswith("u:") else None


def is_of_people(portion: str) -> bool:
    """Whether the portion is one of people."""
    return portion.startswith("p:")


def is_of_pairs(portion: str) -> bool:
    """Whether the portion is one of guardians and pupils."""
    return portion.startswith("g:")


def division_of(portions: Iterable[str]) -> Division | None:
    """How people were divided into these portions."""
    return next((Division(int(portion.split(":")[1])) for portion in portions if is_of_people(portion)), None)


def print_of(content: bytes | bytearray) -> str:
    """The print of a portion's content."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


# --- a snapshot as an edition ----------------------------------------------------------------------------------------


class HeldEdition:
    """A snapshot, which is held in memory, by portions."""

    noisy: Collection[str] = ()
    has_changed = False
    said, is_known = "", False

    def __init__(self, snapshot: Snapshot) -> None:
        self.verdict, self.school = snapshot.verdict, snapshot.school
        self.problems, self.repairs = snapshot.problems, snapshot.repairs
        self.people_count = len(snapshot.people)
        self.nameless = sum(not (person.family and person.given) for person in snapshot.people)
        self.division = Division.of(self.people_count)
        self._snapshot = snapshot
        self._ids = {person.source_id for person in snapshot.people}
        self._units = {unit.source_id: unit for unit in snapshot.units}
        self._memberships = _grouped((row.unit_id, row) for row in snapshot.memberships)

    def prints(self) -> Mapping[str, str]:
        """The print of every portion."""
        known = self._units.keys() | self._memberships.keys()
        units = {unit_portion(key): [self._units.get(key), *self._memberships.get(key, ())] for key in known}
        content: dict[str, Iterable[object]] = {**self._people(), **self._pairs(), **units}
        return {
            portion: print_of("\n".join(sorted(map(_canonical, rows))).encode()) for portion, rows in content.items()
        }

    def units(self) -> Mapping[str, Unit]:
        """Every class and group by id."""
        return self._units

    def has_person(self, person_id: str) -> bool:
        """Whether the journal mentions the person."""
        return person_id in self._ids

    def people(self, portions: Collection[str]) -> Iterator[Person]:
        """The people of these portions."""
        groups = self._people()
        return (person for portion in portions for person in groups.get(portion, ()))

    def guardianships(self, portion: str) -> Iterable[Guardianship]:
        """The pairs of a portion."""
        return self._pairs().get(portion, ())

    def stays(self, unit_id: str) -> Mapping[Stay, Collection[str]]:
        """Everybody in a unit, by what is said of them."""
        found: dict[Stay, set[str]] = defaultdict(set)
        for row in self._memberships.get(unit_id, ()):
            found[Stay(row.part, row.begin_on, row.end_on, row.ended)].add(row.person_id)
        return found

    def close(self) -> None:
        """Nothing is open."""

    def _people(self) -> dict[str, list[Person]]:
        return _grouped((self.division.people(slot_of(one.source_id)), one) for one in self._snapshot.people)

    def _pairs(self) -> dict[str, list[Guardianship]]:
        pairs = self._snapshot.guardianships
        return _grouped((self.division.guardians(slot_of(pair.pupil_id)), pair) for pair in pairs)


def _canonical(row: object) -> str:
    if isinstance(row, Person):
        roles = sorted(row.roles)
        return repr((row.source_id, row.family, row.given, row.patronymic, roles, row.phones, row.enabled))
    return repr(row)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
