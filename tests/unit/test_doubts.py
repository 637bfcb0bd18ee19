"""When a journal that is whole in form is not believed: exactly above the numbers, never on the first reading."""

from dataclasses import replace

import pytest

from bot.domain.doubts import Comparison, Doubt, LostClass, doubts, name_of

SAME = Comparison(people_before=100, people_now=100, people_gone=0, units_before=50, units_gone=0)


def raised(**difference: object) -> list[str]:
    """The doubts about a reading that differs from one without any."""
    return [one.code for one in doubts(replace(SAME, **difference))]  # type: ignore[arg-type]


def test_a_journal_that_says_the_same_raises_no_doubt() -> None:
    assert raised() == []


@pytest.mark.parametrize(("gone", "expected"), [(20, []), (21, [Doubt.PEOPLE_GONE])])
def test_more_than_a_fifth_of_the_people_gone_is_a_doubt(gone: int, expected: list[Doubt]) -> None:
    assert raised(people_gone=gone, people_now=100 - gone) == expected


def test_people_who_are_replaced_by_as_many_others_were_renumbered() -> None:
    assert raised(people_gone=100) == [Doubt.PEOPLE_RENUMBERED]


def test_five_people_may_go_from_the_smallest_school() -> None:
    assert raised(people_before=6, people_now=1, people_gone=5) == []
    assert raised(people_before=6, people_now=0, people_gone=6) == [Doubt.PEOPLE_GONE]


@pytest.mark.parametrize(("gone", "expected"), [(10, []), (11, [Doubt.UNITS_GONE])])
def test_more_than_a_fifth_of_the_units_gone_is_a_doubt(gone: int, expected: list[Doubt]) -> None:
    assert raised(units_gone=gone) == expected


def test_a_new_school_year_is_one_doubt_whatever_goes_with_it() -> None:
    lost = (LostClass("1", "8А", 25),)
    assert raised(units_gone=50, is_new_year=True, lost=lost) == [Doubt.NEW_YEAR]


def test_a_class_that_lost_everybody_is_a_doubt_of_its_own() -> None:
    found = doubts(replace(SAME, lost=(LostClass("1", "8А", 25), LostClass("2", "8Б", 1))))
    assert [name_of(one) for one in found] == ["doubt-class-lost:1", "doubt-class-lost:2"]
    assert found[0].values == {"title": "8А", "pupils": 25, "unit": "1"}


@pytest.mark.parametrize(("nameless", "expected"), [(5, []), (6, [Doubt.NAMES_EMPTY])])
def test_many_people_without_a_name_are_a_doubt(nameless: int, expected: list[Doubt]) -> None:
    assert raised(nameless=nameless) == expected


def test_the_first_journal_of_a_school_raises_no_doubt() -> None:
    assert raised(people_before=0, nameless=100, units_gone=50) == []
