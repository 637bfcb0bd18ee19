"""Spoils and converts school-999 for the tests of the OneRoster reader."""

import csv
import io
import shutil
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from bot.journals import oneroster_csv
from bot.journals.problems import english
from bot.texts.catalogue import say

SCHOOL_999 = Path(__file__).parents[1] / "data" / "school-999"
FILES = {file.name: file.read_bytes() for file in SCHOOL_999.glob("*.csv")}
TABLES_READ = ["manifest", "orgs", "users", "roles", "classes", "enrollments", "courses", "academicSessions"]
SECOND_SCHOOL = "org-2,,,Школа 2,school,S-2,\r\norg-school-999"
TODAY = date(2026, 10, 1)


def read(path, today=TODAY, **options):
    return oneroster_csv.read(path, today, **options)


def read_files(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return read(Path(folder))


def content_of(snapshot):
    return snapshot.school, snapshot.people, snapshot.units, snapshot.memberships, snapshot.guardianships


def in_text(file, old, new, count=-1):
    """Replace text in one file; the old text must be there."""

    def change(files):
        text = files[f"{file}.csv"].decode()
        assert old in text
        files[f"{file}.csv"] = text.replace(old, new, count).encode()

    return change


def as_table(file, change_rows, delimiter=","):
    """Change the rows (header first) of one file as lists."""

    def change(files):
        rows = list(csv.reader(io.StringIO(files[f"{file}.csv"].decode(), newline="")))
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter).writerows(change_rows(rows))
        files[f"{file}.csv"] = out.getvalue().encode()

    return change


def with_column(file, name, value):
    return as_table(file, lambda rows: [[*rows[0], name], *([*row, value] for row in rows[1:])])


def without(*names):
    def change(files):
        for name in names:
            del files[f"{name}.csv"]

    return change


def header_only(file):
    return as_table(file, lambda rows: rows[:1])


def both(*changes):
    def change(files):
        for one in changes:
            one(files)

    return change


def to_bytes(file, convert):
    def change(files):
        files[f"{file}.csv"] = convert(files[f"{file}.csv"])

    return change


def read_changed(change):
    files = dict(FILES)
    change(files)
    return read_files(files)


def pack(path, files, top=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return path


def folder_of(tmp_path):
    return Path(shutil.copytree(SCHOOL_999, tmp_path / "school"))


def sentences(remarks, code):
    """English and Russian sentences of the remarks with a code; each names the place."""
    found = [remark for remark in remarks if remark.code == code]
    for remark in found:
        assert remark.place in english(remark)
        assert remark.place in say(f"journal-{remark.code}", **remark.variables)
    return found
