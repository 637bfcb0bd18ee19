"""What was decided by hand about somebody who cannot be seen in the chat now outlives what others decide meanwhile."""

from dataclasses import replace

import pytest

from bot.domain.kinds import ChatKind, ChatState, Part, Role
from bot.services import accounts, chat_settings, composition, keep_away, picks
from bot.services.school import SchoolContext
from models.chats import Chat
from models.people import GuardianConsent
from models.schools import School
from tests.services.school import YEAR, Journal, linked, roster_of

TEACHER, HEAD = 101, 102


async def _chat(school: SchoolContext, kind: ChatKind, unit_id: str, author_id: str = "") -> Chat:
    return await Chat.create(
        school_id=school.key,
        year=YEAR,
        kind=kind,
        unit_id=unit_id,
        title=unit_id,
        author_id=author_id,
        state=ChatState.ACTIVE,
        created_at=school.now(),
    )


async def _people(school: SchoolContext, chat: Chat) -> set[str]:
    return set(await composition.of_chat(await roster_of(school), chat))


async def _demands_consent(journal: Journal) -> None:
    """From now on no pupil of 8А belongs to a chat without a guardian's consent."""
    journal.units["8А"] = replace(journal.units["8А"], parallel=8)
    await journal.is_read()
    await School.filter(key=journal.school.key).update(consent_parallels=8)


async def _consent(school: SchoolContext, pupil: str) -> None:
    await GuardianConsent.create(
        school_id=school.key,
        pupil_id=pupil,
        guardian_id="Белова",
        version="1",
        is_given=True,
        decided_at=school.now(),
    )


@pytest.fixture
async def paper(school: SchoolContext, journal: Journal) -> Chat:
    """A custom chat of two pupils, one of whom leads it, a mother, and their author."""
    made = await _chat(school, ChatKind.CUSTOM, "draft-1", "Петров")
    await picks.put(school, made, picks.People(frozenset({"Белов", "Чернов", "Белова"}), frozenset({"Белов"})))
    return made


async def test_a_picked_pupil_who_waits_for_consent_stays_picked(
    school: SchoolContext, journal: Journal, paper: Chat
) -> None:
    await _demands_consent(journal)
    await picks.change(school, paper, remove=["Белова"])
    assert await _people(school, paper) == {"Петров"}
    await _consent(school, "Белов")
    assert await picks.now_in(school, paper) == picks.People(
        frozenset({"Петров", "Белов"}), frozenset({"Петров", "Белов"})
    )


async def test_a_picked_pupil_who_waits_stays_picked_when_the_chat_stops_following_the_journal(
    school: SchoolContext, journal: Journal
) -> None:
    chat = await _chat(school, ChatKind.SUBJECT, "8А химия", "Химик")
    teacher = await accounts.profile_of(school, TEACHER)
    await picks.change(school, chat, add=["Чернов"])
    await _demands_consent(journal)
    await chat_settings.follow(school, teacher, chat, is_on=False)
    await _consent(school, "Чернов")
    assert "Чернов" in await _people(school, chat)


async def test_a_pupil_who_was_taken_out_stays_out_however_long_they_cannot_be_seen(
    school: SchoolContext, journal: Journal
) -> None:
    chat = await _chat(school, ChatKind.CLASS_PUPILS, "8А")
    await picks.change(school, chat, remove=["Белов"])
    before = journal.memberships.pop(("8А", "Белов", Part.PUPIL))
    await journal.is_read()
    await picks.change(school, chat, remove=["Чернов"])
    journal.memberships["8А", "Белов", Part.PUPIL] = before
    await journal.is_read()
    assert await _people(school, chat) == {"Петров"}


async def test_somebody_switched_off_and_on_again_and_a_guardian_who_may_come_back_are_still_picked(
    school: SchoolContext, journal: Journal, paper: Chat
) -> None:
    journal.person("Директор", Role.ADMINISTRATOR)
    journal.person("Чернов", Role.PUPIL, enabled=False)
    await journal.is_read()
    await linked(school, HEAD, "Директор")
    head = await accounts.profile_of(school, HEAD)
    await keep_away.decide(school, head, "Белова", "Белов", is_kept=True)
    await picks.change(school, paper, follow=["Белов"])
    assert await _people(school, paper) == {"Петров", "Белов"}
    await keep_away.decide(school, head, "Белова", "Белов", is_kept=False)
    journal.person("Чернов", Role.PUPIL)
    await journal.is_read()
    assert await _people(school, paper) == {"Петров", "Белов", "Чернов", "Белова"}


async def test_whoever_is_taken_out_or_brought_back_in_sight_is_so(school: SchoolContext, journal: Journal) -> None:
    chat = await _chat(school, ChatKind.CLASS_PUPILS, "8А")
    await picks.change(school, chat, remove=["Белов"], add=["Химик"])
    assert await _people(school, chat) == {"Петров", "Чернов", "Химик"}
    await picks.change(school, chat, add=["Белов"], remove=["Химик"])
    assert await _people(school, chat) == {"Петров", "Чернов", "Белов"}


async def test_as_in_the_journal_forgets_even_what_cannot_be_seen(
    school: SchoolContext, journal: Journal, paper: Chat
) -> None:
    await _demands_consent(journal)
    await picks.reset(school, paper)
    await _consent(school, "Белов")
    assert await _people(school, paper) == {"Петров"}
