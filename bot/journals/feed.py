"""Opens a OneRoster bulk export: the manifest's promises, and the tables that are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.journals.files import open_files
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.tables import Layout, Table, ends_whole, read_table

# Phones, passwords and birth dates of other tables and columns are never looked at: what is not here is not read.
MANIFEST = Layout("manifest", ("propertyName", "value"))
ORGS = Layout("orgs", ("sourcedId", "name", "type"), ("status", "parentSourcedId"))
USERS = Layout(
    "users",
    ("sourcedId", "enabledUser", "givenName", "familyName"),
    ("status", "middleName", "sms", "phone", "agentSourcedIds", "role", "orgSourcedIds", "primaryOrgSourcedId"),
)
ROLES = Layout("roles", ("userSourcedId", "role"), ("status", "beginDate", "endDate", "orgSourcedId"))
CLASSES = Layout(
    "classes",
    ("sourcedId", "title", "classType"),
    ("status", "grades", "courseSourcedId", "schoolSourcedId", "termSourcedIds", "subjects"),
)
ENROLMENTS = Layout(
    "enrollments",
    ("classSourcedId", "userSourcedId", "role"),
    ("status", "primary", "beginDate", "endDate"),
)
COURSES = Layout("courses", ("sourcedId", "title"), ("schoolYearSourcedId",), is_core=False)
SESSIONS = Layout("academicSessions", ("sourcedId", "title", "type"), ("parentSourcedId", "schoolYear"), is_core=False)

LAYOUTS = (ORGS, USERS, ROLES, CLASSES, ENROLMENTS, COURSES, SESSIONS)
FILES_NOT_READ = (
    "categories",
    "classResources",
    "courseResources",
    "demographics",
    "lineItemLearningObjectiveIds",
    "lineItems",
    "lineItemScoreScales",
    "resources",
    "resultLearningObjectiveIds",
    "results",
    "resultScoreScales",
    "scoreScales",
    "userProfiles",
    "userResources",
)
_SPELLED = {name.casefold(): name for name in (*(layout.name for layout in LAYOUTS), *FILES_NOT_READ)}
_VERSION = re.compile(r"v?(1\.[12])(\.\d+)*")


@dataclass(frozen=True, slots=True)
class Feed:
    """The tables of one export; a table that is absent has no rows."""

    orgs: Table
    users: Table
    roles: Table | None
    classes: Table
    enrolments: Table
    courses: Table
    sessions: Table


@dataclass(frozen=True, slots=True)
class _Manifest:
    version: str
    modes: Mapping[str, str]
    """``bulk`` or ``absent`` by lower-case table name; what is left open in the manifest is not here."""


def read_feed(path: Path, notes: Notes) -> Feed:
    """Read every table that is needed; what is wrong is noted. Raises ``RefusedError`` if there is nothing to read."""
    wanted = {layout.name.casefold() for layout in (MANIFEST, *LAYOUTS)}
    contents, present = open_files(path, wanted)
    ends_with_newline = any(ends_whole(content) for _, content in contents.values())

    def table(layout: Layout) -> Table | None:
        if layout.name.casefold() not in contents:
            return None
        file, content = contents[layout.name.casefold()]
        return read_table(content, file, layout, notes, ends_with_newline=ends_with_newline)

    manifest = _read_manifest(table(MANIFEST), present, notes)
    readable = [layout for layout in LAYOUTS if _is_readable(layout, manifest, present, notes)]
    tables = {layout.name: table(layout) for layout in readable}
    _check_roles(tables, manifest, notes)
    orgs, users, classes, enrolments, courses, sessions = (
        tables.get(layout.name) or Table(f"{layout.name}.csv")
        for layout in (ORGS, USERS, CLASSES, ENROLMENTS, COURSES, SESSIONS)
    )
    return Feed(orgs, users, tables.get(ROLES.name), classes, enrolments, courses, sessions)


def _read_manifest(table: Table | None, present: frozenset[str], notes: Notes) -> _Manifest:
    if table is None:
        if MANIFEST.name not in present:
            notes.refuse(Code.NO_MANIFEST)
        return _Manifest("", {})
    properties = {row["propertyName"].casefold(): row for row in table.rows}
    version_row = properties.get("oneroster.version")
    version = _VERSION.fullmatch(version_row["value"]) if version_row else None
    if version is None:
        notes.refuse(Code.VERSION, version_row.place if version_row else table.file)
    modes = {}
    for name, row in properties.items():
        file, mode = name.removeprefix("file."), row["value"].casefold()
        if file not in _SPELLED or not name.startswith("file.") or not mode:
            continue
        if mode == "delta":
            notes.refuse(Code.DELTA, row.place)
        elif mode not in ("bulk", "absent"):
            notes.incomplete(Code.UNKNOWN_WORD, row.place, column="value")
        elif mode == "bulk" and file not in present:
            notes.incomplete(Code.FILE_MISSING, row.place, file=f"{_SPELLED[file]}.csv")
        modes[file] = mode
    return _Manifest(version[1] if version else "", modes)


def _is_readable(layout: Layout, manifest: _Manifest, present: frozenset[str], notes: Notes) -> bool:
    key, file = layout.name.casefold(), f"{layout.name}.csv"
    mode = manifest.modes.get(key)
    if key in present and mode == "absent":
        notes.repair(Code.NOT_PROMISED, "manifest.csv", file=file)
    elif key in present and mode is None and manifest.version:
        notes.repair(Code.MANIFEST_GAP, "manifest.csv", file=file)
    is_readable = key in present and mode != "absent"
    if not is_readable and layout.is_core and layout is not ROLES and mode != "bulk":
        notes.refuse(Code.TABLE_ABSENT, file=file)
    return is_readable


def _check_roles(tables: Mapping[str, Table | None], manifest: _Manifest, notes: Notes) -> None:
    """Roles stand in roles.csv (1.2) or in the column ``role`` of the users (1.1)."""
    users = tables.get(USERS.name)
    if users is None or ROLES.name in tables or manifest.modes.get("roles") == "bulk":
        return
    if "role" not in users.columns:
        if manifest.version == "1.1":
            notes.refuse(Code.MISSING_COLUMNS, users.file, columns="role")
        else:
            notes.refuse(Code.TABLE_ABSENT, file="roles.csv")
    elif manifest.version == "1.2":
        notes.repair(Code.ROLE_IN_USERS, users.file)
