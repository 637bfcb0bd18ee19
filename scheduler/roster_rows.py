"""A snapshot as rows of the roster's tables: for each table the key columns, and everything that a row says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.kinds import Role
from bot.domain.roster import Snapshot
from bot.domain.russian import full_name, normal_name
from models.roster import RosterGuardianship, RosterMembership, RosterPerson, RosterPhone, RosterRow, RosterUnit

Row = dict[str, Any]
Key = tuple[Any, ...]
Digest = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """One roster table: the columns by which a row is known, and the others."""

    model: type[RosterRow]
    key: tuple[str, ...]
    values: tuple[str, ...] = ()

    def key_of(self, row: Row) -> Key:
        """What identifies a row."""
        return tuple(row[column] for column in self.key)


PEOPLE = Layout(RosterPerson, ("person_id",), ("family", "given", "patronymic", "roles", "is_enabled", "search"))
PHONES = Layout(RosterPhone, ("phone_digest", "person_id"))
UNITS = Layout(RosterUnit, ("unit_id",), ("kind", "title", "year", "parallel", "letter", "subject", "is_active"))
MEMBERSHIPS = Layout(RosterMembership, ("unit_id", "person_id", "part"), ("begin_on", "end_on", "is_ended"))
GUARDIANSHIPS = Layout(RosterGuardianship, ("guardian_id", "pupil_id"))
LAYOUTS = (PEOPLE, PHONES, UNITS, MEMBERSHIPS, GUARDIANSHIPS)


def rows_of(snapshot: Snapshot, digest: Digest) -> Mapping[Layout, dict[Key, Row]]:
    """All rows of a snapshot by table and key; ``digest`` turns a phone into its keyed fingerprint."""
    tables: dict[Layout, Iterable[Row]] = {
        PEOPLE: _people(snapshot),
        PHONES: (
            {"phone_digest": digest(phone), "person_id": person.source_id}
            for person in snapshot.people
            for phone in person.phones
        ),
        UNITS: _units(snapshot),
        MEMBERSHIPS: _memberships(snapshot),
        GUARDIANSHIPS: ({"guardian_id": row.guardian_id, "pupil_id": row.pupil_id} for row in snapshot.guardianships),
    }
    return {layout: {layout.key_of(row): row for row in rows} for layout, rows in tables.items()}


def _people(snapshot: Snapshot) -> Iterable[Row]:
    for person in snapshot.people:
        yield {
            "person_id": person.source_id,
            "family": person.family,
            "given": person.given,
            "patronymic": person.patronymic,
            "roles": ",".join(role.value for role in Role if role in person.roles),
            "is_enabled": person.enabled,
            "search": normal_name(full_name(person.family, person.given, person.patronymic)),
        }


def _units(snapshot: Snapshot) -> Iterable[Row]:
    for unit in snapshot.units:
        yield {
            "unit_id": unit.source_id,
            "kind": unit.kind,
            "title": unit.title,
            "year": unit.year,
            "parallel": unit.parallel,
            "letter": unit.letter,
            "subject": unit.subject,
            "is_active": unit.active,
        }


def _memberships(snapshot: Snapshot) -> Iterable[Row]:
    for row in snapshot.memberships:
        yield {
            "unit_id": row.unit_id,
            "person_id": row.person_id,
            "part": row.part,
            "begin_on": row.begin_on,
            "end_on": row.end_on,
            "is_ended": row.ended,
        }
