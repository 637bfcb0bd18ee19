"""What one row says of a person: name, roles of today, phones."""

import re
from collections.abc import Iterable
from datetime import date

from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.domain.russian import mobile_phones
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.schools import School
from bot.journals.tables import Row
from bot.journals.words import BOOLEANS, ROLES, is_active, items, read_date

_NO_PATRONYMIC = frozenset({"", "-", "—", "–", "нет", "отсутствует"})
_ROUNDED_BY_EXCEL = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


def unique_rows(rows: Iterable[Row], notes: Notes) -> dict[str, Row]:
    """Key rows by sourcedId; rows without one are left out, of rows that contradict each other the first is kept."""
    unique: dict[str, Row] = {}
    for row in rows:
        if not row["sourcedId"]:
            notes.incomplete(Code.MISSING_VALUE, row.place, column="sourcedId")
        elif unique.setdefault(row["sourcedId"], row).cells != row.cells:
            notes.incomplete(Code.DUPLICATE_ID, row.place)
    return unique


def role_here(row: Row, school: School, orgs_file: str, today: date, notes: Notes) -> Role | None:
    """The role that a row of roles.csv gives in this school today."""
    if not _is_valid(row, today, notes):
        return None
    return role_of(row, {row["orgSourcedId"]} - {""}, school, orgs_file, notes)


def role_of(row: Row, org_ids: set[str], school: School, orgs_file: str, notes: Notes) -> Role | None:
    """The role that a row gives, if it is one of this school."""
    if not _is_here(row, org_ids, school, orgs_file, notes):
        return None
    word = ROLES.read(row, "role", notes)
    if word and not word[1]:
        notes.repair(Code.ROLE_UNUSED, row.place, role=word[0])
    return word[1] if word else None


def _is_valid(row: Row, today: date, notes: Notes) -> bool:
    begin_on, end_on = read_date(row, "beginDate", notes), read_date(row, "endDate", notes)
    return is_active(row, notes) and (begin_on or today) <= today <= (end_on or today)


def _is_here(row: Row, org_ids: set[str], school: School, orgs_file: str, notes: Notes) -> bool:
    if org_ids & school.org_ids:
        return True
    if org_ids & school.known_org_ids:
        notes.repair(Code.ROLE_ELSEWHERE, row.place)
        return False
    if org_ids:
        notes.repair(Code.DANGLING, row.place, column="orgSourcedId", target=orgs_file)
    return school.is_only


def org_ids_of(user: Row) -> set[str]:
    """The organisations of a user."""
    return {*items(user["orgSourcedIds"]), user["primaryOrgSourcedId"]} - {""}


def person_of(row: Row, roles: frozenset[Role], notes: Notes, *, is_enabled: bool) -> Person:
    """A person with name and numbers."""
    for column in ("familyName", "givenName"):
        if not row[column]:
            notes.repair(Code.NAME_EMPTY, row.place, column=column)
    patronymic = row["middleName"]
    return Person(
        source_id=row["sourcedId"],
        family=row["familyName"],
        given=row["givenName"],
        patronymic="" if patronymic.casefold() in _NO_PATRONYMIC else patronymic,
        roles=roles,
        phones=_phones(row, notes),
        enabled=is_enabled,
    )


def is_enabled(row: Row, notes: Notes) -> bool:
    """Whether a user is neither switched off nor marked as deleted."""
    if not row["enabledUser"]:
        notes.repair(Code.DEFAULT_VALUE, row.place, column="enabledUser", read="true")
    word = BOOLEANS.read(row, "enabledUser", notes)
    return is_active(row, notes) and (word is None or word[1])


def _phones(row: Row, notes: Notes) -> tuple[str, ...]:
    phones: list[str] = []
    for cell in filter(None, (row["sms"], row["phone"])):
        found = mobile_phones(cell)
        if not found:
            notes.repair(Code.PHONE_EXCEL if _ROUNDED_BY_EXCEL.search(cell) else Code.PHONE_UNUSABLE, row.place)
        phones += found
    return tuple(dict.fromkeys(phones))
