"""`events`: what was put aside is listed without its words, and can be handled again where it was kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Starosta

ASIDE = """
INSERT INTO inbox_event (school_id, event_id, lane, body, state, tries, reason, received_at, awaits_answer)
VALUES ('school999', ?, 101, ?, 'aside', 5, 'KeyError', '2026-11-23 07:00:00+00:00', 0)
"""


@pytest.fixture
def aside(config: Path, with_roster: None) -> Path:
    """A database in which a press and a text were put aside."""
    path = config.parent / "starosta.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(ASIDE, [("press", "hidden"), ("text", "")])
    return path


def states(path: Path) -> list[tuple[str, str, int]]:
    """The events as they stand."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT event_id, state, tries FROM inbox_event ORDER BY id").fetchall()


def test_what_was_put_aside_is_listed_and_stays(starosta: Starosta, aside: Path) -> None:
    lines = starosta("events").stdout.splitlines()
    assert [line[6:].strip() for line in lines] == [
        "2026-11-23 07:00 UTC  KeyError  can be handled again",
        "2026-11-23 07:00 UTC  KeyError  a text, not kept",
    ]
    assert states(aside) == [("press", "aside", 5), ("text", "aside", 5)]


def test_what_was_kept_is_handled_again(starosta: Starosta, aside: Path) -> None:
    assert "will be handled again by the bot: 1" in starosta("events", "--retry").stdout
    assert states(aside) == [("press", "new", 0), ("text", "aside", 5)]


def test_nothing_put_aside_is_said(starosta: Starosta, with_roster: None) -> None:
    assert starosta("events").stdout == "nothing was put aside\n"
