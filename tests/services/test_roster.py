"""The visible roster: rows of one number, people of one day."""

from datetime import date, timedelta

import pytest

from bot.domain.kinds import Part, Role
from bot.domain.roster import Guardianship
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.roster import RosterPerson
from models.schools import School
from tests.services.school import Journal, MovedClock, number_of, roster_of

PHONE = "+79120000999"


async def test_before_the_first_import_nobody_is_there(school: SchoolContext) -> None:
    roster = await roster_of(school)
    assert roster.number == 0
    assert await roster.classes() == []
    assert await roster.staff() == []
    assert await Roster.of("a school that nobody knows", school.today()) == Roster(
        "a school that nobody knows", 0, school.today()
    )


class KilledError(Exception):
    """Stands for the end of a process in the middle of an import."""


def dies(_: int) -> None:
    raise KilledError


async def killed_halfway(journal: Journal) -> None:
    """An import that ends after its rows are staged, before they are made visible."""
    with pytest.raises(KilledError):
        await journal.rosters.accept(progress=dies)


async def test_what_is_staged_is_not_seen_before_the_number_is_flipped(journal: Journal) -> None:
    journal.person("Новенький", Role.PUPIL, phones=[PHONE])
    journal.joins("Новенький", "8А", Part.PUPIL)
    del journal.people["Чернов"]
    journal.unit("9А")
    before = await everything(journal)
    await killed_halfway(journal)
    assert await RosterPerson.filter(person_id="Новенький").count() == 1
    assert await everything(journal) == before


async def test_an_import_that_was_killed_halfway_leaves_nothing_behind(journal: Journal) -> None:
    before, people = await everything(journal), dict(journal.people)
    journal.person("Новенький", Role.PUPIL)
    del journal.people["Чернов"]
    await killed_halfway(journal)
    journal.people = people
    await journal.is_read()
    assert await everything(journal) == before
    assert await RosterPerson.filter(person_id="Новенький").count() == 0
    assert await RosterPerson.filter(until__not_isnull=True).count() == 0


async def test_rows_that_ended_are_not_seen(journal: Journal) -> None:
    del journal.people["Чернов"]
    del journal.units["8Б"]
    journal.guardianships.clear()
    await journal.is_read()
    roster = await roster_of(journal.school)
    assert await roster.person("Чернов") is None
    assert [unit.title for unit in await roster.classes()] == ["8А"]
    assert await roster.guardians(["Белов"]) == {}
    assert await roster.children(["Белова"]) == {}


async def test_a_row_that_changed_is_seen_once_and_as_it_is_now(journal: Journal) -> None:
    journal.person("Белов", Role.PUPIL, Role.STAFF, phones=[PHONE])
    await journal.is_read()
    roster = await roster_of(journal.school)
    digest = journal.school.server_key.digest("phone", PHONE)
    assert (await roster.people(["Белов"]))["Белов"].roles == {Role.PUPIL, Role.STAFF}
    assert [person.source_id for person in await roster.people_with_phone(digest)] == ["Белов"]
    assert await roster.phone_digests("Белов") == {digest}
    assert digest != PHONE


async def test_a_school_does_not_see_the_rows_of_another(journal: Journal) -> None:
    await School.create(key="school-2", roster_number=await number_of(journal.school))
    other = await Roster.of("school-2", journal.school.today())
    assert await other.people(["Белов"]) == {}
    assert await other.memberships(units=["8А"]) == []
    assert await other.classes() == []


@pytest.mark.parametrize(
    ("begin", "end", "is_active"),
    [
        (None, None, True),
        (0, 0, True),
        (-1, 1, True),
        (1, None, False),
        (None, -1, False),
        (-5, -1, False),
        (None, 0, True),
    ],
)
async def test_a_part_holds_from_its_first_day_to_its_last(
    journal: Journal, begin: int | None, end: int | None, is_active: bool
) -> None:
    today = journal.school.today()
    journal.joins("Белова", "8А", Part.TEACHER, begin_on=_day(today, begin), end_on=_day(today, end))
    await journal.is_read()
    found = await (await roster_of(journal.school)).active(people=["Белова"])
    assert bool(found) is is_active


async def test_a_part_ends_with_its_day_in_the_schools_own_time(journal: Journal, clock: MovedClock) -> None:
    journal.joins("Белова", "8А", Part.TEACHER, end_on=journal.school.today())
    await journal.is_read()
    clock.pass_by(hours=11, minutes=59)
    assert await (await roster_of(journal.school)).active(people=["Белова"])
    clock.pass_by(minutes=1)
    assert await (await roster_of(journal.school)).active(people=["Белова"]) == []


async def test_a_part_that_the_journal_deleted_or_whose_person_is_switched_off_does_not_hold(journal: Journal) -> None:
    journal.joins("Чернов", "8А", Part.PUPIL, ended=True)
    journal.person("Белов", Role.PUPIL, enabled=False)
    await journal.is_read()
    roster = await roster_of(journal.school)
    assert await roster.active(people=["Чернов", "Белов"]) == []
    assert {row.person_id for row in await roster.memberships(units=["8А"])} == {"Петров", "Белов", "Чернов"}


async def test_whoever_is_switched_off_has_no_number_and_is_no_staff(journal: Journal) -> None:
    journal.person("Петров", Role.TEACHER, phones=[PHONE], enabled=False)
    await journal.is_read()
    roster = await roster_of(journal.school)
    assert await roster.people_with_phone(journal.school.server_key.digest("phone", PHONE)) == []
    assert [person.source_id for person in await roster.staff()] == ["Химик"]
    assert await roster.homeroom_teachers("8А") == []


async def test_classes_stand_as_a_school_counts_them(journal: Journal) -> None:
    journal.guardianships.append(Guardianship("Белова", "Чернов"))
    journal.unit("8В", active=False)
    await journal.is_read()
    roster = await roster_of(journal.school)
    assert [unit.title for unit in await roster.classes()] == ["8А", "8Б"]
    assert await roster.children(["Белова"]) == {"Белова": ["Белов", "Чернов"]}


async def everything(journal: Journal) -> object:
    """All that can be seen of the school."""
    roster = await roster_of(journal.school)
    ids = [row.person_id for row in await RosterPerson.all()]
    memberships = sorted(await roster.memberships(), key=repr)
    return roster.number, await roster.people(ids), await roster.classes(), memberships, await roster.guardians(ids)


def _day(today: date, offset: int | None) -> date | None:
    return None if offset is None else today + timedelta(days=offset)
