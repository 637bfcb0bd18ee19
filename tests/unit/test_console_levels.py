"""Who may give and take which level of the console: every pair is written out, apart from the code."""

import pytest

from bot.domain.console import Level, level_named, may_grant, may_revoke

LEVELS = {"none": None, "obs": Level.OBSERVER, "ope": Level.OPERATOR, "adm": Level.ADMINISTRATOR, "own": Level.OWNER}

GIVES = """
             to none         to obs          to ope          to adm          to own
     gives   obs ope adm own obs ope adm own obs ope adm own obs ope adm own obs ope adm own
obs          .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
ope          .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
adm          +   +   .   .   +   +   .   .   +   +   .   .   .   .   .   .   .   .   .   .
own          +   +   +   .   +   +   +   .   +   +   +   .   +   +   +   .   .   .   .   .
"""
TAKES = """
     from    none obs ope adm own
obs          .    .   .   .   .
ope          .    .   .   .   .
adm          +    +   +   .   .
own          +    +   +   +   .
"""


def _cells(table: str, skipped: int) -> list[tuple[str, list[str]]]:
    rows = [line.split() for line in table.strip().splitlines()[skipped:]]
    return [(row[0], row[1:]) for row in rows]


def _given() -> list[tuple[str, str, str, bool]]:
    columns = [(before, given) for before in LEVELS for given in ("obs", "ope", "adm", "own")]
    return [
        (own, before, given, mark == "+")
        for own, marks in _cells(GIVES, 2)
        for (before, given), mark in zip(columns, marks, strict=True)
    ]


@pytest.mark.parametrize(("own", "before", "given", "is_allowed"), _given())
def test_a_level_is_given_only_below_the_own_one(own: str, before: str, given: str, is_allowed: bool) -> None:
    giver, level = LEVELS[own], LEVELS[given]
    assert giver is not None
    assert level is not None
    assert may_grant(giver, level, LEVELS[before]) is is_allowed


@pytest.mark.parametrize(
    ("own", "before", "is_allowed"),
    [(own, before, mark == "+") for own, marks in _cells(TAKES, 1) for before, mark in zip(LEVELS, marks, strict=True)],
)
def test_a_level_is_taken_only_from_below(own: str, before: str, is_allowed: bool) -> None:
    taker = LEVELS[own]
    assert taker is not None
    assert may_revoke(taker, LEVELS[before]) is is_allowed


@pytest.mark.parametrize("code", ["owner", "OBSERVER", "", "head"])
def test_no_table_makes_an_owner_or_an_unknown_level(code: str) -> None:
    assert level_named(code) is None


def test_what_is_stored_is_read_back() -> None:
    assert [level_named(level.code) for level in Level if level is not Level.OWNER] == [1, 2, 3]
