"""The demo school is a whole, believable OneRoster folder, and its people are the people of the journal."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import phonenumbers
import pytest

from bot.sandbox.demo_school import DemoPerson, DemoSchool

Rows = list[dict[str, str]]
FEATURED = {
    "Петров Сергей Олегович",
    "Иванова Елена Петровна",
    "Белов Илья",
    "Белова Наталья Андреевна",
    "Зорин Тимофей",
    "Ёлкина Алёна Петровна",
    "Соколова Ирина Львовна",
    "Алекс Киллер",
    "Котова Лиза",
    "Котова Ольга Викторовна",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo")
    DemoSchool().write(path)
    return path


@pytest.fixture(scope="module")
def journal(folder: Path) -> dict[str, Rows]:
    return {path.stem: _rows(path) for path in folder.glob("*.csv")}


@pytest.fixture(scope="module")
def people() -> dict[str, DemoPerson]:
    return {person.name: person for person in DemoSchool().people() if person.featured}


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _name(user: dict[str, str]) -> str:
    return f"{user['familyName']} {user['givenName']} {user['middleName']}".strip()


def _e164(text: str) -> str:
    number = phonenumbers.parse(text, "RU")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _pupils_of(journal: dict[str, Rows], title: str) -> set[str]:
    (class_id,) = (row["sourcedId"] for row in journal["classes"] if row["title"] == title)
    enrolled = journal["enrollments"]
    return {row["userSourcedId"] for row in enrolled if row["classSourcedId"] == class_id and row["role"] == "student"}


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    DemoSchool(seed=1).write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_another_seed_keeps_the_featured_people_and_invents_other_families(folder: Path, tmp_path: Path) -> None:
    other = DemoSchool(seed=2)
    other.write(tmp_path)
    assert (tmp_path / "users.csv").read_bytes() != (folder / "users.csv").read_bytes()
    assert {person.name for person in other.people() if person.featured} == FEATURED


def test_the_school_has_the_promised_size(journal: dict[str, Rows]) -> None:
    roles = Counter(row["role"] for row in journal["roles"])
    types = Counter(row["classType"] for row in journal["classes"])
    enabled_teachers = {row["sourcedId"] for row in journal["users"] if row["enabledUser"] == "true"} & {
        row["userSourcedId"] for row in journal["roles"] if row["role"] == "teacher"
    }
    assert 380 <= roles["student"] <= 420
    assert len(enabled_teachers) == 30
    assert roles["principal"] == 1
    assert types == {"homeroom": 25, "scheduled": 120}


def test_every_file_is_named_in_the_manifest_and_no_password_is_kept(journal: dict[str, Rows]) -> None:
    properties = {row["propertyName"]: row["value"] for row in journal["manifest"]}
    bulk = {name.removeprefix("file.") for name, value in properties.items() if value == "bulk"}
    assert properties["oneroster.version"] == "1.2"
    assert bulk == set(journal) - {"manifest"}
    assert sum(name.startswith("file.") for name in properties) == 21
    assert not [column for rows in journal.values() for column in rows[0] if "password" in column.casefold()]


def test_identifiers_are_unique_and_bulk_rows_carry_no_status(journal: dict[str, Rows]) -> None:
    for name in set(journal) - {"manifest"}:
        identifiers = [row["sourcedId"] for row in journal[name]]
        assert len(identifiers) == len(set(identifiers)), name
        assert not any(row["status"] or row["dateLastModified"] for row in journal[name]), name


@pytest.mark.parametrize(
    ("table", "column", "target"),
    [
        ("enrollments", "classSourcedId", "classes"),
        ("enrollments", "userSourcedId", "users"),
        ("enrollments", "schoolSourcedId", "orgs"),
        ("roles", "userSourcedId", "users"),
        ("classes", "courseSourcedId", "courses"),
        ("classes", "termSourcedIds", "academicSessions"),
        ("courses", "schoolYearSourcedId", "academicSessions"),
        ("users", "primaryOrgSourcedId", "orgs"),
    ],
)
def test_no_reference_dangles(journal: dict[str, Rows], table: str, column: str, target: str) -> None:
    known = {row["sourcedId"] for row in journal[target]}
    assert {row[column] for row in journal[table]} <= known


def test_the_school_year_is_2026_2027(journal: dict[str, Rows]) -> None:
    (year,) = (row for row in journal["academicSessions"] if row["type"] == "schoolYear")
    assert (year["startDate"], year["endDate"], year["schoolYear"]) == ("2026-09-01", "2027-05-31", "2027")
    assert {(row["beginDate"], row["endDate"]) for row in journal["enrollments"]} == {("2026-09-01", "2027-05-31")}


def test_every_pupil_has_one_class_and_every_class_one_leader_and_every_group_a_teacher(
    journal: dict[str, Rows],
) -> None:
    homerooms = {row["sourcedId"] for row in journal["classes"] if row["classType"] == "homeroom"}
    pupils = Counter(
        row["userSourcedId"]
        for row in journal["enrollments"]
        if row["role"] == "student" and row["classSourcedId"] in homerooms
    )
    teachers = Counter(row["classSourcedId"] for row in journal["enrollments"] if row["role"] == "teacher")
    students = {row["userSourcedId"] for row in journal["roles"] if row["role"] == "student"}
    assert set(pupils) == students
    assert set(pupils.values()) == {1}
    assert set(teachers) == {row["sourcedId"] for row in journal["classes"]}
    assert set(teachers.values()) == {1}


def test_groups_are_whole_classes_half_classes_and_pairs_of_classes(journal: dict[str, Rows]) -> None:
    whole, halves = _pupils_of(journal, "8А"), ("8А Английский язык (1 группа)", "8А Английский язык (2 группа)")
    boys, girls = (_pupils_of(journal, f"8А, 8Б Труд (технология) {part}") for part in ("мальчики", "девочки"))
    first, second = (_pupils_of(journal, title) for title in halves)
    assert _pupils_of(journal, "8А Алгебра") == whole
    assert first | second == whole
    assert not first & second
    assert boys | girls == whole | _pupils_of(journal, "8Б")
    assert not boys & girls


def test_one_class_title_ends_with_a_latin_letter(journal: dict[str, Rows]) -> None:
    titles = [row["title"] for row in journal["classes"] if row["classType"] == "homeroom"]
    assert [title for title in titles if title.isascii()] == ["6A"]


def test_every_phone_is_a_valid_invented_russian_mobile(journal: dict[str, Rows]) -> None:
    numbers = [phonenumbers.parse(row["phone"], "RU") for row in journal["users"] if row["phone"]]
    assert len(numbers) > 600
    assert all(phonenumbers.is_valid_number_for_region(number, "RU") for number in numbers)
    assert {phonenumbers.number_type(number) for number in numbers} == {phonenumbers.PhoneNumberType.MOBILE}
    assert {str(number.national_number)[:6] for number in numbers} == {"900000"}
    assert any(not row["phone"] for row in journal["users"])


def test_a_guardian_is_written_on_the_child_on_the_parent_or_on_both(journal: dict[str, Rows]) -> None:
    listed = {row["sourcedId"]: set(filter(None, row["agentSourcedIds"].split(","))) for row in journal["users"]}
    from_child = {(pupil, agent) for pupil, agents in listed.items() for agent in agents if pupil.startswith("s-")}
    from_parent = {(pupil, agent) for agent, pupils in listed.items() for pupil in pupils if agent.startswith("p-")}
    children = Counter(agent for _, agent in from_child | from_parent)
    assert from_child - from_parent
    assert from_parent - from_child
    assert from_child & from_parent
    assert max(children.values()) >= 3
    assert {pupil for pupil, _ in from_child | from_parent} == {key for key in listed if key.startswith("s-")}


def test_the_traps_of_real_journals_are_there(journal: dict[str, Rows]) -> None:
    users = {row["sourcedId"]: row for row in journal["users"]}
    pupils = [row for key, row in users.items() if key.startswith("s-")]
    namesakes = Counter((row["familyName"], row["givenName"]) for row in pupils)
    sharing = defaultdict(list)
    for row in users.values():
        if row["phone"]:
            sharing[_e164(row["phone"])].append(row["sourcedId"][0])
    assert namesakes["Смирнов", "Артём"] == 2
    assert any(kinds.count("s") >= 2 for kinds in sharing.values())
    assert any(sorted(kinds) == ["p", "s"] for kinds in sharing.values())
    assert any(not row["middleName"] for row in pupils)
    assert {"оглы", "кызы"} <= {row["middleName"].split()[-1] for row in users.values() if row["middleName"]}
    assert any("ё" in _name(row).casefold() for row in users.values())
    assert {row["sourcedId"][0] for row in users.values() if row["enabledUser"] == "false"} == {"t", "s"}


def test_the_teacher_who_is_a_parent_has_two_records_and_one_page(
    journal: dict[str, Rows], people: dict[str, DemoPerson]
) -> None:
    records = [row for row in journal["users"] if _name(row) == "Ёлкина Алёна Петровна"]
    pages = [person for person in DemoSchool().people() if person.name == "Ёлкина Алёна Петровна"]
    assert [row["sourcedId"][0] for row in records] == ["t", "p"]
    assert {_e164(row["phone"]) for row in records} == {people["Ёлкина Алёна Петровна"].phone}
    assert len(pages) == 1


def test_the_featured_people_stand_first_and_are_what_they_are_said_to_be(
    journal: dict[str, Rows], people: dict[str, DemoPerson]
) -> None:
    everybody = DemoSchool().people()
    assert {person.name for person in everybody[: len(FEATURED)]} == FEATURED == set(people)
    assert all(person.about for person in everybody)
    assert people["Белов Илья"].source_id in _pupils_of(journal, "8А")
    assert people["Зорин Тимофей"].phone == ""
    assert people["Котова Лиза"].phone == people["Котова Ольга Викторовна"].phone != ""
    assert people["Алекс Киллер"].source_id is None
    leads = {row["title"]: row["sourcedId"] for row in journal["classes"]}
    taught = {row["classSourcedId"] for row in journal["enrollments"] if row["userSourcedId"] == "t-01"}
    assert taught == {leads["8А"], leads["8А Алгебра"], leads["8Б Алгебра"]}


def test_every_record_of_the_journal_has_a_page_in_vk(journal: dict[str, Rows]) -> None:
    pages = DemoSchool().people()
    by_record = {person.source_id for person in pages}
    second_records = {row["sourcedId"] for row in journal["users"]} - by_record
    assert [_name(row) for row in journal["users"] if row["sourcedId"] in second_records] == ["Ёлкина Алёна Петровна"]
    assert len(pages) == len(journal["users"]) - len(second_records) + 1
