"""What a journal says about one school: people, class units, subject groups, and who belongs where.

A ``Snapshot`` is one reading of a journal, normalised: names trimmed, phones in E.164, class titles in Cyrillic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.domain.kinds import Part, Role, UnitKind, Verdict


class Person(NamedTuple):
    """A person of the journal. ``phones`` holds Russian mobile numbers in E.164 only.

    ``enabled`` is False when the journal itself switched the person off (``enabledUser=false`` or ``tobedeleted``):
    an explicit exit, unlike a person who is merely missing.
    """

    source_id: str
    family: str
    given: str
    patronymic: str = ""
    roles: frozenset[Role] = frozenset()
    phones: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """A class unit or a subject group of one school year. ``parallel`` is 0…12; a class of another shape has None."""

    source_id: str
    kind: UnitKind
    title: str
    year: str
    parallel: int | None = None
    letter: str = ""
    subject: str = ""
    active: bool = True


class Membership(NamedTuple):
    """A person's part in a unit from ``begin_on`` to ``end_on`` inclusive; ``ended`` is the journal's deletion mark."""

    unit_id: str
    person_id: str
    part: Part
    begin_on: date | None = None
    end_on: date | None = None
    ended: bool = False


class Stay(NamedTuple):
    """What a membership says besides unit and person: most people of a unit have the same."""

    part: Part
    begin_on: date | None
    end_on: date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class Guardianship:
    """``guardian_id`` is a parent or legal representative of ``pupil_id``."""

    guardian_id: str
    pupil_id: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a journal that a person should know: a repair, a contradiction, a reason to refuse.

    ``code`` names a sentence of the catalogue (``journal-<code>``), ``place`` is file and line, ``values`` fill it.
    Never holds a phone, a password or any other value of a secret column.
    """

    code: str
    place: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str | int]:
        """What fills the sentence in any language: the values, the place and a count of rows."""
        return {"count": 1, **self.values, "place": self.place}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reading of a journal with a verdict on how far it may be believed.

    ``ok``: everything promised was read. ``partial``: some of it is missing, so absence proves nothing.
    ``empty``: a well-formed journal without people. ``failed``: not a journal at all; the collections are then empty.
    ``problems`` say why the verdict is not ``ok``; ``repairs`` list what was read leniently.
    """

    verdict: Verdict
    school: str = ""
    people: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()
    memberships: tuple[Membership, ...] = ()
    guardianships: tuple[Guardianship, ...] = ()
    problems: tuple[Remark, ...] = ()
    repairs: tuple[Remark, ...] = ()
