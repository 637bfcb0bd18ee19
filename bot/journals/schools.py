"""Finds the one school that a feed is read for, and the organisations that belong to it."""

from dataclasses import dataclass

from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.tables import Row, Table


@dataclass(frozen=True, slots=True)
class School:
    """The school. ``org_ids`` are its own id and those of its departments; ``is_only``: no other is in the feed."""

    name: str
    org_ids: frozenset[str]
    known_org_ids: frozenset[str]
    is_only: bool


def choose_school(orgs: Table, classes: Table, school_id: str | None, notes: Notes) -> School | None:
    """Take the school named in the settings, else the only one; None after noting why there is no choice."""
    if not orgs.columns:
        return _school_of_classes(classes, school_id, orgs.file, notes)
    by_id = {row["sourcedId"]: row for row in orgs.rows if row["sourcedId"]}
    schools = {key: row for key, row in by_id.items() if row["type"].casefold() == "school"}
    if school_id is None and len(schools) == 1:
        school_id = next(iter(schools))
    if school_id in schools:
        org_ids = frozenset(key for key in by_id if school_id in _with_parents(key, by_id))
        return School(schools[school_id]["name"], org_ids, frozenset(by_id), len(schools) == 1)
    if not schools:
        notes.refuse(Code.NO_SCHOOL, orgs.file)
    elif school_id is None:
        notes.refuse(Code.SEVERAL_SCHOOLS, orgs.file, schools=len(schools))
    else:
        notes.refuse(Code.UNKNOWN_SCHOOL, orgs.file)
    return None


def _school_of_classes(classes: Table, school_id: str | None, orgs_file: str, notes: Notes) -> School | None:
    """Without the table of organisations the classes still tell their school."""
    known = frozenset(row["schoolSourcedId"] for row in classes.rows) - {""}
    if school_id is None and len(known) == 1:
        (school_id,) = known
    if school_id not in known:
        notes.refuse(Code.NO_SCHOOL, orgs_file)
        return None
    return School("", frozenset({school_id}), known, len(known) == 1)


def _with_parents(key: str, by_id: dict[str, Row]) -> list[str]:
    chain: list[str] = []
    while key in by_id and key not in chain:
        chain.append(key)
        key = by_id[key]["parentSourcedId"]
    return chain
