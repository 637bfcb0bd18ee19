"""Everything the OneRoster reader may remark: its cause, its verdict, and its sentence in both languages."""

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from bot.domain.kinds import Verdict
from bot.journals.files import MAX_FILE_BYTES
from bot.journals.notes import Notes
from bot.journals.problems import Code
from tests.contracts.oneroster_feeds import (
    FILES,
    SCHOOL_999,
    SECOND_SCHOOL,
    TABLES_READ,
    as_table,
    both,
    content_of,
    folder_of,
    header_only,
    in_text,
    pack,
    read,
    read_changed,
    sentences,
    to_bytes,
    with_column,
    without,
)

PHONE = "+7 (912) 000-01-01"
CLASS_5A, TEACHER_5A = "5А,05,crs-homeroom-05,5А,homeroom", "t-01,teacher,true"

SAME_SCHOOL = {
    Code.BOM: to_bytes("users", lambda content: b"\xef\xbb\xbf" + content),
    Code.CP1251: to_bytes("users", lambda content: content.decode().encode("cp1251")),
    Code.DELIMITER: as_table("enrollments", lambda rows: rows, delimiter=";"),
    Code.HEADER_SPELLING: in_text("users", "agentSourcedIds", "agentSourceIds"),
    Code.EMPTY_HEADER: as_table("classes", lambda rows: [[*row, "", ""] for row in rows]),
    Code.DUPLICATE_COLUMN: with_column("users", "GivenName", "другое"),
    Code.SECRET_COLUMN: with_column("users", "СНИЛС", "112-233-445 95"),
    Code.SHORT_ROW: in_text("classes", ",Классное руководство,HR,", ",Классное руководство,HR", 1),
    Code.MANIFEST_GAP: in_text("manifest", "file.users,bulk", "file.users,"),
    Code.STATUS_IN_BULK: in_text("users", "t-01,,,", "t-01,active,2026-09-01T00:00:00.000Z,"),
    Code.SPELLING: both(in_text("users", ",true,", ",TRUE,"), in_text("classes", ",scheduled,", ",Scheduled,")),
    Code.DATE_SPELLING: in_text("enrollments", "2027-05-31", "31/05/2027"),
    Code.BAD_DATE: in_text("roles", "2026-09-01", "сентябрь", 1),
    Code.DEFAULT_VALUE: in_text("users", "t-01,,,true", "t-01,,,"),
    Code.ROLE_UNUSED: in_text(
        "roles", "r-a-01-2", "r-0,,,a-01,primary,districtAdministrator,,,org-school-999,\r\nr-a-01-2"
    ),
    Code.DANGLING: in_text("users", ",s-03,", ',"s-03,s-99",'),
    Code.AGENT_WITHOUT_PUPIL: in_text("users", "89120000102,,", "89120000102,t-03,"),
    Code.GRADE_DIFFERS: in_text("classes", "5А,05,", "5A,06,"),
    Code.YEAR_GUESSED: both(
        in_text("classes", "org-school-999,as-2026,", "org-school-999,,"), in_text("courses", ",as-2026,", ",,")
    ),
    Code.HOMEROOM_GUESSED: in_text("enrollments", TEACHER_5A, "t-01,teacher,false"),
    Code.ENROLMENT_UNUSED: in_text("enrollments", "e-cl-5a-s-01", "e-0,,,cl-5a,o,a-01,proctor,,,\r\ne-cl-5a-s-01"),
}

OTHER_SCHOOL = {
    Code.NOT_PROMISED: in_text("manifest", "courses,bulk", "courses,absent"),
    Code.ROLE_IN_USERS: both(
        with_column("users", "role", "teacher"),
        without("roles"),
        in_text("manifest", "file.roles,bulk", "file.roles,absent"),
    ),
    Code.ROLE_ELSEWHERE: in_text("roles", "principal,2026-09-01,,org-school-999", "principal,2026-09-01,,org-dist"),
    Code.NAME_EMPTY: in_text("users", "Сергей", ""),
    Code.PHONE_UNUSABLE: in_text("users", PHONE, "дома"),
    Code.PHONE_EXCEL: in_text("users", PHONE, "8.912E+10"),
    Code.CLASS_TITLE: in_text("classes", CLASS_5A, "Кадеты,05,crs-homeroom-05,5А,homeroom"),
    Code.YEAR_UNKNOWN: in_text("academicSessions", "schoolYear,2026", "term,2026"),
    Code.HOMEROOM_SEVERAL: in_text("enrollments", "s-01,student,false", "t-04,teacher,true", 1),
    Code.HOMEROOM_UNKNOWN: in_text("enrollments", TEACHER_5A, "t-01,proctor,true"),
    Code.NO_HOMEROOM_CLASSES: in_text("classes", ",homeroom,", ",scheduled,"),
}

INCOMPLETE = {
    Code.FILE_MISSING: without("courses"),
    Code.FILE_CUT: to_bytes("enrollments", lambda content: content[:-9]),
    Code.ROW_BROKEN: in_text("classes", "g-5a-rus,,,5А Русский", 'g-5a-rus,,,"5 "А" Русский'),
    Code.ROW_TOO_LONG: in_text("classes", '"5А, 5Б Труд (технология) мальчики"', "5А, 5Б Труд"),
    Code.MISSING_VALUE: in_text("users", "\ns-16,", "\n,"),
    Code.DUPLICATE_ID: in_text("users", "\ns-16,", "\ns-15,"),
    Code.UNKNOWN_WORD: in_text("enrollments", "s-01,student", "s-01,hero"),
    Code.DAMAGED_TEXT: to_bytes("users", lambda content: content.replace("Иван".encode(), "Иван".encode()[:-1], 1)),
}

EMPTY = {
    Code.NO_PEOPLE: both(*(header_only(name) for name in TABLES_READ[1:])),
    Code.NO_ENROLMENTS: header_only("enrollments"),
}

REFUSED = {
    Code.NO_MANIFEST: without("manifest"),
    Code.VERSION: in_text("manifest", "oneroster.version,1.2", "oneroster.version,1.0"),
    Code.DELTA: in_text("manifest", "file.users,bulk", "file.users,delta"),
    Code.TABLE_ABSENT: both(without("enrollments"), in_text("manifest", "enrollments,bulk", "enrollments,absent")),
    Code.MISSING_COLUMNS: in_text("users", "familyName", "Фамилия"),
    Code.NOT_TEXT: to_bytes("users", lambda content: b"PK\x03\x04" + bytes(range(256))),
    Code.NO_SCHOOL: in_text("orgs", ",school,", ",local,"),
    Code.SEVERAL_SCHOOLS: in_text("orgs", "org-school-999", SECOND_SCHOOL),
}


def cases(table):
    return pytest.mark.parametrize(("code", "change"), table.items(), ids=[code.value for code in table])


@cases(SAME_SCHOOL)
def test_a_repair_is_told_and_changes_nothing(code, change):
    snapshot = read_changed(change)
    assert sentences(snapshot.repairs, code)
    assert (snapshot.verdict, snapshot.problems) == (Verdict.OK, ())
    assert content_of(snapshot) == content_of(read(SCHOOL_999))


@cases(OTHER_SCHOOL)
def test_what_is_left_out_is_told(code, change):
    snapshot = read_changed(change)
    assert sentences(snapshot.repairs, code)
    assert (snapshot.verdict, snapshot.problems) == (Verdict.OK, ())
    assert snapshot.people


@cases(INCOMPLETE)
def test_missing_pieces_make_the_reading_partial(code, change):
    snapshot = read_changed(change)
    assert snapshot.verdict is Verdict.PARTIAL
    assert sentences(snapshot.problems, code)
    assert snapshot.people


@cases(EMPTY)
def test_a_journal_without_people_is_empty_not_a_fact(code, change):
    snapshot = read_changed(change)
    assert snapshot.verdict is Verdict.EMPTY
    assert sentences(snapshot.problems, code)


@cases(REFUSED)
def test_what_is_no_whole_export_is_refused(code, change):
    snapshot = read_changed(change)
    assert snapshot.verdict is Verdict.FAILED
    assert sentences(snapshot.problems, code)
    assert content_of(snapshot) == ("", (), (), (), ())


def linked_outside(tmp_path):
    folder = folder_of(tmp_path)
    shutil.move(folder / "users.csv", tmp_path / "users.csv")
    (folder / "users.csv").symlink_to(tmp_path / "users.csv")
    return folder


def with_pipe(tmp_path):
    folder = folder_of(tmp_path)
    (folder / "users.csv").unlink()
    os.mkfifo(folder / "users.csv")
    return folder


def with_file(name, size=0, copies=1):
    def build(tmp_path):
        folder = folder_of(tmp_path)
        for number in range(copies):
            with (folder / name.format(number)).open("wb") as file:
                file.truncate(size)
        return folder

    return build


def encrypted(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("users.csv", "")
        archive.infolist()[0].flag_bits |= 1
    return tmp_path / "a.zip"


def broken_zip(tmp_path):
    whole = pack(tmp_path / "a.zip", FILES)
    whole.write_bytes(whole.read_bytes()[:-100])
    return whole


FORBIDDEN = {
    Code.NOT_FOUND: lambda tmp_path: tmp_path / "nothing",
    Code.UNREADABLE: with_pipe,
    Code.NOT_A_ZIP: broken_zip,
    Code.ZIP_ENCRYPTED: encrypted,
    Code.ZIP_BOMB: lambda tmp_path: pack(tmp_path / "a.zip", FILES | {"results.csv": b"0" * 2**22}),
    Code.TOO_LARGE: with_file("users.csv", size=MAX_FILE_BYTES + 1),
    Code.TOO_MANY_FILES: with_file("{}.csv", copies=501),
    Code.UNSAFE_PATH: lambda tmp_path: pack(tmp_path / "a.zip", FILES, top="../"),
    Code.LINK_OUTSIDE: linked_outside,
    Code.NESTED_FOLDERS: lambda tmp_path: pack(tmp_path / "a.zip", FILES | {"old/users.csv": b""}),
    Code.DUPLICATE_FILE: with_file("USERS.csv"),
}


@pytest.mark.parametrize(("code", "build"), FORBIDDEN.items(), ids=[code.value for code in FORBIDDEN])
def test_guards_refuse_what_no_honest_exporter_writes(code, build, tmp_path):
    snapshot = read(build(tmp_path))
    assert snapshot.verdict is Verdict.FAILED
    assert [remark.code for remark in snapshot.problems] == [code]
    assert sentences(snapshot.problems, code)


@pytest.mark.parametrize("name", ["/users.csv", "a/../../users.csv", "..\\users.csv", "C:/users.csv"])
def test_zip_names_that_lead_elsewhere_are_refused(name, tmp_path):
    snapshot = read(pack(tmp_path / "a.zip", FILES | {name: b""}))
    assert [remark.code for remark in snapshot.problems] == [Code.UNSAFE_PATH]


def test_every_code_has_a_cause_here_and_a_sentence_in_both_languages():
    caused = {*SAME_SCHOOL, *OTHER_SCHOOL, *INCOMPLETE, *EMPTY, *REFUSED, *FORBIDDEN, Code.UNKNOWN_SCHOOL}
    catalogue = Path(__file__).parents[2] / "bot" / "texts" / "ru" / "journal.ftl"
    assert caused == set(Code)
    assert set(re.findall(r"^journal-([\w-]+) =", catalogue.read_text(), re.MULTILINE)) == {code.value for code in Code}


def test_of_remarks_that_differ_only_in_the_line_the_first_line_is_told():
    notes = Notes()
    for line in (12, 3, 20):
        notes.repair(Code.PHONE_UNUSABLE, f"users.csv:{line}")
    (remark,) = notes.repairs
    assert (remark.place, remark.values["count"]) == ("users.csv:3", 3)
