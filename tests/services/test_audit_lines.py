"""The school's ledger for the console: what is found by a person, a chat, a day and a pass, and who may see what."""

from datetime import date, timedelta

import pytest

from bot.domain.kinds import ChatKind, Role
from bot.services import accounts, audit, keep_away, ledger
from bot.services.accounts import Profile
from bot.services.audit import Filter
from bot.services.school import SchoolContext
from models.chats import Chat
from tests.services.school import OWNER, YEAR, Journal, MovedClock, linked

PAGE, COLLEAGUE = 501, 502


async def _found(school: SchoolContext, wanted: Filter, *, page: int = OWNER) -> list[str]:
    profile: Profile = await accounts.profile_of(school, page)
    lines = await audit.read(school, profile, wanted, skip=0, limit=100)
    assert len(lines) == await audit.count(school, profile, wanted)
    return [line.event for line in lines]


@pytest.fixture
async def written(journal: Journal) -> SchoolContext:
    """Lines about Белов, who is linked, about Чернов, who is not, and about a chat."""
    school = journal.school
    account = await linked(school, PAGE, "Белов")
    chat = await Chat.create(
        school_id=school.key, year=YEAR, kind=ChatKind.CUSTOM, unit_id="x", title="Хор", created_at=school.now()
    )
    await ledger.note(school, "linked", account_id=account)
    await ledger.note(school, "reminded", actor=ledger.person(account))
    await ledger.note(school, "lead-given", chat_id=chat.id, person="Белов")
    await ledger.note(school, "people-changed", chat_id=chat.id, added=["Чернов", "Белов"])
    await ledger.note(school, "lead-taken", chat_id=chat.id, person="Чернов", run_id=77)
    await ledger.note(school, "codes-issued", people=["Белова"])
    return school


async def test_a_person_is_found_as_the_one_who_acts_who_is_meant_and_who_is_named(written: SchoolContext) -> None:
    about = ["people-changed", "lead-given", "reminded", "linked"]
    assert await _found(written, Filter(people=("Белов",))) == about
    assert await _found(written, Filter(people=("Чернов",))) == ["lead-taken", "people-changed"]
    assert await _found(written, Filter(people=("Белова",))) == ["codes-issued"]


async def test_conditions_hold_together(written: SchoolContext) -> None:
    chat = await Chat.get(unit_id="x")
    assert await _found(written, Filter(chats=(chat.id,))) == ["lead-taken", "people-changed", "lead-given"]
    assert await _found(written, Filter(chats=(chat.id,), people=("Чернов",), run_id=77)) == ["lead-taken"]
    assert await _found(written, Filter(run_id=78)) == []


async def test_a_day_is_that_of_the_school(written: SchoolContext, clock: MovedClock) -> None:
    """Half past midnight in Perm is still the day before in Greenwich."""
    today = written.today()
    clock.pass_by(hours=12, minutes=30)
    assert written.now().date() == today
    await ledger.note(written, "chat-wanted")
    assert await _found(written, Filter(day=today + timedelta(days=1))) == ["chat-wanted"]
    assert "chat-wanted" not in await _found(written, Filter(day=today))
    assert await _found(written, Filter(day=date(2020, 1, 1))) == []
    assert await _found(written, Filter(since=written.now())) == ["chat-wanted"]


async def test_what_the_head_has_ruled_only_the_head_sees(journal: Journal) -> None:
    journal.person("Директор", Role.ADMINISTRATOR)
    await journal.is_read()
    school = journal.school
    await linked(school, COLLEAGUE, "Петров")
    await linked(school, PAGE, "Директор")
    owner = await accounts.profile_of(school, OWNER)
    await keep_away.decide(school, owner, "Белова", "Белов", is_kept=True)
    wanted = Filter(people=("Белова",))
    assert await _found(school, wanted) == await _found(school, wanted, page=PAGE) == ["kept-away"]
    assert await _found(school, wanted, page=COLLEAGUE) == []
