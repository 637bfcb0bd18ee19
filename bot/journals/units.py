"""Class units and subject groups of a feed: titles, parallels, subjects, school years."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.kinds import UnitKind
from bot.domain.roster import Unit
from bot.domain.russian import MAX_PARALLEL, parse_class_title
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.people import unique_rows
from bot.journals.problems import Code
from bot.journals.schools import School
from bot.journals.tables import Row
from bot.journals.words import CLASS_TYPES, is_active, items

_SCHOOL_YEAR = "schoolyear"
_BEFORE_SCHOOL = frozenset({"kg", "pk", "pr", "tk"})


@dataclass(frozen=True, slots=True)
class _Lookups:
    feed: Feed
    courses: Mapping[str, Row]
    sessions: Mapping[str, Row]
    years: tuple[str, ...]
    """Titles of all school years of the feed."""


def read_units(feed: Feed, school: School, notes: Notes) -> dict[str, Unit]:
    """Read the classes of the school."""
    courses, sessions = unique_rows(feed.courses.rows, notes), unique_rows(feed.sessions.rows, notes)
    years = tuple(_year_title(row) for row in sessions.values() if row["type"].casefold() == _SCHOOL_YEAR)
    lookups = _Lookups(feed, courses, sessions, years)
    rows = unique_rows(feed.classes.rows, notes)
    read = (_unit(row, lookups, notes) for row in rows.values() if _is_of(school, row, feed, notes))
    units = {unit.source_id: unit for unit in read if unit}
    if units and not any(unit.kind is UnitKind.CLASS for unit in units.values()):
        notes.repair(Code.NO_HOMEROOM_CLASSES, feed.classes.file)
    return _told_apart(units, rows)


def _is_of(school: School, row: Row, feed: Feed, notes: Notes) -> bool:
    org = row["schoolSourcedId"]
    if org and org not in school.known_org_ids:
        notes.repair(Code.DANGLING, row.place, column="schoolSourcedId", target=feed.orgs.file)
    return org in school.org_ids or (school.is_only and org not in school.known_org_ids)


def _unit(row: Row, lookups: _Lookups, notes: Notes) -> Unit | None:
    kind = CLASS_TYPES.read(row, "classType", notes)
    if kind is None:
        if not row["classType"]:
            notes.incomplete(Code.MISSING_VALUE, row.place, column="classType")
        return None
    course, is_class = _course(row, lookups, notes), kind[1] is UnitKind.CLASS
    unit = Unit(
        source_id=row["sourcedId"],
        kind=kind[1],
        title=row["title"],
        year=_year(row, course, lookups, notes),
        parallel=_parallel(row),
        subject="" if is_class else _subject(row, course),
        active=is_active(row, notes),
    )
    return _with_class_title(unit, row, notes) if is_class else unit


def _subject(row: Row, course: Row | None) -> str:
    return course["title"] if course else next(iter(items(row["subjects"])), "")


def _course(row: Row, lookups: _Lookups, notes: Notes) -> Row | None:
    course = lookups.courses.get(row["courseSourcedId"])
    if course is None and row["courseSourcedId"]:
        notes.repair(Code.DANGLING, row.place, column="courseSourcedId", target=lookups.feed.courses.file)
    return course


def _with_class_title(unit: Unit, row: Row, notes: Notes) -> Unit:
    title = parse_class_title(unit.title)
    if title is None:
        notes.repair(Code.CLASS_TITLE, row.place, title=unit.title)
        return unit
    if unit.parallel not in (None, title.parallel):
        notes.repair(Code.GRADE_DIFFERS, row.place, title=title.title)
    return replace(unit, title=title.title, parallel=title.parallel, letter=title.letter)


def _told_apart(units: dict[str, Unit], rows: Mapping[str, Row]) -> dict[str, Unit]:
    """Two classes that would be called the same, as «10А (физ.-мат.)» and «10А (гум.)», keep their own titles."""
    same = Counter((unit.title, unit.year) for unit in units.values() if unit.kind is UnitKind.CLASS and unit.active)
    return {
        key: replace(unit, title=rows[key]["title"]) if same[unit.title, unit.year] > 1 else unit
        for key, unit in units.items()
    }


def _parallel(row: Row) -> int | None:
    """Read the only grade of a class; a group over several parallels has none."""
    grades = items(row["grades"])
    if len(grades) != 1:
        return None
    if grades[0].casefold() in _BEFORE_SCHOOL:
        return 0
    is_number = grades[0].isascii() and grades[0].isdigit() and len(grades[0]) <= 2
    return int(grades[0]) if is_number and int(grades[0]) <= MAX_PARALLEL else None


def _year(row: Row, course: Row | None, lookups: _Lookups, notes: Notes) -> str:
    starts = [*items(row["termSourcedIds"]), course["schoolYearSourcedId"] if course else ""]
    for start in starts:
        if start and start not in lookups.sessions:
            notes.repair(Code.DANGLING, row.place, column="termSourcedIds", target=lookups.feed.sessions.file)
        if year := _year_above(start, lookups.sessions):
            return year
    if len(lookups.years) == 1:
        notes.repair(Code.YEAR_GUESSED, row.place, target=lookups.feed.sessions.file)
        return lookups.years[0]
    notes.repair(Code.YEAR_UNKNOWN, row.place)
    return ""


def _year_title(session: Row) -> str:
    """«2026/2027» from the year in which it ends: a title may be reworded, and a new year would make new chats."""
    end = session["schoolYear"].strip()
    return f"{int(end) - 1}/{end}" if end.isascii() and end.isdigit() else session["title"]


def _year_above(session_id: str, sessions: Mapping[str, Row]) -> str:
    seen: set[str] = set()
    while session_id in sessions and session_id not in seen:
        seen.add(session_id)
        session = sessions[session_id]
        if session["type"].casefold() == _SCHOOL_YEAR:
            return _year_title(session)
        session_id = session["parentSourcedId"]
    return ""
