"""When a journal that is whole in form is not believed: it differs too much from the roster that was good last."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.roster import Remark

FLOOR = 5
"""So few people or units never raise a doubt by themselves."""
PEOPLE_PERCENT, UNITS_PERCENT, NAMELESS_PERCENT = 20, 20, 5


class Doubt(StrEnum):
    """Why a reading is suspicious; the Russian sentence is ``journal-<doubt>`` of the catalogue."""

    PEOPLE_GONE = "doubt-people-gone"
    PEOPLE_RENUMBERED = "doubt-people-renumbered"
    UNITS_GONE = "doubt-units-gone"
    NEW_YEAR = "doubt-new-year"
    CLASS_LOST = "doubt-class-lost"
    NAMES_EMPTY = "doubt-names-empty"


@dataclass(frozen=True, slots=True)
class LostClass:
    """A class that had pupils and has none, though the journal neither closed it nor put them into another."""

    unit_id: str
    title: str
    pupils: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reading beside the roster that is visible. ``gone`` are those of before whom the reading does not mention.

    ``is_new_year``: all units that are gone are of a school year that the reading does not have any more.
    """

    people_before: int
    people_now: int
    people_gone: int
    units_before: int
    units_gone: int
    nameless: int = 0
    is_new_year: bool = False
    lost: tuple[LostClass, ...] = ()

    @classmethod
    def of_the_same(cls, people: int, units: int, nameless: int = 0) -> "Comparison":
        """A reading that says what the one before has said."""
        return cls(people, people, 0, units, 0, nameless)


def doubts(seen: Comparison) -> tuple[Remark, ...]:
    """Everything that speaks against a reading; nothing does when there was no roster before."""
    if seen.people_before == 0:
        return ()
    found: list[Remark] = []
    if _is_much(seen.people_gone, seen.people_before, PEOPLE_PERCENT):
        is_smaller = _is_much(seen.people_before - seen.people_now, seen.people_before, PEOPLE_PERCENT)
        values = {"gone": seen.people_gone, "before": seen.people_before, "now": seen.people_now}
        found.append(Remark(Doubt.PEOPLE_GONE if is_smaller else Doubt.PEOPLE_RENUMBERED, values=values))
    if seen.is_new_year and seen.units_gone:
        found.append(Remark(Doubt.NEW_YEAR, values={"gone": seen.units_gone}))
    elif _is_much(seen.units_gone, seen.units_before, UNITS_PERCENT):
        values = {"gone": seen.units_gone, "before": seen.units_before}
        found.append(Remark(Doubt.UNITS_GONE, values=values))
    if not seen.is_new_year:
        found += [
            Remark(Doubt.CLASS_LOST, values={"title": one.title, "pupils": one.pupils, "unit": one.unit_id})
            for one in seen.lost
        ]
    if _is_much(seen.nameless, seen.people_now, NAMELESS_PERCENT):
        found.append(Remark(Doubt.NAMES_EMPTY, values={"nameless": seen.nameless}))
    return tuple(found)


def name_of(doubt: Remark) -> str:
    """What a doubt is about; a person who trusts a reading trusts every later one that raises no other doubts."""
    return f"{doubt.code}:{doubt.values.get('unit', '')}"


def _is_much(part: int, whole: int, percent: int) -> bool:
    return part > FLOOR and part * 100 > whole * percent
