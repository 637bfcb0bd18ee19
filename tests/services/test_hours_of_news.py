"""A person says in which hours news may come, by a press or in words."""

import pytest

from bot.domain.events import Pressed, Written
from bot.services import accounts
from bot.services.school import SchoolContext
from handlers.events import Entry
from models.traffic import OutboxMessage
from tests.services.school import Journal, linked, told

PAGE = 201
UNDERSTOOD = "Приглашения и новости приходят "


@pytest.fixture
async def entry(journal: Journal) -> Entry:
    """The conversation with a linked mother who is about to choose her hours."""
    await linked(journal.school, PAGE, "Белова")
    made = Entry.of(journal.school)
    await made.handle(Written(PAGE, "", {"s": "A.NOTIFY.HOURS"}))
    return made


async def hours(school: SchoolContext) -> tuple[int, int] | None:
    """The hours that are stored."""
    return (await accounts.profile_of(school, PAGE)).hours


async def shown(school: SchoolContext) -> str:
    """The newest screen."""
    return (await told(school, PAGE))[-1]


@pytest.mark.parametrize(
    ("typed", "stored", "said"),
    [
        ("8-19", (8, 19), "с 08:00 до 19:00"),
        ("с 9 — 18", (9, 18), "с 09:00 до 18:00"),
        ("10:00–12:00", (10, 12), "с 10:00 до 12:00"),
        ("0-24", (0, 24), "круглосуточно"),
    ],
)
async def test_hours_are_understood_as_people_write_them(
    school: SchoolContext, entry: Entry, typed: str, stored: tuple[int, int], said: str
) -> None:
    await entry.handle(Written(PAGE, typed))
    assert await hours(school) == stored
    assert f"{UNDERSTOOD}{said}." in await shown(school)


@pytest.mark.parametrize("typed", ["19-8", "8-8", "8-25", "утром", "8", "8-19-20", "-"])
async def test_what_are_no_hours_changes_nothing(school: SchoolContext, entry: Entry, typed: str) -> None:
    await entry.handle(Written(PAGE, typed))
    assert await hours(school) is None
    assert (await shown(school)).startswith("Не получилось понять часы.")


async def test_a_press_sets_the_hours_and_another_gives_the_schools_back(school: SchoolContext, entry: Entry) -> None:
    window = (await OutboxMessage.filter(peer_id=PAGE, kind="send").order_by("-id").first()) or OutboxMessage()
    await OutboxMessage.filter(id=window.id).update(message_number=5)
    for act, stored in (({"a": "A.NOTIFY.SET", "f": 9, "u": 18}, (9, 18)), ({"a": "A.NOTIFY.USUAL"}, None)):
        await entry.handle(Pressed(PAGE, PAGE, "p", 5, act))
        assert await hours(school) == stored


@pytest.mark.parametrize("act", [{"a": "A.NOTIFY.SET"}, {"a": "A.NOTIFY.SET", "f": "8", "u": 19}])
async def test_a_press_without_hours_changes_nothing(
    school: SchoolContext, entry: Entry, act: dict[str, object]
) -> None:
    await entry.handle(Pressed(PAGE, PAGE, "p", 5, act))
    assert await hours(school) is None


async def test_whoever_has_no_account_begins_at_the_beginning(journal: Journal) -> None:
    await Entry.of(journal.school).handle(Written(PAGE, "", {"s": "A.NOTIFY"}))
    assert "Чтобы начать" in await shown(journal.school)
