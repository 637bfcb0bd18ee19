"""Reads the visible roster: people, units, and who is active in what today."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tortoise.expressions import Q, Subquery

from bot.domain.kinds import Part, Role, UnitKind
from bot.domain.roster import Membership, Person, Unit
from models.roster import RosterGuardianship, RosterMembership, RosterPerson, RosterPhone, RosterUnit
from models.schools import School
from models.steering import Exclusion

ADMINISTRATORS = [
    ",".join(role.value for role in Role if role in (Role.ADMINISTRATOR, *others))
    for number in range(len(Role))
    for others in combinations([role for role in Role if role is not Role.ADMINISTRATOR], number)
]
"""Every list of roles, as the table spells it, that makes somebody an administrator: an index finds those."""


@dataclass(frozen=True, slots=True)
class Participation:
    """A part that somebody who is not switched off has in a unit today."""

    unit_id: str
    person_id: str
    part: Part


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of one school as of its visible number, on one day.

    ``consent_parallels``: pupils up to this parallel need a guardian's consent to be in chats (0: nobody does).
    ``excluded`` are pairs of a guardian and a pupil from whom the school keeps them away: here they are no family.
    """

    school: str
    number: int
    today: date
    consent_parallels: int = 0
    excluded: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    async def of(cls, school: str, today: date) -> "Roster":
        """The roster that is visible now; number 0 (nobody) before the first import."""
        row = await School.get_or_none(key=school)
        if row is None:
            return cls(school, 0, today)
        excluded = await Exclusion.filter(school_id=school).values_list("person_id", "pupil_id")
        return cls(school, row.roster_number, today, row.consent_parallels, frozenset(map(tuple, excluded)))

    async def people(self, ids: Collection[str]) -> dict[str, Person]:
        """People by source id, switched off ones included."""
        rows = await RosterPerson.filter(self._visible(), person_id__in=list(ids)) if ids else []
        return {row.person_id: _person(row) for row in rows}

    async def person(self, person_id: str) -> Person | None:
        """One person, or None when the journal does not know the id."""
        return (await self.people([person_id])).get(person_id)

    async def size(self) -> int:
        """How many active people the journal shows."""
        return await RosterPerson.filter(self._visible(), is_enabled=True).count()

    async def staff(self) -> list[Person]:
        """Everybody active who works at the school, by name."""
        rows = await RosterPerson.filter(self._visible(), is_enabled=True).order_by("search")
        return [person for person in map(_person, rows) if any(role.is_staff for role in person.roles)]

    async def administrators(self) -> list[Person]:
        """Everybody active who administers the school."""
        rows = await RosterPerson.filter(self._visible(), roles__in=ADMINISTRATORS, is_enabled=True)
        return [_person(row) for row in rows]

    async def people_called(self, name: str) -> list[Person]:
        """Everybody active whose name, folded for comparing, begins like this: family first."""
        rows = await RosterPerson.filter(self._visible(), is_enabled=True, search__startswith=name).order_by("search")
        return [_person(row) for row in rows]

    async def people_with_phone(self, phone_digest: str) -> list[Person]:
        """Everybody active behind a number."""
        ids = await RosterPhone.filter(self._visible(), phone_digest=phone_digest).values_list("person_id", flat=True)
        return [person for person in (await self.people(list(map(str, ids)))).values() if person.enabled]

    async def phone_digests(self, person_id: str) -> set[str]:
        """Fingerprints of a person's numbers."""
        rows = await RosterPhone.filter(self._visible(), person_id=person_id).values_list("phone_digest", flat=True)
        return set(map(str, rows))

    async def units(self, ids: Collection[str]) -> dict[str, Unit]:
        """Units by source id, inactive ones included."""
        rows = await RosterUnit.filter(self._visible(), unit_id__in=list(ids)) if ids else []
        return {row.unit_id: _unit(row) for row in rows}

    async def classes(self) -> list[Unit]:
        """All active class units, by number and then by letter."""
        rows = await RosterUnit.filter(self._visible(), kind=UnitKind.CLASS, is_active=True)
        return sorted(
            map(_unit, rows), key=lambda unit: (unit.parallel is None, unit.parallel, unit.letter, unit.title)
        )

    async def groups(self, ids: Collection[str] | None = None) -> list[Unit]:
        """Active subject groups, all or those of ``ids``, by title."""
        condition = self._visible() & Q(kind=UnitKind.GROUP, is_active=True)
        rows = await RosterUnit.filter(condition if ids is None else condition & Q(unit_id__in=list(ids)))
        return sorted(map(_unit, rows), key=lambda unit: (unit.title, unit.source_id))

    async def memberships(
        self, *, units: Collection[str] | None = None, people: Collection[str] | None = None
    ) -> list[Membership]:
        """Memberships of these units, or of these people, over ones included."""
        condition = self._visible()
        if units is not None:
            condition &= Q(unit_id__in=list(units))
        if people is not None:
            condition &= Q(person_id__in=list(people))
        return [_membership(row) for row in await RosterMembership.filter(condition)]

    def is_active(self, membership: Membership) -> bool:
        """Whether a membership holds today."""
        has_begun = membership.begin_on is None or membership.begin_on <= self.today
        is_over = membership.end_on is not None and membership.end_on < self.today
        return has_begun and not is_over and not membership.ended

    async def active(
        self,
        *,
        units: Collection[str] | None = None,
        people: Collection[str] | None = None,
        part: Part | None = None,
        in_classes: bool = False,
    ) -> list[Participation]:
        """Who has which part today in these units, or these people in any; only in active classes if asked for."""
        condition = self._visible() & self._holds_today()
        if units is not None:
            condition &= Q(unit_id__in=list(units))
        if people is not None:
            condition &= Q(person_id__in=list(people))
        if part is not None:
            condition &= Q(part=part)
        if in_classes:
            classes = RosterUnit.filter(self._visible(), kind=UnitKind.CLASS, is_active=True)
            condition &= Q(unit_id__in=Subquery(classes.values("unit_id")))
        rows = await RosterMembership.filter(condition).values_list("unit_id", "person_id", "part")
        found = [Participation(*row) for row in rows]
        enabled = await self._enabled({row.person_id for row in found})
        return [row for row in found if row.person_id in enabled]

    async def guardians(self, pupils: Collection[str]) -> dict[str, list[str]]:
        """Guardians by pupil, but those who are kept away from the child."""
        rows = await RosterGuardianship.filter(self._visible(), pupil_id__in=list(pupils)) if pupils else []
        pairs = [(row.pupil_id, row.guardian_id) for row in rows]
        return _grouped(pair for pair in pairs if pair[::-1] not in self.excluded)

    async def children(self, guardians: Collection[str]) -> dict[str, list[str]]:
        """Pupils by guardian, but those from whom the guardian is kept away."""
        rows = await RosterGuardianship.filter(self._visible(), guardian_id__in=list(guardians)) if guardians else []
        pairs = [(row.guardian_id, row.pupil_id) for row in rows]
        return _grouped(pair for pair in pairs if pair not in self.excluded)

    async def homeroom_teachers(self, unit_id: str) -> list[str]:
        """Who leads the class; usually one."""
        return [row.person_id for row in await self.active(units=[unit_id], part=Part.HOMEROOM)]

    def _visible(self) -> Q:
        return Q(school=self.school, since__lte=self.number) & (Q(until__isnull=True) | Q(until__gt=self.number))

    async def _enabled(self, ids: Collection[str]) -> set[str]:
        """Those of these people who are not switched off."""
        known = RosterPerson.filter(self._visible(), person_id__in=list(ids), is_enabled=True)
        return set(map(str, await known.values_list("person_id", flat=True))) if ids else set()

    def _holds_today(self) -> Q:
        has_begun = Q(begin_on__isnull=True) | Q(begin_on__lte=self.today)
        is_not_over = Q(end_on__isnull=True) | Q(end_on__gte=self.today)
        return Q(is_ended=False) & has_begun & is_not_over


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in sorted(pairs):
        groups[key].append(value)
    return groups


def _person(row: RosterPerson) -> Person:
    roles = frozenset(Role(role) for role in row.roles.split(",") if role)
    return Person(row.person_id, row.family, row.given, row.patronymic, roles, (), row.is_enabled)


def _unit(row: RosterUnit) -> Unit:
    return Unit(row.unit_id, row.kind, row.title, row.year, row.parallel, row.letter, row.subject, row.is_active)


def _membership(row: RosterMembership) -> Membership:
    return Membership(row.unit_id, row.person_id, row.part, row.begin_on, row.end_on, row.is_ended)
