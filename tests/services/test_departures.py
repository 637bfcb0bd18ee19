"""How a reason to belong ended: what the journal says itself, what it merely no longer mentions."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.kinds import Part, Role
from bot.domain.membership import STAND_IN, Departure, Reason
from bot.services import belonging
from tests.services.school import Journal, roster_of

PUPIL = Reason("pupil", "8А", "Белов")
MOTHER = Reason("guardian", "8А", "Белова", "Белов")
HOMEROOM = Reason("homeroom", "8А", "Петров")
LINKED = {"Белов", "Белова", "Петров"}
Change = Callable[[Journal], object]


def _switches_off(person: str, role: Role) -> Change:
    return lambda journal: journal.person(person, role, enabled=False)


def _moves(journal: Journal) -> None:
    del journal.memberships["8А", "Белов", Part.PUPIL]
    journal.joins("Белов", "8Б", Part.PUPIL)


def _moves_and_says_so(journal: Journal) -> None:
    journal.joins("Белов", "8А", Part.PUPIL, ended=True)
    journal.joins("Белов", "8Б", Part.PUPIL)


def _ends(person: str, part: Part) -> Change:
    return lambda journal: journal.joins(person, "8А", part, end_on=journal.school.today() - timedelta(days=1))


def _forgets(person: str) -> Change:
    def change(journal: Journal) -> None:
        del journal.people[person]
        for key in [key for key in journal.memberships if key[1] == person]:
            del journal.memberships[key]

    return change


def _forgets_parts(person: str) -> Change:
    def change(journal: Journal) -> None:
        for key in [key for key in journal.memberships if key[1] == person]:
            del journal.memberships[key]

    return change


@pytest.mark.parametrize(
    ("reason", "change", "departure"),
    [
        (PUPIL, _switches_off("Белов", Role.PUPIL), Departure.EXIT),
        (PUPIL, _ends("Белов", Part.PUPIL), Departure.EXIT),
        (PUPIL, lambda journal: journal.joins("Белов", "8А", Part.PUPIL, ended=True), Departure.EXIT),
        (PUPIL, _moves, Departure.TRANSFER),
        (PUPIL, _moves_and_says_so, Departure.TRANSFER),
        (PUPIL, _forgets("Белов"), Departure.MISSING),
        (PUPIL, _forgets_parts("Белов"), Departure.MISSING),
        (MOTHER, _switches_off("Белова", Role.GUARDIAN), Departure.EXIT),
        (MOTHER, _switches_off("Белов", Role.PUPIL), Departure.EXIT),
        (MOTHER, _moves, Departure.TRANSFER),
        (MOTHER, _ends("Белов", Part.PUPIL), Departure.EXIT),
        (MOTHER, _forgets("Белов"), Departure.MISSING),
        (MOTHER, _forgets("Белова"), Departure.MISSING),
        (MOTHER, lambda journal: journal.guardianships.clear(), Departure.MISSING),
        (HOMEROOM, _switches_off("Петров", Role.TEACHER), Departure.EXIT),
        (HOMEROOM, _ends("Петров", Part.HOMEROOM), Departure.EXIT),
        (HOMEROOM, _forgets("Петров"), Departure.MISSING),
    ],
    ids=[
        "a pupil is switched off",
        "a pupil's part has an end",
        "a pupil's part is deleted",
        "a pupil is in another class",
        "a pupil is in another class and the old part is deleted",
        "a pupil is not mentioned",
        "a pupil is in no class",
        "a mother is switched off",
        "a mother's child is switched off",
        "a mother's child is in another class",
        "a mother's child has left the class",
        "a mother's child is not mentioned",
        "a mother is not mentioned",
        "a mother is not called a mother",
        "a class teacher is switched off",
        "a class teacher's part has an end",
        "a class teacher is not mentioned",
    ],
)
async def test_a_reason_ends_as_the_journal_tells_it(
    journal: Journal, reason: Reason, change: Change, departure: Departure
) -> None:
    change(journal)
    await journal.is_read()
    assert await belonging.how_ended(await roster_of(journal.school), [reason], LINKED) is departure


async def test_whoever_unlinks_has_left_whatever_the_journal_says(journal: Journal) -> None:
    roster = await roster_of(journal.school)
    assert await belonging.how_ended(roster, [PUPIL, MOTHER], set()) is Departure.UNLINKED


async def test_a_class_that_is_still_ones_own_is_no_transfer(journal: Journal) -> None:
    """The mother has only been taken off the list; that the child learns in 8Б too proves nothing."""
    journal.joins("Белов", "8Б", Part.PUPIL)
    journal.guardianships.clear()
    await journal.is_read()
    assert await belonging.how_ended(await roster_of(journal.school), [MOTHER], LINKED) is Departure.MISSING


@pytest.mark.parametrize(
    ("one", "other", "departure"),
    [
        (_forgets("Белов"), _switches_off("Чернов", Role.PUPIL), Departure.MISSING),
        (_moves, _forgets("Чернов"), Departure.MISSING),
        (_moves, _switches_off("Чернов", Role.PUPIL), Departure.EXIT),
    ],
    ids=["missing and exit", "transfer and missing", "transfer and exit"],
)
async def test_of_several_endings_the_one_that_proves_least_counts(
    journal: Journal, one: Change, other: Change, departure: Departure
) -> None:
    """A mother of two in one class: what happened to one child says nothing of the other."""
    one(journal)
    other(journal)
    await journal.is_read()
    roster = await roster_of(journal.school)
    reasons = [MOTHER, Reason("guardian", "8А", "Белова", "Чернов")]
    assert await belonging.how_ended(roster, reasons, LINKED) is departure
    assert await belonging.how_ended(roster, reasons[::-1], LINKED) is departure


async def test_an_unlinked_record_decides_only_when_no_other_is_left(journal: Journal) -> None:
    _moves(journal)
    await journal.is_read()
    roster, unlinked = await roster_of(journal.school), Reason("pupil", "8А", "Чернов")
    assert await belonging.how_ended(roster, [unlinked, PUPIL], LINKED) is Departure.TRANSFER
    assert await belonging.how_ended(roster, [unlinked], LINKED) is Departure.UNLINKED


async def test_whoever_only_stood_in_has_neither_unlinked_nor_left(journal: Journal) -> None:
    _switches_off("Петров", Role.TEACHER)(journal)
    await journal.is_read()
    roster = await roster_of(journal.school)
    assert await belonging.how_ended(roster, [STAND_IN], LINKED) is Departure.STOOD_IN
    assert await belonging.how_ended(roster, [STAND_IN, HOMEROOM], LINKED) is Departure.EXIT
