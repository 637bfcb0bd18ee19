"""A journal that differs too much takes nobody away until it heals or a person says that it is true."""

from datetime import timedelta

import pytest

from bot.domain.kinds import Part, Role, Verdict
from bot.domain.roster import Membership, Unit
from bot.errors import UserError
from bot.services import journal_trust
from models.chats import LedgerLine
from models.schools import Reading, ReadingUnit
from tests.services.school import KEY, OWNER, Journal, MovedClock, number_of, roster_of, told

CHIEF = "account:1"


async def newest() -> Reading:
    """The newest reading."""
    found = await Reading.filter(school_id=KEY).order_by("-id").first()
    assert found is not None
    return found


def without_8a(journal: Journal) -> None:
    """The journal lost all pupils of 8А."""
    for person_id in ("Белов", "Чернов"):
        del journal.memberships[place_in_8a(person_id)]


def place_in_8a(person_id: str) -> tuple[str, str, Part]:
    """The key of a pupil's membership."""
    return "8А", person_id, Part.PUPIL


async def pupils_of_8a(journal: Journal) -> set[str]:
    """Who learns in 8А as the roster says."""
    return {row.person_id for row in await (await roster_of(journal.school)).active(units=["8А"], part=Part.PUPIL)}


def next_year(journal: Journal) -> None:
    """Every unit is replaced by one of the next school year."""
    journal.units = {f"{key}+": Unit(f"{key}+", one.kind, one.title, "2027/2028") for key, one in journal.units.items()}
    journal.memberships = {
        (f"{unit}+", person, part): Membership(f"{unit}+", person, part) for unit, person, part in journal.memberships
    }


async def test_a_class_that_lost_everybody_is_held_and_told_once_and_told_when_it_is_back(journal: Journal) -> None:
    memberships = dict(journal.memberships)
    journal.person("Новенький", Role.PUPIL)
    without_8a(journal)
    for _ in range(2):
        await journal.is_read()
    assert (await newest()).verdict is Verdict.SUSPICIOUS
    assert await pupils_of_8a(journal) == {"Белов", "Чернов"}
    assert await (await roster_of(journal.school)).person("Новенький") is not None
    [said] = await told(journal.school, OWNER)
    assert "8А: учеников было 2, не осталось ни одного" in said
    journal.memberships = memberships
    await journal.is_read()
    assert (await newest()).verdict is Verdict.OK
    assert len(await told(journal.school, OWNER)) == 2


async def test_pupils_who_are_in_another_class_now_raise_no_doubt(journal: Journal) -> None:
    without_8a(journal)
    for person_id in ("Белов", "Чернов"):
        journal.joins(person_id, "8Б", Part.PUPIL)
    await journal.is_read()
    assert (await newest()).verdict is Verdict.OK
    assert await pupils_of_8a(journal) == set()


async def test_a_class_with_another_id_raises_no_doubt(journal: Journal) -> None:
    del journal.units["8А"]
    journal.unit("8А*")
    journal.memberships = {
        (unit.replace("8А", "8А*") if unit == "8А" else unit, person, part): Membership("8А*", person, part)
        if unit == "8А"
        else row
        for (unit, person, part), row in journal.memberships.items()
    }
    await journal.is_read()
    assert (await newest()).verdict is Verdict.OK


async def test_a_class_that_the_journal_itself_closes_raises_no_doubt(journal: Journal) -> None:
    without_8a(journal)
    journal.unit("8А", active=False)
    await journal.is_read()
    assert (await newest()).verdict is Verdict.OK


async def test_pupils_whom_the_journal_itself_ends_raise_no_doubt(journal: Journal) -> None:
    for person_id in ("Белов", "Чернов"):
        journal.joins(person_id, "8А", Part.PUPIL, ended=True)
    await journal.is_read()
    assert (await newest()).verdict is Verdict.OK
    assert await pupils_of_8a(journal) == set()


async def test_a_new_school_year_waits_for_a_persons_word_and_is_then_taken_as_it_is(journal: Journal) -> None:
    next_year(journal)
    for _ in range(2):
        await journal.is_read()
    assert [one["code"] for one in (await newest()).problems] == ["doubt-new-year"]
    assert await pupils_of_8a(journal) == {"Белов", "Чернов"}
    await journal_trust.trust(journal.school, (await newest()).id, CHIEF)
    await journal.rosters.refresh()
    assert (await newest()).verdict is Verdict.OK
    assert await pupils_of_8a(journal) == set()
    assert [unit.title for unit in await (await roster_of(journal.school)).classes()] == ["8А", "8Б"]
    line = await LedgerLine.get(event="journal-trusted")
    assert line.actor == CHIEF


async def test_a_word_covers_only_what_was_in_doubt(journal: Journal) -> None:
    without_8a(journal)
    await journal.is_read()
    await journal_trust.trust(journal.school, (await newest()).id, CHIEF)
    journal.memberships.clear()
    journal.joins("Белов", "8Б", Part.PUPIL)
    next_year(journal)
    await journal.is_read()
    assert (await newest()).verdict is Verdict.SUSPICIOUS


async def test_a_word_is_worth_nothing_after_three_days(journal: Journal, clock: MovedClock) -> None:
    without_8a(journal)
    await journal.is_read()
    await journal_trust.trust(journal.school, (await newest()).id, CHIEF)
    clock.moment += timedelta(hours=73)
    await journal.is_read()
    assert (await newest()).verdict is Verdict.SUSPICIOUS


async def test_only_the_newest_reading_can_be_trusted_and_only_once(journal: Journal) -> None:
    without_8a(journal)
    await journal.is_read()
    old = (await newest()).id
    await journal.is_read()
    with pytest.raises(UserError):
        await journal_trust.trust(journal.school, old, CHIEF)
    for _ in range(2):
        await journal_trust.trust(journal.school, (await newest()).id, CHIEF)
    assert await LedgerLine.filter(event="journal-trusted").count() == 1


async def test_the_operator_may_trust_a_reading_at_once(journal: Journal) -> None:
    without_8a(journal)
    before = await number_of(journal.school)
    await journal.rosters.accept(trusted_by="operator")
    assert (await newest()).trusted_by == "operator"
    assert await number_of(journal.school) == before + 1
    assert await pupils_of_8a(journal) == set()


async def test_the_report_tells_in_words_what_each_reading_was_like(journal: Journal) -> None:
    without_8a(journal)
    await journal.is_read()
    first, second = await journal_trust.report(journal.school)
    assert (first.verdict, second.verdict) == (Verdict.SUSPICIOUS, Verdict.OK)
    assert (first.people, first.people_before, first.units, first.units_before) == (5, 5, 3, 3)
    assert [(one.title, one.pupils, one.pupils_before) for one in first.lacking] == [("8А", 0, 2)]
    said = journal_trust.sentences(journal.school, first)
    assert said[0].startswith("сегодня в 12:00 · изменился подозрительно сильно")
    assert said[1] == "Людей 5 (было 5), классов и групп 3 (было 3)"
    assert said[-1] == "• 8А: учеников 0, было 2"


async def test_how_complete_the_classes_were_is_kept_of_those_that_lack_pupils(journal: Journal) -> None:
    journal.joins("Чернов", "8А", Part.PUPIL, ended=True)
    await journal.is_read()
    [row] = await ReadingUnit.all()
    assert (row.unit_id, row.pupils, row.teachers, row.pupils_before) == ("8А", 1, 1, 2)
