"""The journal neighbour edits a real OneRoster folder and gives every spoilt form back."""

import csv
from pathlib import Path

import pytest

from bot.sandbox.demo_school import DemoSchool
from bot.sandbox.journal import JournalError, JournalFolder

ILYA = "s-001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "school"
    DemoSchool().write(path)
    return path


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _titles_of(folder: Path, pupil_id: str) -> set[str]:
    titles = {row["sourcedId"]: row["title"] for row in _rows(folder, "classes.csv")}
    rows = _rows(folder, "enrollments.csv")
    return {titles[row["classSourcedId"]] for row in rows if row["userSourcedId"] == pupil_id}


def test_the_summary_lists_classes_in_school_order_with_pupils_and_leaders(folder: Path) -> None:
    summary = JournalFolder(folder).summary()
    classes = {unit["title"]: unit for unit in summary["classes"]}
    assert list(classes)[:4] == ["1А", "1Б", "1В", "2А"]
    assert list(classes)[-1] == "11Б"
    assert classes["8А"]["homeroom"] == "Петров Сергей Олегович"
    assert {"id": ILYA, "name": "Белов Илья Игоревич", "enabled": True} in classes["8А"]["pupils"]
    assert {"id": "a-01", "name": "Соколова Ирина Львовна", "enabled": True, "role": "principal"} in summary["staff"]
    assert sum(len(unit["pupils"]) for unit in summary["classes"]) == 399


def test_a_moved_pupil_takes_the_same_subjects_of_the_new_class(folder: Path) -> None:
    english = next(title for title in _titles_of(folder, ILYA) if "Английский" in title)
    JournalFolder(folder).move(ILYA, "c-8b")
    assert _titles_of(folder, ILYA) == {
        "8Б",
        "8Б Русский язык",
        "8Б Алгебра",
        "8Б История",
        english.replace("8А", "8Б"),
        "8А, 8Б Труд (технология) мальчики",
    }


def test_a_move_into_a_class_without_a_subject_leaves_that_group(folder: Path) -> None:
    JournalFolder(folder).move("Белов Илья", "8В")
    titles = _titles_of(folder, ILYA)
    assert "8В" in titles
    assert not any("Труд" in title for title in titles)


def test_a_move_touches_nobody_else_and_keeps_identifiers_unique(folder: Path) -> None:
    before = [row for row in _rows(folder, "enrollments.csv") if row["userSourcedId"] != ILYA]
    JournalFolder(folder).move(ILYA, "8Б")
    after = _rows(folder, "enrollments.csv")
    assert [row for row in after if row["userSourcedId"] != ILYA] == before
    assert len({row["sourcedId"] for row in after}) == len(after)


def test_a_pupil_who_is_in_the_new_group_already_stays_there_once(folder: Path) -> None:
    row = "e-g-8b-alg-s-001,,,g-8b-alg,org-12,s-001,student,false,2026-09-01,2027-05-31\r\n"
    with (folder / "enrollments.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(row)
    JournalFolder(folder).move(ILYA, "8Б")
    rows = [row["classSourcedId"] for row in _rows(folder, "enrollments.csv") if row["userSourcedId"] == ILYA]
    assert rows.count("g-8b-alg") == 1


def test_moving_there_and_back_gives_the_first_groups(folder: Path) -> None:
    first = _titles_of(folder, ILYA)
    journal = JournalFolder(folder)
    journal.move(ILYA, "8Б")
    journal.move(ILYA, "8А")
    assert _titles_of(folder, ILYA) == first


def test_a_class_title_is_found_in_either_alphabet(folder: Path) -> None:
    JournalFolder(folder).move(ILYA, "6а")
    assert "6A" in _titles_of(folder, ILYA)


@pytest.mark.parametrize(
    ("pupil", "to_class", "reason"),
    [
        ("s-999", "8Б", "такой записи в журнале нет"),
        ("Смирнов Артём", "8Б", "таких записей несколько"),
        (ILYA, "12Я", "такого класса в журнале нет"),
        ("t-01", "8Б", "не учится ни в одном классе"),
    ],
)
def test_an_impossible_move_says_why_and_changes_nothing(folder: Path, pupil: str, to_class: str, reason: str) -> None:
    before = _bytes(folder)
    with pytest.raises(JournalError, match=reason):
        JournalFolder(folder).move(pupil, to_class)
    assert _bytes(folder) == before


def test_a_disabled_person_stays_in_the_list_switched_off(folder: Path) -> None:
    journal = JournalFolder(folder)
    journal.disable("Петров Сергей Олегович")
    off = {row["sourcedId"] for row in _rows(folder, "users.csv") if row["enabledUser"] == "false"}
    assert "t-01" in off
    assert {person["id"] for person in journal.summary()["staff"] if not person["enabled"]} == {"t-01", "t-31"}


def test_an_empty_journal_has_headers_only(folder: Path) -> None:
    header = (folder / "users.csv").read_bytes().split(b"\n")[0]
    JournalFolder(folder).set_mode("empty")
    assert (folder / "users.csv").read_bytes() == header + b"\n"
    assert all(not _rows(folder, path.name) for path in folder.glob("*.csv") if path.name != "manifest.csv")


def test_a_half_journal_ends_inside_a_row(folder: Path) -> None:
    whole = _bytes(folder)
    JournalFolder(folder).set_mode("half")
    for name in ("users.csv", "enrollments.csv"):
        text = (folder / name).read_bytes().decode()
        assert whole[name].startswith(text.encode())
        assert 0 < text.splitlines()[-1].count(",") < text.splitlines()[0].count(",")
    assert (folder / "classes.csv").read_bytes() == whole["classes.csv"]


def test_garbage_is_not_a_journal(folder: Path) -> None:
    JournalFolder(folder).set_mode("garbage")
    assert all(path.read_text(encoding="utf-8").startswith("<!doctype html>") for path in folder.iterdir())


@pytest.mark.parametrize("mode", ["empty", "half", "garbage"])
def test_normal_mode_gives_every_byte_back_and_leaves_no_copy(folder: Path, mode: str) -> None:
    before = _bytes(folder)
    journal = JournalFolder(folder)
    journal.set_mode(mode)  # type: ignore[arg-type]
    journal.set_mode("normal")
    assert _bytes(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_edit_made_while_the_journal_is_broken_is_seen_after_its_repair(folder: Path) -> None:
    journal = JournalFolder(folder)
    journal.set_mode("garbage")
    journal.move(ILYA, "8Б")
    assert (folder / "enrollments.csv").read_text(encoding="utf-8").startswith("<!doctype html>")
    journal.set_mode("half")
    journal.set_mode("normal")
    assert "8Б" in _titles_of(folder, ILYA)


def test_an_edit_made_while_the_journal_is_cut_is_seen_in_the_half_that_is_left(folder: Path) -> None:
    journal = JournalFolder(folder)
    journal.set_mode("half")
    journal.disable("t-01")
    assert {row["sourcedId"] for row in _rows(folder, "users.csv") if row["enabledUser"] == "false"} == {"t-01", "t-31"}


def test_a_copy_left_by_a_killed_process_is_put_back(folder: Path) -> None:
    before = _bytes(folder)
    JournalFolder(folder).set_mode("garbage")
    assert JournalFolder(folder).mode == "normal"
    assert _bytes(folder) == before


def test_an_unknown_mode_is_refused(folder: Path) -> None:
    with pytest.raises(JournalError, match="Такого режима нет"):
        JournalFolder(folder).set_mode("slow")  # type: ignore[arg-type]
