"""The words of OneRoster in the spellings that are met, dates and lists."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from bot.domain.kinds import Part, Role, UnitKind
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.tables import Row

_Meaning = TypeVar("_Meaning")
_OWN_WORD = "ext:"
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)


class Vocabulary(Generic[_Meaning]):
    """The words allowed in one column. ``aliases`` are other spellings seen in exports."""

    def __init__(self, meanings: Mapping[str, _Meaning], aliases: Mapping[str, str] | None = None) -> None:
        self._meanings = meanings
        self._words = {word.casefold(): word for word in meanings} | dict(aliases or {})

    def read(self, row: Row, column: str, notes: Notes) -> tuple[str, _Meaning] | None:
        """Return the standard's word and its meaning; None for an empty cell, an own (``ext:``) or an unknown word."""
        found = row[column]
        if not found or found.casefold().startswith(_OWN_WORD):
            return None
        word = self._words.get(found.casefold())
        if word is None:
            notes.incomplete(Code.UNKNOWN_WORD, row.place, column=column)
            return None
        if word != found:
            notes.repair(Code.SPELLING, row.place, column=column, found=found, read=word)
        return word, self._meanings[word]


BOOLEANS = Vocabulary(
    {"true": True, "false": False},
    {"1": "true", "yes": "true", "y": "true", "да": "true", "0": "false", "no": "false", "n": "false", "нет": "false"},
)
STATUSES = Vocabulary({"active": True, "tobedeleted": False}, {"inactive": "tobedeleted"})
CLASS_TYPES = Vocabulary({"homeroom": UnitKind.CLASS, "scheduled": UnitKind.GROUP})
ROLES: Vocabulary[Role | None] = Vocabulary(
    {
        "student": Role.PUPIL,
        "parent": Role.GUARDIAN,
        "guardian": Role.GUARDIAN,
        "relative": Role.GUARDIAN,
        "teacher": Role.TEACHER,
        "aide": Role.STAFF,
        "counselor": Role.STAFF,
        "proctor": Role.STAFF,
        "principal": Role.ADMINISTRATOR,
        "administrator": Role.ADMINISTRATOR,
        "siteAdministrator": Role.ADMINISTRATOR,
        "systemAdministrator": Role.ADMINISTRATOR,
        "districtAdministrator": None,
    }
)
ENROLMENT_ROLES: Vocabulary[Part | None] = Vocabulary(
    {
        "student": Part.PUPIL,
        "teacher": Part.TEACHER,
        "administrator": None,
        "proctor": None,
        "aide": None,
        "guardian": None,
        "parent": None,
    }
)


def is_active(row: Row, notes: Notes) -> bool:
    """Whether the row is not marked as deleted; a bulk export should leave the status empty."""
    status = STATUSES.read(row, "status", notes)
    if status is None:
        return True
    notes.repair(Code.STATUS_IN_BULK, row.place)
    return status[1]


def read_date(row: Row, column: str, notes: Notes) -> date | None:
    """Read an ISO date, or one written day first with dots or slashes."""
    found = row[column]
    if not found:
        return None
    iso, wild = _ISO_DATE.fullmatch(found), _DAY_FIRST.fullmatch(found)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if wild:
            day = date(int(wild[3]), int(wild[2]), int(wild[1]))
            notes.repair(Code.DATE_SPELLING, row.place, column=column)
            return day
    except ValueError:
        pass
    notes.repair(Code.BAD_DATE, row.place, column=column)
    return None


@lru_cache
def items(cell: str) -> tuple[str, ...]:
    """Split a list cell."""
    return tuple(dict.fromkeys(part.strip() for part in re.split("[,;]", cell) if part.strip()))
