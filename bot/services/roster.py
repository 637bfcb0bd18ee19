"""Reads the visible roster: people, units, and who is active in what today."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from sqlite3 import Row

from bot.domain.kinds import Part, Role, UnitKind
from bot.domain.roster import Membership, Person, Unit
from models import roster_queries
from models.roster_queries import ENABLED, HOLDS_ON, IN_A_CLASS
from models.roster_sql import GUARDIANSHIPS, MEMBERSHIPS, PEOPLE, PHONES, UNITS, RowTable
from models.rows import holes, select

_STANDING = """
SELECT roster_number, consent_parallels, person_id, pupil_id FROM school
LEFT JOIN exclusion ON exclusion.school_id = school.key WHERE school.key = ?
"""
ADMINISTRATORS = [
    ",".join(role.value for role in Role if role in (Role.ADMINISTRATOR, *others))
    for number in range(len(Role))
    for others in combinations([role for role in Role if role is not Role.ADMINISTRATOR], number)
]
"""Every list of roles, as the table spells it, that makes somebody an administrator: an index finds those."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of one school as of its visible number, on one day.

    ``consent_parallels``: pupils up to this parallel need a guardian's consent to be in chats (0: nobody does).
    ``excluded`` are pairs of a guardian and a pupil from whom the school keeps them away: here they are no family.
    ``shut_out`` are people whom an administrator has shut out of the bot.
    """

    school: str
    number: int
    today: date
    consent_parallels: int = 0
    excluded: frozenset[tuple[str, str]] = frozenset()
    shut_out: frozenset[str] = frozenset()

    @classmethod
    async def of(cls, school: str, today: date) -> "Roster":
        """The roster that is visible now; number 0 (nobody) before the first import."""
        rows = await select(_STANDING, [school])
        if not rows:
            return cls(school, 0, today)
        number, consent_parallels, *_ = rows[0]
        excluded = frozenset((person, pupil) for *_, person, pupil in rows if person is not None and pupil)
        shut_out = frozenset(person for *_, person, pupil in rows if person is not None and not pupil)
        return cls(school, number, today, consent_parallels, excluded, shut_out)

    async def people(self, ids: Collection[str]) -> dict[str, Person]:
        """People by source id, switched off ones included."""
        return {row["person_id"]: _person(row) for row in await self._among(PEOPLE, "person_id", ids)}

    async def person(self, person_id: str) -> Person | None:
        """One person, or None when the journal does not know the id."""
        return (await self.people([person_id])).get(person_id)

    async def size(self) -> int:
        """How many active people the journal shows."""
        return await roster_queries.people(self.school, self.number)

    async def staff(self) -> list[Person]:
        """Everybody active who works at the school, by name."""
        rows = await self._rows(PEOPLE, "is_enabled ORDER BY search")
        return [person for person in map(_person, rows) if any(role.is_staff for role in person.roles)]

    async def administrators(self) -> list[Person]:
        """Everybody active who administers the school."""
        return [_person(row) for row in await self._among(PEOPLE, "is_enabled AND roles", ADMINISTRATORS)]

    async def people_called(self, name: str) -> list[Person]:
        """Everybody active whose name, folded for comparing, begins like this: family first."""
        rows = await self._rows(PEOPLE, "is_enabled AND substr(search, 1, ?) = ? ORDER BY search", [len(name), name])
        return [_person(row) for row in rows]

    async def people_with_phone(self, phone_digest: str) -> list[Person]:
        """Everybody active behind a number."""
        rows = await self._among(PHONES, "phone_digest", [phone_digest])
        return [person for person in (await self.people([row["person_id"] for row in rows])).values() if person.enabled]

    async def phone_digests(self, person_id: str) -> set[str]:
        """Fingerprints of a person's numbers."""
        rows = await self._rows(PHONES, "person_id = ?", [person_id])
        return {row["phone_digest"] for row in rows}

    async def units(self, ids: Collection[str]) -> dict[str, Unit]:
        """Units by source id, inactive ones included."""
        return {row["unit_id"]: _unit(row) for row in await self._among(UNITS, "unit_id", ids)}

    async def classes(self) -> list[Unit]:
        """All active class units, by number and then by letter."""
        rows = await self._rows(UNITS, "is_active AND kind = 'class'")
        return sorted(
            map(_unit, rows), key=lambda unit: (unit.parallel is None, unit.parallel, unit.letter, unit.title)
        )

    async def groups(self, ids: Collection[str] | None = None) -> list[Unit]:
        """Active subject groups, all or those of ``ids``, by title."""
        condition = "is_active AND kind = 'group'"
        found = self._rows(UNITS, condition) if ids is None else self._among(UNITS, f"{condition} AND unit_id", ids)
        return sorted(map(_unit, await found), key=lambda unit: (unit.title, unit.source_id))

    async def memberships(
        self, *, units: Collection[str] | None = None, people: Collection[str] | None = None
    ) -> list[Membership]:
        """Memberships of these units, or of these people, over ones included."""
        return [_membership(row) for row in await self._rows(MEMBERSHIPS, *_of(units, people))]

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
    ) -> list[Membership]:
        """Who, unless switched off, has which part today in these units, or these people in any.

        ``in_classes``: only in active classes.
        """
        condition, values = _of(units, people)
        if part is not None:
            condition, values = f"{condition} AND part = ?", [*values, part.value]
        condition += f" AND {HOLDS_ON} AND {ENABLED}" + (f" AND {IN_A_CLASS}" if in_classes else "")
        rows = await self._rows(MEMBERSHIPS, condition, [*values, *[self.today.isoformat()] * 2])
        return [_membership(row) for row in rows]

    async def guardians(self, pupils: Collection[str]) -> dict[str, list[str]]:
        """Guardians by pupil, but those who are kept away from the child."""
        rows = await self._among(GUARDIANSHIPS, "pupil_id", pupils)
        pairs = [(row["pupil_id"], row["guardian_id"]) for row in rows]
        return _grouped(pair for pair in pairs if pair[::-1] not in self.excluded)

    async def children(self, guardians: Collection[str]) -> dict[str, list[str]]:
        """Pupils by guardian, but those from whom the guardian is kept away."""
        rows = await self._among(GUARDIANSHIPS, "guardian_id", guardians)
        pairs = [(row["guardian_id"], row["pupil_id"]) for row in rows]
        return _grouped(pair for pair in pairs if pair not in self.excluded)

    async def homeroom_teachers(self, unit_id: str) -> list[str]:
        """Who leads the class; usually one."""
        return [row.person_id for row in await self.active(units=[unit_id], part=Part.HOMEROOM)]

    async def _rows(self, table: RowTable, condition: str, values: Sequence[object] = ()) -> Sequence[Row]:
        return await roster_queries.visible(table, self.school, self.number, condition, values)

    async def _among(self, table: RowTable, condition: str, values: Collection[str]) -> Sequence[Row]:
        """The rows of which the last column of the condition is among the values."""
        return await self._rows(table, f"{condition} IN ({holes(values)})", list(values)) if values else ()


def _of(units: Collection[str] | None, people: Collection[str] | None) -> tuple[str, list[str]]:
    """The condition of memberships in these units, or of these people, and its values."""
    wanted = [("unit_id", units), ("person_id", people)]
    conditions = [f"{column} IN ({holes(ids)})" for column, ids in wanted if ids is not None]
    return " AND ".join(conditions) or "1", [one for _, ids in wanted for one in ids or ()]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in sorted(pairs):
        groups[key].append(value)
    return groups


def _person(row: Row) -> Person:
    roles = frozenset(Role(role) for role in row["roles"].split(",") if role)
    names = row["family"], row["given"], row["patronymic"]
    return Person(row["person_id"], *names, roles, (), bool(row["is_enabled"]))


def _unit(row: Row) -> Unit:
    place = row["parallel"], row["letter"], row["subject"]
    return Unit(row["unit_id"], UnitKind(row["kind"]), row["title"], row["year"], *place, bool(row["is_active"]))


def _membership(row: Row) -> Membership:
    days = _day(row["begin_on"]), _day(row["end_on"])
    return Membership(row["unit_id"], row["person_id"], Part(row["part"]), *days, bool(row["is_ended"]))


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
