"""What a journal does to its classes as a whole: opens the next school year, or gives a class another number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bot.sandbox.demo_names import father_name, given_name, patronymic, surname
from bot.sandbox.journal_files import Row, Table

LAST_GRADE, FIRST_GRADE, FIRST_PUPILS = "11", "01", 8
TABLES = ("academicSessions", "courses", "classes", "users", "roles", "enrollments")
_YEAR = re.compile(r"20\d\d")
_PARALLEL = re.compile(r"\b\d{1,2}(?=[А-ЯA-Z])")

Tables = Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom the new year has brought to the school."""

    name: str
    about: str


def renumber(tables: Tables, class_id: str, new_id: str) -> None:
    """Give a class another id; everything else about it stays."""
    for row in tables["classes"].rows:
        row["sourcedId"] = new_id if row["sourcedId"] == class_id else row["sourcedId"]
    for row in tables["enrollments"].rows:
        if row["classSourcedId"] == class_id:
            row |= {"classSourcedId": new_id, "sourcedId": f"e-{new_id}-{row['userSourcedId']}"}


def begin_of(tables: Tables) -> str:
    """The first day of the school year, ISO 8601."""
    return next(row["startDate"] for row in tables["academicSessions"].rows if row["type"] == "schoolYear")


def turn(tables: Tables, *, keeps_ids: bool) -> list[NewPerson]:
    """Open the next year: classes go up, the last ones leave, first ones come; returns whom nobody knows in VK yet."""
    for name in ("academicSessions", "courses"):
        for row in tables[name].rows:
            row |= {column: _next_year(value) for column, value in row.items() if column != "dateLastModified"}
    year = _YEAR.findall(begin_of(tables))[0]
    first = [row for row in tables["classes"].rows if _is_homeroom(row) and row["grades"] == FIRST_GRADE]
    letters = sorted({row["title"].strip()[-1] for row in first}) or ["А"]
    leavers = {row["sourcedId"] for row in tables["classes"].rows if row["grades"] == LAST_GRADE}
    free = _leave(tables, leavers)
    ids = {} if keeps_ids else {row["sourcedId"]: f"{row['sourcedId'][:1]}{year}-{n}" for n, row in _numbered(tables)}
    _go_up(tables, ids)
    template = next(row for row in tables["classes"].rows if _is_homeroom(row))
    return [one for letter in letters for one in _first_class(tables, template, f"1{letter}", year, free)]


def _go_up(tables: Tables, ids: Mapping[str, str]) -> None:
    for row in tables["classes"].rows:
        row["sourcedId"] = ids.get(row["sourcedId"], row["sourcedId"])
        row["termSourcedIds"] = _next_year(row["termSourcedIds"])
        row["grades"] = f"{int(row['grades']) + 1:02}"
        for column in ("title", "classCode"):
            row[column] = _PARALLEL.sub(lambda found: str(int(found[0]) + 1), row[column])
    for row in tables["enrollments"].rows:
        class_id = ids.get(row["classSourcedId"], row["classSourcedId"])
        row |= {"classSourcedId": class_id, "sourcedId": f"e-{class_id}-{row['userSourcedId']}"}
        row |= {column: _next_year(row[column]) for column in ("beginDate", "endDate")}
    for row in tables["users"].rows:
        row["grades"] = f"{int(row['grades']) + 1:02}" if row["grades"] else ""


def _leave(tables: Tables, leavers: set[str]) -> list[str]:
    """The last classes are gone and their pupils switched off; returns the teachers who lead no class any more."""
    gone = [row for row in tables["enrollments"].rows if row["classSourcedId"] in leavers]
    pupils = {row["userSourcedId"] for row in gone if row["role"] == "student"}
    homerooms = {row["sourcedId"] for row in tables["classes"].rows if _is_homeroom(row)}
    _keep(tables, "enrollments", [row for row in tables["enrollments"].rows if row["classSourcedId"] not in leavers])
    _keep(tables, "classes", [row for row in tables["classes"].rows if row["sourcedId"] not in leavers])
    for row in tables["users"].rows:
        if row["sourcedId"] in pupils:
            row["enabledUser"] = "false"
    leading = [row for row in tables["enrollments"].rows if row["role"] == "teacher"]
    busy = {row["userSourcedId"] for row in leading if row["classSourcedId"] in homerooms}
    free = [row["userSourcedId"] for row in gone if row["role"] == "teacher" and row["classSourcedId"] in homerooms]
    teachers = [row["userSourcedId"] for row in tables["roles"].rows if row["role"] == "teacher"]
    return [*free, *(one for one in teachers if one not in busy and one not in free)]


def _first_class(tables: Tables, template: Row, title: str, year: str, free: list[str]) -> list[NewPerson]:
    """A first class with a teacher who is free, and pupils with their mothers."""
    class_id = f"c{year}-first-{title}"
    row = template | {"sourcedId": class_id, "title": title, "classCode": title, "grades": FIRST_GRADE}
    tables["classes"].rows.append(row)
    _enrol(tables, class_id, free.pop(0), "teacher")
    random = Random(f"{year} {title}")  # noqa: S311 - a school on paper needs no secrets
    people: list[NewPerson] = []
    for number in range(1, FIRST_PUPILS + 1):
        family, father = surname(random), father_name(random, "")
        pupil_id, mother_id = f"s{year}-{title}-{number}", f"p{year}-{title}-{number}"
        pupil = (family[0], given_name(random, is_woman=False), patronymic(father, is_woman=False))
        mother = (family[1], given_name(random, is_woman=True), patronymic(father, is_woman=True))
        _add_user(tables, pupil_id, pupil, "student", grades=FIRST_GRADE, agents=mother_id)
        _add_user(tables, mother_id, mother, "parent")
        _enrol(tables, class_id, pupil_id, "student")
        people.append(NewPerson(" ".join(pupil[:2]), f"Ученик {title}"))
        people.append(NewPerson(" ".join(mother), f"Мама: {pupil[1]} ({title})"))
    return people


def _add_user(
    tables: Tables, user_id: str, name: tuple[str, str, str], role: str, *, grades: str = "", agents: str = ""
) -> None:
    family, given, middle = name
    like = tables["users"].rows[0]
    named = {"familyName": family, "givenName": given, "middleName": middle, "username": user_id, "userIds": ""}
    other = {"enabledUser": "true", "identifier": user_id.upper(), "phone": "", "sms": "", "grades": grades}
    tables["users"].rows.append(like | named | other | {"sourcedId": user_id, "agentSourcedIds": agents})
    of_role = {"sourcedId": f"r-{user_id}", "userSourcedId": user_id, "role": role}
    tables["roles"].rows.append(tables["roles"].rows[0] | of_role)


def _enrol(tables: Tables, class_id: str, user_id: str, role: str) -> None:
    """Like every other part in a class: from the first day of the year to its last."""
    like = tables["enrollments"].rows[0]
    mine = {"sourcedId": f"e-{class_id}-{user_id}", "classSourcedId": class_id, "userSourcedId": user_id, "role": role}
    tables["enrollments"].rows.append(like | mine | {"primary": "true" if role == "teacher" else "false"})


def _numbered(tables: Tables) -> list[tuple[int, Row]]:
    return list(enumerate(tables["classes"].rows, start=1))


def _keep(tables: Tables, name: str, rows: list[Row]) -> None:
    tables[name].rows[:] = rows


def _is_homeroom(row: Row) -> bool:
    return row["classType"].casefold() == "homeroom"


def _next_year(text: str) -> str:
    """The same text a year later: «2026/2027», «2026-09-01», «as-2026-q1»."""
    return _YEAR.sub(lambda found: str(int(found[0]) + 1), text)
