"""`migrate`, `import` and `codes`: what they print, what they change, what they refuse."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Starosta, refusal
from tests.database.conftest import AddMigration
from tests.faults.school import JOURNAL

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
ADD_TABLE_COMMENT = 'ops.RunSQL("SELECT 1")'


def roster_number(config: Path, school: str = "school999") -> int:
    with closing(sqlite3.connect(config.parent / "starosta.sqlite3")) as connection:
        row = connection.execute("SELECT roster_number FROM school WHERE key = ?", [school]).fetchone()
    return int(row[0]) if row else 0


def test_migrate_makes_a_database_and_does_nothing_the_second_time(config: Path, starosta: Starosta) -> None:
    made = f"no copy needed\nthe database at {config.parent}/starosta.sqlite3 is up to date\n"
    assert starosta("migrate").output == made
    assert starosta("migrate").output == made
    assert {file.name for file in config.parent.iterdir()} == {"config.toml", "starosta.sqlite3"}


@pytest.mark.usefixtures("migrated")
def test_migrate_makes_a_copy_when_there_is_something_to_do(
    config: Path, starosta: Starosta, add_migration: AddMigration
) -> None:
    add_migration(ADD_TABLE_COMMENT)
    lines = starosta("migrate").output.splitlines()
    copy = Path(lines[0].removeprefix("copy made: "))
    assert copy.name.startswith("starosta.sqlite3.before-9999_tomorrow-")
    assert copy.parent == config.parent
    assert copy.exists()


def test_commands_say_that_there_is_no_database(starosta: Starosta) -> None:
    assert refusal(starosta("chats")).endswith("make it with: starosta migrate")


@pytest.mark.usefixtures("migrated")
def test_commands_say_that_the_database_has_to_be_migrated(starosta: Starosta, add_migration: AddMigration) -> None:
    add_migration(ADD_TABLE_COMMENT)
    assert refusal(starosta("chats")) == "the database lacks 9999_tomorrow; run: starosta migrate"


@pytest.mark.usefixtures("migrated")
def test_import_without_apply_shows_what_would_change_and_changes_nothing(config: Path, starosta: Starosta) -> None:
    shown = starosta("import", str(JOURNAL))
    assert shown.exit_code == 0
    assert "Люди: новых 37, изменены 0, больше нет 0" in shown.output
    assert "Связи «родитель — ученик»: новых 19, больше нет 0" in shown.output
    assert [line for line in shown.output.splitlines() if "пришли" in line] == [
        "5А: пришли 8, ушли 0",
        "5Б: пришли 4, ушли 0",
        "10А: пришли 4, ушли 0",
    ]
    assert "повторите команду с --apply" in shown.output
    assert roster_number(config) == 0


@pytest.mark.usefixtures("migrated")
def test_import_with_apply_takes_the_roster_over_once(config: Path, starosta: Starosta) -> None:
    taken = starosta("import", str(JOURNAL), "--apply")
    assert taken.exit_code == 0
    assert "Принято." in taken.output
    assert roster_number(config) == 1
    again = starosta("import", str(JOURNAL), "--apply")
    assert "Журнал говорит то же, что и раньше." in again.output
    assert roster_number(config) == 1


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("apply", [[], ["--apply"]], ids=["preview", "apply"])
def test_a_folder_that_is_no_journal_is_refused_with_what_it_lacks(
    config: Path, starosta: Starosta, apply: list[str]
) -> None:
    garbage = config.parent / "garbage"
    garbage.mkdir()
    (garbage / "pupils.csv").write_text("name;class\nИванов;5А\n", encoding="utf-8")
    result = starosta("import", str(garbage), *apply)
    assert refusal(result) == "the journal was refused; nothing was changed"
    assert "manifest.csv" in result.stderr
    assert roster_number(config) == 0


@pytest.mark.usefixtures("migrated")
def test_a_journal_that_is_not_there_is_refused(config: Path, starosta: Starosta) -> None:
    assert refusal(starosta("import", str(config.parent / "nowhere"))) == (
        "the journal was refused; nothing was changed"
    )


@pytest.mark.usefixtures("with_roster")
def test_codes_are_printed_for_pupils_parents_and_the_class_teacher(starosta: Starosta) -> None:
    printed = starosta("codes", "5А")
    codes = CODE.findall(printed.output)
    assert len(codes) == len(set(codes)) == 8 + 9 + 1
    assert "Петров Сергей Олегович · учитель" in printed.output
    assert all(f"?ref={code.replace('-', '')}" in printed.output for code in codes)


@pytest.mark.usefixtures("with_roster")
@pytest.mark.parametrize("spelling", ["5A", "5а", "5 «А»", "5-А"])
def test_a_class_is_found_however_it_is_written_and_the_codes_stay_the_same(starosta: Starosta, spelling: str) -> None:
    assert starosta("codes", spelling).output == starosta("codes", "5А").output


@pytest.mark.usefixtures("with_roster")
def test_a_class_that_the_journal_does_not_know_is_refused(starosta: Starosta) -> None:
    assert refusal(starosta("codes", "9Ю")) == "В журнале нет класса 9Ю."
    assert refusal(starosta("chats", "--create", "9Ю")) == "В журнале нет класса 9Ю."


@pytest.mark.usefixtures("migrated")
def test_two_schools_with_equal_source_ids_stay_apart(two_schools: Path, starosta: Starosta) -> None:
    starosta("import", str(JOURNAL), "--apply", "--school", "lyceum")
    assert (roster_number(two_schools), roster_number(two_schools, "lyceum")) == (0, 1)
    assert refusal(starosta("codes", "5А", "--school", "school999")).startswith("Журнал ещё не принят.")
    starosta("import", str(JOURNAL), "--apply", "--school", "school999")
    ours = CODE.findall(starosta("codes", "5А", "--school", "school999").output)
    theirs = CODE.findall(starosta("codes", "5А", "--school", "lyceum").output)
    assert len(ours) == len(theirs) == 18
    assert not set(ours) & set(theirs)
