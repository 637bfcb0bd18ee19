"""Opens a OneRoster bulk export: the manifest's promises, and the tables that are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.kinds import Verdict
from bot.journals.files import CsvFile
from bot.journals.headers import Layout
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.said import Said
from bot.journals.tables import OpenTable, Table, open_table
from bot.journals.text import survey

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
    """The tables of one export; a table that is absent has no rows. The long ones are read row by row.

    ``said`` is what was read of them so far.
    """

    orgs: Table
    users: OpenTable | None
    roles: OpenTable | None
    classes: Table
    enrolments: OpenTable | None
    courses: Table
    sessions: Table
    said: Said

    @property
    def _long_tables(self) -> list[OpenTable]:
        return [table for table in (self.users, self.roles, self.enrolments) if table]

    @property
    def has_changed(self) -> bool:
        """Whether somebody has written to a long table since it was opened."""
        return any(table.has_changed for table in self._long_tables)

    def says(self, known: str) -> bool:
        """Whether the tables are well-formed and say what is known by its print; reads up to the first difference."""
        said, notes = self.said.copy(), Notes()
        for table in self._long_tables:
            for _ in said.of(table, table.layout.columns, notes):
                if not known.startswith(said.text):
                    return False
        return said.text == known and notes.verdict is Verdict.OK


@dataclass(frozen=True, slots=True)
class _Manifest:
    version: str
    modes: Mapping[str, str]
    """``bulk`` or ``absent`` by lower-case table name; what is left open in the manifest is not here."""


def read_feed(files: Mapping[str, CsvFile], said: Said, notes: Notes) -> Feed:
    """Open every table that is needed; what is wrong is noted. ``said`` tells on what else their meaning depends."""
    present = frozenset(files)
    wanted = {layout.name.casefold() for layout in (MANIFEST, *LAYOUTS)} & present
    remarks = {name: Notes() for name in wanted}
    writings = {name: survey(files[name], remarks[name]) for name in wanted}
    ends_with_newline = any(writing.ends_whole for writing in writings.values() if writing)

    def opened(layout: Layout) -> OpenTable | None:
        name = layout.name.casefold()
        if name not in wanted:
            return None
        notes.add(remarks[name])
        return open_table(files[name], layout, writings[name], notes, ends_with_newline=ends_with_newline)

    manifest = _read_manifest(_all_rows(opened(MANIFEST), MANIFEST, said, notes), present, notes)
    readable = [layout for layout in LAYOUTS if _is_readable(layout, manifest, present, notes)]
    tables = {layout.name: opened(layout) for layout in readable}
    _check_roles(tables, manifest, notes)
    orgs, classes, courses, sessions = (
        _all_rows(tables.get(layout.name), layout, said, notes) for layout in (ORGS, CLASSES, COURSES, SESSIONS)
    )
    users, roles, enrolments = (tables.get(layout.name) for layout in (USERS, ROLES, ENROLMENTS))
    return Feed(orgs, users, roles, classes, enrolments, courses, sessions, said)


def _all_rows(table: OpenTable | None, layout: Layout, said: Said, notes: Notes) -> Table:
    if table is None:
        return Table(f"{layout.name}.csv")
    return Table(table.file, table.columns, tuple(table.rows(said.of(table, layout.columns, notes))))


def _read_manifest(table: Table, present: frozenset[str], notes: Notes) -> _Manifest:
    if not table.columns:
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


def _check_roles(tables: Mapping[str, OpenTable | None], manifest: _Manifest, notes: Notes) -> None:
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
