"""The OneRoster CSV reader: what it understands."""

import csv
import io
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.kinds import Part, Role, UnitKind, Verdict
from bot.journals.problems import Code, english
from bot.journals.text import clean, clean_texts
from bot.sandbox.demo_school import DemoSchool
from tests.contracts.oneroster_feeds import (
    FILES,
    SCHOOL_999,
    SECOND_SCHOOL,
    as_table,
    both,
    content_of,
    folder_of,
    in_text,
    pack,
    read,
    read_changed,
    sentences,
    to_bytes,
    with_column,
    without,
)


def to_version_1_1(files):
    """Write school-999 as OneRoster 1.1 would: one role and the organisation in the users table, no roles.csv."""
    roles = list(csv.DictReader(io.StringIO(files.pop("roles.csv").decode(), newline="")))
    primary = {row["userSourcedId"]: row["role"] for row in roles if row["roleType"] == "primary"}
    primary["userSourcedId"], org = "role", {"sourcedId": "orgSourcedIds"}
    key = {"sourcedId": "userSourcedId"}

    def users(rows):
        return [
            [*row[:4], org.get(row[0], "org-school-999"), primary[key.get(row[0], row[0])], *row[4:16]] for row in rows
        ]

    as_table("users", users)(files)
    in_text("manifest", "oneroster.version,1.2", "oneroster.version,1.1")(files)
    without("userProfiles")(files)
    lines_1_2 = re.compile(rb"file\.(roles|userProfiles|userResources|.*Score.*|.*LearningObjectiveIds),\w+\r?\n")
    files["manifest.csv"] = lines_1_2.sub(b"", files["manifest.csv"])


@given(st.lists(st.text("Ёйи\u0306 a-\u200b\n\t\xa0", max_size=9)))
def test_many_cells_are_trimmed_as_each_alone(cells):
    alone = [clean(f"\u200b{cell}") for cell in cells]
    assert clean_texts([cell.encode() for cell in cells]) == [clean(cell) for cell in cells] == alone


def test_school_999_is_read_whole():
    snapshot = read(SCHOOL_999)
    people = {person.source_id: person for person in snapshot.people}
    assert (snapshot.verdict, snapshot.problems) == (Verdict.OK, ())
    assert (len(people), len(snapshot.guardianships)) == (37, 19)
    assert {key for key, person in people.items() if not person.enabled} == {"a-02", "p-12"}
    assert people["t-03"].roles == {Role.TEACHER, Role.GUARDIAN}
    assert people["a-01"].roles == {Role.ADMINISTRATOR}
    assert people["s-04"].patronymic == ""
    assert people["p-08"].phones == ("+79120000208",)
    assert {key for key, person in people.items() if key.startswith(("p", "t")) and not person.phones} == {
        *("p-05", "p-06", "p-07", "p-09"),
        *("t-05", "t-06"),
    }


def test_school_999_has_its_classes_and_class_teachers():
    snapshot = read(SCHOOL_999)
    classes = {unit.source_id: unit for unit in snapshot.units if unit.kind is UnitKind.CLASS}
    members = [item for item in snapshot.memberships if item.unit_id in classes]
    pupils = {key: {m.person_id for m in members if m.unit_id == key and m.part is Part.PUPIL} for key in classes}
    assert {classes[key].title: len(found) for key, found in pupils.items()} == {"5А": 8, "5Б": 4, "10А": 4}
    assert {m.unit_id: m.person_id for m in members if m.part is Part.HOMEROOM} == {
        "cl-5a": "t-01",
        "cl-5b": "t-02",
        "cl-10a": "t-03",
    }
    guardians = {pair.guardian_id for pair in snapshot.guardianships if pair.pupil_id in pupils["cl-5a"]}
    assert guardians == {*(f"p-0{n}" for n in range(1, 9)), "t-03"}
    assert {(unit.year, unit.parallel) for unit in classes.values()} == {
        ("2026/2027", 5),
        ("2026/2027", 10),
    }


def test_groups_have_a_subject_from_the_course_else_from_the_class():
    def subject(snapshot):
        return next(unit.subject for unit in snapshot.units if unit.source_id == "g-5a-eng1")

    assert subject(read(SCHOOL_999)) == "Английский язык"
    renamed = in_text("courses", "Английский язык,ENG-05", "Иностранный язык,ENG-05")
    assert subject(read_changed(renamed)) == "Иностранный язык"
    without_course = in_text("classes", "crs-eng-05", "")
    assert subject(read_changed(both(renamed, without_course))) == "Английский язык"


@pytest.mark.parametrize("top", ["", "export/"])
def test_a_zip_equals_its_folder(top, tmp_path):
    assert read(pack(tmp_path / "a.zip", FILES, top)) == read(SCHOOL_999)


def test_a_single_top_folder_is_looked_into(tmp_path):
    folder_of(tmp_path)
    assert read(tmp_path) == read(SCHOOL_999)


def test_the_1_1_form_equals_the_1_2_form():
    snapshot = read_changed(to_version_1_1)
    assert snapshot.verdict is Verdict.OK
    assert content_of(snapshot) == content_of(read(SCHOOL_999))


def test_other_spellings_of_the_wild_change_nothing():
    def change(files):
        files["userprofiles.csv"] = files.pop("userProfiles.csv")
        in_text("users", "dateLastModified", "dataLastModified")(files)
        in_text("users", "preferredGivenName", "prefferedGivenName")(files)
        in_text("users", "sourcedId,status", "SOURCEDID,Status", 1)(files)
        to_bytes("classes", lambda content: content.replace("5А,05".encode(), b"5-A,05"))(files)

    snapshot = read_changed(change)
    assert snapshot.verdict is Verdict.OK
    assert content_of(snapshot) == content_of(read(SCHOOL_999))


def test_guardians_are_the_union_of_both_sides_and_both_columns():
    def change(files):
        in_text("users", "agentSourcedIds", "agents")(files)
        as_table("users", lambda rows: [[*rows[0], "agentSourcedIds"], *([*row, second(row[0])] for row in rows[1:])])(
            files
        )

    def second(key):
        return {"s-15": "t-05", "p-13": "s-14"}.get(key, "")

    added = {(pair.guardian_id, pair.pupil_id) for pair in read_changed(change).guardianships}
    added -= {(pair.guardian_id, pair.pupil_id) for pair in read(SCHOOL_999).guardianships}
    assert added == {("t-05", "s-15"), ("p-13", "s-14")}


def test_roles_count_only_while_they_are_valid():
    change = in_text("roles", "guardian,2026-09-01,,", "systemAdministrator,2026-09-01,2026-12-31,", 1)
    files = dict(FILES)
    change(files)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        roles = {
            day: next(p.roles for p in read(Path(folder), day).people if p.source_id == "t-03")
            for day in (date(2026, 8, 31), date(2026, 12, 31), date(2027, 1, 1))
        }
    assert list(roles.values()) == [
        {Role.GUARDIAN},
        {Role.GUARDIAN, Role.TEACHER, Role.ADMINISTRATOR},
        {Role.GUARDIAN, Role.TEACHER},
    ]


def test_exits_that_the_journal_itself_marks_are_kept_as_exits():
    change = both(
        in_text("users", "s-01,,,", "s-01,tobedeleted,,"),
        in_text("users", "s-02,,,", "s-02,inactive,,"),
        in_text("enrollments", "e-cl-5a-s-03,,,", "e-cl-5a-s-03,tobedeleted,,"),
        in_text("enrollments", "e-cl-5a-t-01,,,", "e-cl-5a-t-01,tobedeleted,,"),
        in_text("classes", "cl-10a,,,", "cl-10a,tobedeleted,,"),
    )
    snapshot = read_changed(change)
    assert snapshot.verdict is Verdict.OK
    assert {person.source_id for person in snapshot.people if not person.enabled} == {"a-02", "p-12", "s-01", "s-02"}
    ended = {(item.person_id, item.part) for item in snapshot.memberships if item.ended}
    assert ended == {("s-03", Part.PUPIL), ("t-01", Part.HOMEROOM)}
    assert [unit.source_id for unit in snapshot.units if not unit.active] == ["cl-10a"]


def test_a_character_that_divides_cells_in_memory_is_a_space_in_a_cell():
    snapshot = read_changed(
        as_table("users", lambda rows: [rows[0], *([*row[:6], "Анна\x1fМария", *row[7:]] for row in rows[1:])])
    )
    assert {person.given for person in snapshot.people} == {"Анна Мария"}


def test_other_teachers_of_a_class_are_its_teachers():
    snapshot = read_changed(in_text("enrollments", "s-01,student,false", "t-04,teacher,false", 1))
    parts = {item.person_id: item.part for item in snapshot.memberships if item.unit_id == "cl-5a"}
    assert (parts["t-01"], parts["t-04"]) == (Part.HOMEROOM, Part.TEACHER)


def test_a_class_teacher_who_is_also_a_pupil_somewhere_leads_the_class_all_the_same():
    learner = in_text("roles", "r-t-02-1", "r-t-02-0,,,t-02,secondary,student,2026-09-01,,org-school-999,\r\nr-t-02-1")
    alone = in_text("enrollments", "teacher,true", "teacher,false")
    snapshot = read_changed(both(learner, alone))
    assert ("cl-5b", "t-02", Part.HOMEROOM) in {(row.unit_id, row.person_id, row.part) for row in snapshot.memberships}


def test_classes_that_would_be_called_the_same_keep_their_own_titles():
    change = both(
        in_text("classes", "5А,05,crs-h", "5А (кадеты),05,crs-h"), in_text("classes", "5Б,05,crs-h", "5А,05,crs-h")
    )
    titles = [unit.title for unit in read_changed(change).units if unit.kind is UnitKind.CLASS]
    assert titles == ["5А (кадеты)", "5А", "10А"]


def test_one_school_of_several_is_read_by_its_id(tmp_path):
    files = dict(FILES)
    in_text("orgs", "org-school-999", SECOND_SCHOOL)(files)
    in_text("users", "\nt-05,", "\nx-1,,,true,x-1,,Олег,Чужой,,,,,,,,,,,,,org-2,\r\nt-05,")(files)
    path = pack(tmp_path / "a.zip", files)
    assert content_of(read(path, school_id="org-school-999")) == content_of(read(SCHOOL_999))
    assert [person.source_id for person in read(path, school_id="org-2").people] == ["x-1"]
    refused = read(path, school_id="org-3")
    assert refused.verdict is Verdict.FAILED
    assert sentences(refused.problems, Code.UNKNOWN_SCHOOL)


@pytest.mark.parametrize("name", ["orgs", "users", "roles", "classes", "enrollments", "courses", "demographics"])
def test_a_promised_file_that_is_not_there_makes_the_reading_partial(name):
    snapshot = read_changed(without(name))
    assert snapshot.verdict is Verdict.PARTIAL
    assert f"{name}.csv" in english(sentences(snapshot.problems, Code.FILE_MISSING)[0])


def test_without_the_organisations_the_classes_tell_the_school():
    assert content_of(read_changed(without("orgs")))[1:] == content_of(read(SCHOOL_999))[1:]


def test_a_folder_of_another_format_is_told_what_is_missing(tmp_path):
    (tmp_path / "users.csv").write_text("ФИО;Класс;Телефон\nПетров Сергей;5А;89123456789\n")
    snapshot = read(tmp_path)
    told = " ".join(english(remark) for remark in snapshot.problems)
    assert snapshot.verdict is Verdict.FAILED
    assert all(word in told for word in ("manifest.csv", "familyName", "classes.csv", "enrollments.csv"))
    assert "89123456789" not in told


def test_secret_columns_are_not_even_held():
    snapshot = read_changed(
        both(with_column("users", "Password", "Пароль-7Q"), with_column("users", "snils", "112-233-445 95"))
    )
    assert snapshot.verdict is Verdict.OK
    assert "Пароль-7Q" not in repr(snapshot)
    assert "112-233" not in repr(snapshot)


def test_the_demo_school_is_read_without_a_problem(tmp_path):
    DemoSchool(1).write(tmp_path / "journal")
    snapshot = read(tmp_path / "journal")
    assert (snapshot.verdict, snapshot.problems) == (Verdict.OK, ())
    assert len(snapshot.people) > 500
