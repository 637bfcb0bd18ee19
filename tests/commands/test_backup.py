"""A copy of the database: made and checked, put back with the old one kept, refused when it does not fit."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.commands.conftest import Starosta, refusal


def people(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM roster_person").fetchone()[0])


def made(database: Path) -> list[tuple[str]]:
    """Who has made the copies of which the ledger tells."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT actor FROM ledger WHERE event = 'copy-made'").fetchall()


def test_a_copy_holds_everything_and_is_put_back(
    starosta: Starosta, config: Path, with_roster: None, tmp_path: Path
) -> None:
    database, copy = config.parent / "starosta.sqlite3", tmp_path / "copy.sqlite3"
    before = people(database)
    assert starosta("backup", str(copy)).exit_code == 0
    assert people(copy) == before > 0
    assert made(database) == [("operator",)]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM roster_person")
    result = starosta("restore", str(copy))
    assert result.exit_code == 0, result.output
    assert people(database) == before
    (aside,) = tmp_path.glob("starosta.sqlite3.before-restore-*")
    assert people(aside) == 0


def test_a_copy_never_overwrites_a_file(starosta: Starosta, config: Path, with_roster: None, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_text("something else", encoding="utf-8")
    assert "exists already" in refusal(starosta("backup", str(copy)))
    assert made(config.parent / "starosta.sqlite3") == []
    assert copy.read_text(encoding="utf-8") == "something else"


def test_a_copy_made_with_another_key_is_not_put_back(
    starosta: Starosta, config: Path, with_roster: None, tmp_path: Path
) -> None:
    copy, database = tmp_path / "copy.sqlite3", config.parent / "starosta.sqlite3"
    assert starosta("backup", str(copy)).exit_code == 0
    before = database.read_bytes()
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("a key that is", "another key that is"), encoding="utf-8")
    assert "secret_key is not the one" in refusal(starosta("restore", str(copy)))
    assert database.read_bytes() == before
