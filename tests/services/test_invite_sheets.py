"""Whom a sheet of personal codes may name: whoever holds a code can become that person."""

import pytest

from bot.domain.kinds import ChatKind, Part, Role
from bot.domain.roster import Guardianship
from bot.services import accounts, invite_sheet, picks
from bot.services.picks import People
from bot.services.school import SchoolContext
from models.chats import Chat
from tests.services.school import YEAR, Journal, linked

TEACHER, CHEMIST, PRINCIPAL = 101, 102, 103
PICKED = frozenset({"Белов", "Белова", "Чужой", "Чужая", "Химик", "Завуч"})


@pytest.fixture
async def chat(school: SchoolContext, journal: Journal) -> Chat:
    """A custom chat with people of 8А, of 8Б, and of the staff; three members of staff are linked."""
    journal.person("Чужой", Role.PUPIL)
    journal.person("Чужая", Role.GUARDIAN)
    journal.joins("Чужой", "8Б", Part.PUPIL)
    journal.guardianships.append(Guardianship("Чужая", "Чужой"))
    journal.person("Завуч", Role.ADMINISTRATOR)
    journal.person("Директор", Role.ADMINISTRATOR)
    await journal.is_read()
    for page, person in ((TEACHER, "Петров"), (CHEMIST, "Химик"), (PRINCIPAL, "Директор")):
        await linked(school, page, person)
    made = await Chat.create(
        school_id=school.key,
        year=YEAR,
        kind=ChatKind.CUSTOM,
        unit_id="draft-1",
        title="Стенгазета",
        author_id="Петров",
        created_at=school.now(),
    )
    await picks.put(school, made, People(PICKED))
    return made


async def _on_the_sheet(school: SchoolContext, page: int, chat: Chat) -> list[str]:
    profile = await accounts.profile_of(school, page)
    return [person.source_id for person in await invite_sheet.recipients(school, profile, chat)]


async def test_a_teacher_gets_codes_only_of_the_classes_that_they_lead(school: SchoolContext, chat: Chat) -> None:
    assert await _on_the_sheet(school, TEACHER, chat) == ["Белов", "Белова"]


async def test_a_teacher_gets_codes_of_the_classes_that_they_teach(school: SchoolContext, chat: Chat) -> None:
    assert await _on_the_sheet(school, CHEMIST, chat) == ["Белов", "Белова"]


async def test_an_administrator_gets_codes_of_all_but_the_staff(school: SchoolContext, chat: Chat) -> None:
    assert await _on_the_sheet(school, PRINCIPAL, chat) == ["Белов", "Белова", "Чужая", "Чужой"]


async def test_whoever_has_linked_needs_no_code(school: SchoolContext, chat: Chat) -> None:
    await linked(school, 301, "Белов")
    assert await _on_the_sheet(school, TEACHER, chat) == ["Белова"]


async def test_a_parent_who_is_a_teacher_by_another_record_is_left_out(
    school: SchoolContext, journal: Journal, chat: Chat
) -> None:
    """The code of the parent's record would link the teacher's record too: same name, same number."""
    parent = journal.people["Белова"]
    journal.person("Белова-учитель", Role.TEACHER, phones=parent.phones)
    staff = journal.people["Белова-учитель"]
    journal.people["Белова-учитель"] = type(staff)(
        staff.source_id, parent.family, parent.given, parent.patronymic, staff.roles, parent.phones
    )
    await journal.is_read()
    assert await _on_the_sheet(school, TEACHER, chat) == ["Белов"]


async def test_a_namesake_of_a_teacher_is_nobody_else_but_a_parent(
    school: SchoolContext, journal: Journal, chat: Chat
) -> None:
    parent = journal.people["Белова"]
    journal.person("Белова-учитель", Role.TEACHER, phones=["+79120000999"])
    staff = journal.people["Белова-учитель"]
    journal.people["Белова-учитель"] = type(staff)(
        staff.source_id, parent.family, parent.given, parent.patronymic, staff.roles, ("+79120000999",)
    )
    await journal.is_read()
    assert await _on_the_sheet(school, TEACHER, chat) == ["Белов", "Белова"]


async def test_new_codes_take_the_place_of_the_old_ones_once(school: SchoolContext, chat: Chat) -> None:
    profile = await accounts.profile_of(school, TEACHER)
    await invite_sheet.order(school, profile, chat)
    people = await invite_sheet.recipients(school, profile, chat)
    shown = await invite_sheet.newest_code(school, people)
    assert await invite_sheet.renew(school, profile, chat, up_to=shown) is not None
    fresh = await invite_sheet.newest_code(school, people)
    assert fresh > shown
    assert await invite_sheet.renew(school, profile, chat, up_to=shown) is None
    assert await invite_sheet.newest_code(school, people) == fresh
