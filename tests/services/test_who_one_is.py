"""Who a page may be: records of one human belong together, those of namesakes do not."""

import pytest

from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.services import accounts, blocking, person_card, relink
from bot.services.identify import candidates
from bot.services.school import SchoolContext
from models.people import PersonLink, RelinkRequest
from tests.services.school import KEY, NOON, OWNER, Journal, MovedClock, linked, roster_of, told

OLD_PAGE, NEW_PAGE = 301, 302


def person(source_id: str, role: Role, *, patronymic: str = "Ильич") -> Person:
    """Somebody called Белов Иван."""
    return Person(source_id, "Белов", "Иван", patronymic, frozenset({role}))


def ids(*people: Person) -> list[list[str]]:
    """The records of each candidate."""
    return [candidate.ids for candidate in candidates(people)]


def test_records_with_one_full_name_are_one_human() -> None:
    assert ids(person("t", Role.TEACHER), person("g", Role.GUARDIAN)) == [["g", "t"]]


def test_a_son_with_the_name_of_his_father_is_another_human() -> None:
    assert ids(person("father", Role.GUARDIAN), person("son", Role.PUPIL)) == [["father"], ["son"]]


def test_other_names_are_other_humans_and_staff_behind_their_number_needs_a_personal_code() -> None:
    mother = person("mother", Role.TEACHER, patronymic="Ильинична")
    assert ids(mother, person("son", Role.PUPIL)) == [["son"]]


@pytest.fixture
async def move(journal: Journal) -> RelinkRequest:
    """The link of Белов is to move to another page tomorrow."""
    await linked(journal.school, OLD_PAGE, "Белов")
    account = await linked(journal.school, NEW_PAGE)
    return await RelinkRequest.create(
        school_id=KEY, account_id=account, person_ids=["Белов"], method="sms", due_at=NOON
    )


async def pages(school: SchoolContext) -> list[int]:
    """Where Белов is linked."""
    return [row.account.messenger_id for row in await PersonLink.filter(person_id="Белов").prefetch_related("account")]


async def test_the_link_moves_when_the_time_is_over(school: SchoolContext, move: RelinkRequest) -> None:
    await relink.finish(school)
    assert await pages(school) == [NEW_PAGE]
    assert any("перенесён" in text for text in await told(school, OLD_PAGE))


async def test_the_link_stays_when_the_new_page_has_become_somebody_else_meanwhile(
    journal: Journal, move: RelinkRequest
) -> None:
    await linked(journal.school, NEW_PAGE, "Белова")
    await relink.finish(journal.school)
    assert await pages(journal.school) == [OLD_PAGE]
    assert len(await told(journal.school, NEW_PAGE)) == 1
    assert await told(journal.school, OLD_PAGE) == []


async def test_the_link_stays_when_the_journal_has_switched_the_person_off(
    journal: Journal, move: RelinkRequest
) -> None:
    journal.person("Белов", Role.PUPIL, enabled=False)
    await journal.is_read()
    await relink.finish(journal.school)
    assert await pages(journal.school) == [OLD_PAGE]


async def test_nobody_is_linked_who_was_shut_out_meanwhile(school: SchoolContext, move: RelinkRequest) -> None:
    await PersonLink.all().delete()
    pupil = await (await roster_of(school)).person("Белов")
    assert pupil is not None
    await blocking.block(school, await accounts.profile_of(school, OWNER), await person_card.of(school, pupil))
    await relink.finish(school)
    assert await pages(school) == []
    assert len(await told(school, NEW_PAGE)) == 1


async def test_before_its_time_nothing_moves(school: SchoolContext, clock: MovedClock, move: RelinkRequest) -> None:
    clock.pass_by(seconds=-1)
    await relink.finish(school)
    assert await pages(school) == [OLD_PAGE]
