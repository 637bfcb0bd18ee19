"""Groups that the journal closes within the year: few are put away by themselves, many wait for a person."""

from bot.domain.kinds import ChatKind, ChatState, HeldState, Part, UnitKind
from bot.domain.roster import Unit
from bot.services import accounts, school_year
from models.chats import Chat
from models.steering import HeldPlan
from scheduler.school_year import SchoolYear
from tests.services.class_8a import TEACHER
from tests.services.school import KEY, OWNER, YEAR, Journal, told


async def with_groups(journal: Journal, count: int) -> list[Chat]:
    """Chats of subject groups."""
    for number in range(count):
        journal.units[f"g{number}"] = Unit(f"g{number}", UnitKind.GROUP, f"Физика {number}", YEAR)
        journal.joins("Петров", f"g{number}", Part.TEACHER)
        journal.joins("Белов", f"g{number}", Part.PUPIL)
    await journal.is_read()
    return [
        await Chat.create(
            school_id=KEY,
            year=YEAR,
            kind=ChatKind.SUBJECT,
            unit_id=f"g{number}",
            title=f"Физика {number}",
            author_id="Петров",
            state=ChatState.ACTIVE,
            peer_id=2_000_000_100 + number,
            created_at=journal.school.now(),
        )
        for number in range(count)
    ]


def closes(journal: Journal, count: int) -> None:
    """The journal closes groups within the year."""
    for number in range(count):
        journal.units[f"g{number}"] = Unit(f"g{number}", UnitKind.GROUP, f"Физика {number}", YEAR, active=False)


async def test_a_group_that_the_journal_closes_within_the_year_is_put_away(eight_a: Journal) -> None:
    """Two chats of ten are 20 %, which is not more than 20 %."""
    await with_groups(eight_a, 7)
    closes(eight_a, 2)
    await eight_a.is_read()
    await SchoolYear(eight_a.school).run()
    assert await Chat.filter(is_archived=True).count() == 2
    assert await HeldPlan.all().count() == 0
    assert "Переписка и фотографии останутся у каждого в VK." in (await told(eight_a.school, 2_000_000_100))[0]


async def test_more_than_a_fifth_of_the_schools_chats_waits_for_a_person(eight_a: Journal) -> None:
    school = eight_a.school
    await with_groups(eight_a, 7)
    closes(eight_a, 3)
    await eight_a.is_read()
    year = SchoolYear(school)
    for _ in range(2):
        await year.run()
    assert await Chat.filter(is_archived=True).count() == 0
    [plan] = await HeldPlan.all()
    assert (plan.kind, plan.state, len(plan.actions)) == ("year", HeldState.OPEN, 3)
    assert len(await told(school, OWNER)) == 1
    await school_year.release(school, await accounts.profile_of(school, TEACHER), plan)
    await year.run()
    assert await Chat.filter(is_archived=True).count() == 3


async def test_what_was_left_is_not_asked_again_and_what_the_journal_takes_back_heals(eight_a: Journal) -> None:
    school = eight_a.school
    await with_groups(eight_a, 7)
    closes(eight_a, 3)
    await eight_a.is_read()
    await SchoolYear(school).run()
    [plan] = await HeldPlan.all()
    await school_year.leave(school, await accounts.profile_of(school, TEACHER), plan)
    await SchoolYear(school).run()
    assert [one.state for one in await HeldPlan.all()] == [HeldState.LEFT]
    await with_groups_open(eight_a)
    await SchoolYear(school).run()
    assert [one.state for one in await HeldPlan.all()] == [HeldState.HEALED]
    assert await Chat.filter(is_archived=True).count() == 0


async def with_groups_open(journal: Journal) -> None:
    """The journal has closed them by mistake."""
    for number in range(3):
        journal.units[f"g{number}"] = Unit(f"g{number}", UnitKind.GROUP, f"Физика {number}", YEAR)
    await journal.is_read()
