"""The journal as a neighbour: shows and edits a OneRoster CSV folder, and makes it misbehave on request."""

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any, Literal, get_args

from bot.sandbox import journal_year
from bot.sandbox.journal_files import Row, Table, cut_inside_row, header_only, read_table, replace_text, write_table
from bot.sandbox.journal_year import NewPerson

Mode = Literal["normal", "empty", "half", "garbage"]

_GARBAGE = "<!doctype html>\n<title>502 Bad Gateway</title>\n<h1>502 Bad Gateway</h1>\n"
_CUT_FILES = ("users.csv", "enrollments.csv")
_STAFF_ROLES = {"teacher", "principal", "siteAdministrator", "systemAdministrator", "aide", "counselor"}
_LOOK_ALIKE = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")


class JournalError(ValueError):
    """The journal cannot do what was asked; the text is a sentence for the page."""


class JournalFolder:
    """A OneRoster CSV folder that a school would fill.

    Edits always go to the true copy; in a mode other than "normal" it lies in a hidden folder beside ``path``.
    A copy that a killed process left there is put back at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._aside = path.with_name(f".{path.name}.true")
        self._mode: Mode = "normal"
        if self._aside.exists():
            self._restore()

    @property
    def mode(self) -> Mode:
        """What readers of the folder meet now."""
        return self._mode

    def summary(self) -> dict[str, Any]:
        """What the journal truly holds.

        ``{mode, classes: [{id, title, homeroom, pupils: [person]}], staff: [person + role]}``, where a person is
        ``{id, name, enabled}`` and ``homeroom`` is the class teacher's name or ``None``.
        """
        users = {row["sourcedId"]: row for row in self._read("users.csv").rows}
        enrolled = self._enrolled()
        classes = [_class_summary(row, enrolled[row["sourcedId"]], users) for row in self._classes("homeroom")]
        staff = [
            _person(users[row["userSourcedId"]]) | {"role": row["role"]}
            for row in self._read("roles.csv").rows
            if row["role"] in _STAFF_ROLES and row["userSourcedId"] in users
        ]
        return {"mode": self._mode, "classes": sorted(classes, key=_by_parallel), "staff": staff}

    def move(self, pupil: str, to_class: str) -> None:
        """Move a pupil (id or name) to another class (id or title) and to that class's groups of the same subjects.

        A group that the new class does not have is left; a group over both classes is kept. Raises ``JournalError``.
        """
        pupil_id = self._person_id(pupil)
        targets = self._targets(pupil_id, self._class_id(to_class))
        table = self._read("enrollments.csv")
        rows: dict[str, Row] = {}
        for row in table.rows:
            moved = row
            if row["userSourcedId"] == pupil_id and row["role"] == "student":
                moved = _moved(row, targets[row["classSourcedId"]])
            if moved["classSourcedId"]:
                rows.setdefault(moved["sourcedId"], moved)
        self._write("enrollments.csv", Table(table.columns, list(rows.values())))

    def disable(self, person: str) -> None:
        """Switch a person (id or name) off: ``enabledUser=false``. Raises ``JournalError``."""
        person_id = self._person_id(person)
        table = self._read("users.csv")
        for row in table.rows:
            if row["sourcedId"] == person_id:
                row["enabledUser"] = "false"
        self._write("users.csv", table)

    def renumber(self, class_name: str) -> str:
        """Give a class (id or title) another id, everybody stays in it; returns it. Raises ``JournalError``."""
        class_id = self._class_id(class_name)
        tables = self._tables()
        new_id = f"{class_id}-new"
        journal_year.renumber(tables, class_id, new_id)
        self._store(tables)
        return new_id

    def next_year(self, *, keeps_ids: bool = False) -> tuple[str, list[NewPerson]]:
        """Open the next school year, with new ids of classes and groups unless the journal ``keeps_ids``.

        Returns its first day (ISO 8601) and the people whom it has brought.
        """
        tables = self._tables()
        people = journal_year.turn(tables, keeps_ids=keeps_ids)
        self._store(tables)
        return journal_year.begin_of(tables), people

    def set_mode(self, mode: Mode) -> None:
        """Make readers meet the journal whole, with headers only, cut inside a row, or replaced by an error page."""
        if mode not in get_args(Mode):
            raise JournalError(f"Такого режима нет: {mode}. Есть {', '.join(get_args(Mode))}")
        if mode == "normal":
            if self._aside.exists():
                self._restore()
            return
        if not self._aside.exists():
            shutil.copytree(self._path, self._aside)
        self._mode = mode
        for file in self._aside.glob("*.csv"):
            self._show(file)

    def _restore(self) -> None:
        self._mode = "normal"
        for file in self._aside.glob("*.csv"):
            self._show(file)
        shutil.rmtree(self._aside)

    def _show(self, true_file: Path) -> None:
        """Let readers see one file of the true copy in the current mode."""
        name, text = true_file.name, true_file.read_bytes().decode()
        if self._mode == "garbage":
            text = _GARBAGE
        elif self._mode == "empty" and name != "manifest.csv":
            text = header_only(text)
        elif self._mode == "half" and name in _CUT_FILES:
            text = cut_inside_row(text)
        replace_text(self._path / name, text)

    def _true_file(self, name: str) -> Path:
        return (self._aside if self._aside.exists() else self._path) / name

    def _tables(self) -> dict[str, Table]:
        return {name: self._read(f"{name}.csv") for name in journal_year.TABLES}

    def _store(self, tables: dict[str, Table]) -> None:
        for name, table in tables.items():
            self._write(f"{name}.csv", table)

    def _read(self, name: str) -> Table:
        return read_table(self._true_file(name))

    def _write(self, name: str, table: Table) -> None:
        write_table(self._true_file(name), table)
        if self._mode != "normal":
            self._show(self._true_file(name))

    def _classes(self, class_type: str) -> list[Row]:
        return [row for row in self._read("classes.csv").rows if row["classType"].casefold() == class_type]

    def _enrolled(self) -> dict[str, list[Row]]:
        enrolled: dict[str, list[Row]] = defaultdict(list)
        for row in self._read("enrollments.csv").rows:
            enrolled[row["classSourcedId"]].append(row)
        return enrolled

    def _person_id(self, wanted: str) -> str:
        users = self._read("users.csv").rows
        found = [row["sourcedId"] for row in users if row["sourcedId"] == wanted]
        found = found or [row["sourcedId"] for row in users if f"{_name(row)} ".startswith(f"{wanted.strip()} ")]
        if len(found) != 1:
            hint = f"таких записей несколько: {', '.join(found)}" if found else "такой записи в журнале нет"
            raise JournalError(f"{wanted}: {hint}")
        return found[0]

    def _class_id(self, wanted: str) -> str:
        title = _plain_title(wanted)
        for row in self._classes("homeroom"):
            if row["sourcedId"] == wanted or _plain_title(row["title"]) == title:
                return row["sourcedId"]
        raise JournalError(f"{wanted}: такого класса в журнале нет")

    def _targets(self, pupil_id: str, class_id: str) -> dict[str, str]:
        """Where each class of the pupil leads; an empty id means that the new class has nothing of the kind."""
        students = {key: {row["userSourcedId"] for row in _students(rows)} for key, rows in self._enrolled().items()}
        classmates = students.get(class_id, set()) - {pupil_id}
        groups = [row for row in self._classes("scheduled") if students.get(row["sourcedId"], set()) & classmates]
        own = [row for row in self._read("classes.csv").rows if pupil_id in students.get(row["sourcedId"], set())]
        homerooms = [row["sourcedId"] for row in own if row["classType"].casefold() == "homeroom"]
        if not homerooms:
            raise JournalError(f"{pupil_id}: не учится ни в одном классе")
        sizes = {key: len(members) for key, members in students.items()}
        return {row["sourcedId"]: _same_subject(row, groups, sizes) for row in own} | dict.fromkeys(homerooms, class_id)


def _moved(row: Row, class_id: str) -> Row:
    if class_id == row["classSourcedId"]:
        return row
    return row | {"classSourcedId": class_id, "sourcedId": f"e-{class_id}-{row['userSourcedId']}"}


def _same_subject(group: Row, choice: list[Row], sizes: dict[str, int]) -> str:
    """The likest group of the subject: itself, or one of the same part, or the smallest; empty when there is none."""

    def unlikeness(row: Row) -> tuple[bool, bool, int]:
        return row != group, _part(row) != _part(group), sizes[row["sourcedId"]]

    same = [row for row in choice if row["subjects"] == group["subjects"]]
    return min(same, key=unlikeness)["sourcedId"] if same else ""


def _part(group: Row) -> str:
    """What the title says after the subject, such as «(1 группа)»."""
    return group["title"].partition(group["subjects"])[2]


def _students(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["role"] == "student"]


def _name(user: Row) -> str:
    return f"{user['familyName']} {user['givenName']} {user['middleName']}".strip()


def _plain_title(title: str) -> str:
    return title.strip().upper().translate(_LOOK_ALIKE)


def _person(user: Row) -> dict[str, Any]:
    return {"id": user["sourcedId"], "name": _name(user), "enabled": user["enabledUser"].casefold() == "true"}


def _class_summary(row: Row, enrolled: list[Row], users: dict[str, Row]) -> dict[str, Any]:
    pupils = [_person(users[student["userSourcedId"]]) for student in _students(enrolled)]
    leaders = [entry for entry in enrolled if entry["role"] == "teacher" and entry["primary"].casefold() == "true"]
    return {
        "id": row["sourcedId"],
        "title": row["title"],
        "homeroom": _name(users[leaders[0]["userSourcedId"]]) if leaders else None,
        "pupils": sorted(pupils, key=lambda pupil: str(pupil["name"])),
    }


def _by_parallel(summary: dict[str, Any]) -> tuple[int, str]:
    digits = "".join(sign for sign in summary["title"] if sign.isdigit())
    return int(digits or 0), _plain_title(summary["title"])
