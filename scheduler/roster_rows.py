"""What an edition says, as rows of the roster's tables with values as SQLite holds them."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from bot.domain.edition import slot_of
from bot.domain.kinds import Role
from bot.domain.roster import Guardianship, Person, Stay, Unit
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
        _spelled(person.roles),
        int(person.enabled),
        normal_name(full_name(person.family, person.given, person.patronymic)),
        slot,
    )


@lru_cache
def _spelled(roles: frozenset[Role]) -> str:
    return ",".join(role.value for role in Role if role in roles)


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


def of_stay(unit_id: str, stay: Stay, people: Iterable[str]) -> list[Values]:
    """The rows of everybody in a unit of whom the same is said."""
    begin_on, end_on = (day.isoformat() if day else None for day in (stay.begin_on, stay.end_on))
    part, is_ended = stay.part.value, int(stay.ended)
    return [(unit_id, person_id, part, begin_on, end_on, is_ended) for person_id in people]


def of_guardianship(pair: Guardianship) -> Values:
    """The row of a pair."""
    return pair.guardian_id, pair.pupil_id, slot_of(pair.pupil_id)
