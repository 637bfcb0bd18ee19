"""A plan in words: every action, every hold and every refusal has its sentence with the person's name."""

import pytest

from bot.domain.kinds import ChatKind
from bot.domain.membership import Departure
from bot.domain.plan import (
    Action,
    Create,
    Demote,
    Evict,
    Guarded,
    Held,
    Invite,
    Promote,
    Refusal,
    Remove,
    Rename,
    ReplaceLink,
)
from models.chats import Chat
from scheduler.reconcile.report import lines_of
from tests.services.school import KEY, NOON, YEAR, Journal, linked

PUPIL, STRANGER = 301, 666
SAID: list[tuple[Action, str]] = [
    (Create("8А — ученики", (PUPIL, 302)), "создать, сразу предложить людей: 2"),
    (Rename("8Б", "8А"), "переименовать: «8А» → «8Б»"),
    (Invite(PUPIL, ()), "пригласить: Белов"),
    (Promote(PUPIL), "сделать администратором: Белов"),
    (Demote(PUPIL), "забрать права администратора: Белов"),
    (Remove(PUPIL, Departure.TRANSFER), "удалить: Белов Имя (перевод в другой класс)"),
    (Evict(STRANGER), "удалить постороннего: страница id666"),
    (ReplaceLink(), "заменить ссылку"),
]


@pytest.fixture
async def chat(journal: Journal) -> Chat:
    """The pupils' chat of 8А, one pupil linked."""
    await linked(journal.school, PUPIL, "Белов")
    return await Chat.create(
        school_id=KEY, year=YEAR, kind=ChatKind.CLASS_PUPILS, unit_id="8А", title="8А — ученики", created_at=NOON
    )


async def words(journal: Journal, chat: Chat, plan: Guarded) -> list[str]:
    """The lines below the chat's title."""
    title, *lines = await lines_of(journal.school, chat, plan)
    assert title == "8А — ученики"
    return [line.strip() for line in lines]


@pytest.mark.parametrize(("action", "said"), SAID, ids=lambda one: type(one).__name__)
async def test_an_action_is_said_with_the_name(journal: Journal, chat: Chat, action: Action, said: str) -> None:
    (line,) = await words(journal, chat, Guarded((action,)))
    assert line.startswith(said)


async def test_what_is_held_says_what_it_waits_for(journal: Journal, chat: Chat) -> None:
    held = Held(Remove(PUPIL, Departure.EXIT), "last-administrator")
    (line,) = await words(journal, chat, Guarded((), held=(held,)))
    assert line.startswith("ждёт решения: удалить: Белов")
    assert line.endswith("Назначьте другого.")


async def test_a_refusal_names_the_person_or_the_chat(journal: Journal, chat: Chat) -> None:
    refusals = (Refusal("left-by-themselves", PUPIL), Refusal("evidence-empty"))
    lines = await words(journal, chat, Guarded((), refusals=refusals))
    assert lines[0].endswith(": не приглашён: вышел сам")
    assert lines[1] == "8А — ученики: не удалён: журнал пуст"


async def test_of_a_chat_that_is_as_it_should_be_nothing_is_said(journal: Journal, chat: Chat) -> None:
    assert await lines_of(journal.school, chat, Guarded(())) == []
