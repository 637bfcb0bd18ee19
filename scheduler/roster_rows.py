"""What an edition says, as rows of the roster's tables with values as SQLite holds them."""

from collections.abc import Callable, Iterable

from bot.domain.edition import slot_of
from bot.domain.kinds import Role
from bot.domain.roster import Guardianship, Membership, Person, Unit
from bot.domain.russian import full_name, normal_name
from models.roster_sql import Values

Digest = Callable[[str], str]


def of_person(person: Person, slot: int) -> Values:
    """The row of a person."""
    return (
        person.source_id,
        person.family,
        person.given,
        person.patronymic,
        ",".join(role.value for role in Role if role in person.roles),
        int(person.enabled),
        normal_name(full_name(person.family, person.given, person.patronymic)),
        slot,
    )


def of_phones(person: Person, slot: int, digest: Digest) -> Iterable[Values]:
    """The rows of a person's numbers; ``digest`` turns a phone into its keyed fingerprint."""
    return ((digest(phone), person.source_id, slot) for phone in person.phones)


def of_unit(unit: Unit) -> Values:
    """The row of a class or group."""
    return (
        unit.source_id,
        unit.kind.value,
        unit.title,
        unit.year,
        unit.parallel,
        unit.letter,
        unit.subject,
        int(unit.active),
    )


def of_membership(row: Membership) -> Values:
    """The row of somebody's part in a unit."""
    begin_on, end_on = (day.isoformat() if day else None for day in (row.begin_on, row.end_on))
    return row.unit_id, row.person_id, row.part.value, begin_on, end_on, int(row.ended)


def of_guardianship(pair: Guardianship) -> Values:
    """The row of a pair."""
    return pair.guardian_id, pair.pupil_id, slot_of(pair.pupil_id)
