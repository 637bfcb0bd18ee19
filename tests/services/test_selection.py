"""Which chats are planned: after an import those with news, in a pass those that are not known to be settled."""

from datetime import timedelta

import pytest

from bot.domain.kinds import ChatKind, ChatState, Part, Role, Verdict
from bot.domain.roster import Guardianship
from models.chats import Chat, ChatPick
from models.schools import School
from scheduler.reconcile import selection
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock

KINDS = {
    "8А п": (ChatKind.CLASS_PUPILS, "8А"),
    "8А р": (ChatKind.CLASS_PARENTS, "8А"),
    "8А к": (ChatKind.CLASS_COLLEAGUES, "8А"),
    "8Б п": (ChatKind.CLASS_PUPILS, "8Б"),
    "химия": (ChatKind.SUBJECT, "8А химия"),
    "газета": (ChatKind.CUSTOM, "x"),
}
ALL_OF_8A = {"8А п", "8А р", "8А к"}


@pytest.fixture
async def chats(journal: Journal) -> None:
    """One chat of each kind, planned and found as they should be; «газета» was made by Химик for Чернов."""
    rules = await selection.rules_of(journal.school)
    for title, (kind, unit) in KINDS.items():
        state = {"state": ChatState.ACTIVE, "seen_print": "s", "want_print": "1", "planned_print": f"1{rules}"}
        author = "Химик" if kind is ChatKind.CUSTOM else ""
        await Chat.create(
            school_id=KEY,
            year=YEAR,
            kind=kind,
            unit_id=unit,
            title=title,
            created_at=NOON,
            author_id=author,
            accepted_number=1,
            **state,
        )
    paper = await Chat.get(title="газета")
    await ChatPick.create(school_id=KEY, chat_id=paper.id, person_id="Чернов", is_in=True, picked_at=NOON)


async def woken() -> set[str]:
    """Chats that an import has had looked at."""
    return {chat.title for chat in await Chat.filter(due_at__not_isnull=True)}


async def waiting(journal: Journal) -> set[str]:
    """Chats that a pass would plan."""
    return {chat.title for chat in await Chat.filter(id__in=await selection.to_plan(journal.school))}


def a_pupil_joins(journal: Journal) -> None:
    """A new pupil in 8Б."""
    journal.person("Новенький", Role.PUPIL)
    journal.joins("Новенький", "8Б", Part.PUPIL)


def a_pupil_is_switched_off(journal: Journal) -> None:
    """Чернов of 8А left the school."""
    journal.person("Чернов", Role.PUPIL, enabled=False)


def a_mother_appears(journal: Journal) -> None:
    """Чернов has a guardian."""
    journal.person("Чернова", Role.GUARDIAN)
    journal.guardianships.append(Guardianship("Чернова", "Чернов"))


def a_mother_is_switched_off(journal: Journal) -> None:
    """The guardian of Белов, who learns in 8А and in its chemistry."""
    journal.person("Белова", Role.GUARDIAN, enabled=False)


def a_teacher_of_a_group_changes(journal: Journal) -> None:
    """Chemistry of 8А is taught by Петров, too."""
    journal.joins("Петров", "8А химия", Part.TEACHER)


def a_pupil_leaves_a_group(journal: Journal) -> None:
    """Белов learns no chemistry any more."""
    journal.joins("Белов", "8А химия", Part.PUPIL, ended=True)


def somebody_is_called_otherwise(journal: Journal) -> None:
    """Белов gets another given name."""
    journal.people["Белов"] = journal.people["Белов"]._replace(given="Илья")


def nothing(_: Journal) -> None:
    """The journal says the same."""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, set()),
        (a_pupil_joins, {"8Б п"}),
        (a_pupil_is_switched_off, {*ALL_OF_8A, "газета"}),
        (a_mother_appears, ALL_OF_8A),
        (a_mother_is_switched_off, {*ALL_OF_8A, "химия"}),
        (a_teacher_of_a_group_changes, {"8А к", "химия"}),
        (a_pupil_leaves_a_group, {"8А к", "химия"}),
        (somebody_is_called_otherwise, set()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.usefixtures("chats")
async def test_an_import_wakes_the_chats_of_which_it_says_something_new(
    journal: Journal, change: object, expected: set[str]
) -> None:
    change(journal)  # type: ignore[operator]
    await journal.is_read()
    assert await woken() == expected
    assert await waiting(journal) == expected


@pytest.mark.usefixtures("chats")
async def test_whom_the_journal_put_into_a_chat_without_news_counts_as_accepted(journal: Journal) -> None:
    a_pupil_joins(journal)
    await journal.is_read()
    assert {chat.title: chat.accepted_number for chat in await Chat.all()} == {
        title: 1 if title == "8Б п" else 2 for title in KINDS
    }


@pytest.mark.usefixtures("chats")
async def test_a_part_that_begins_or_ends_with_the_day_wakes_its_chats(journal: Journal, clock: MovedClock) -> None:
    tomorrow = journal.school.today() + timedelta(days=1)
    journal.joins("Белов", "8Б", Part.PUPIL, begin_on=tomorrow)
    journal.joins("Химик", "8А химия", Part.TEACHER, end_on=journal.school.today())
    await journal.is_read()
    await Chat.all().update(due_at=None)
    clock.pass_by(days=1)
    await journal.is_read()
    assert {"8Б п", "химия"} <= await woken()
    await Chat.all().update(due_at=None)
    clock.pass_by(days=1)
    await journal.is_read()
    assert await woken() == set()


@pytest.mark.parametrize(
    "difference",
    [{"state": ChatState.PAUSED}, {"trouble": "refused"}, {"seen_print": ""}, {"planned_print": ""}],
    ids=lambda difference: next(iter(difference)),
)
@pytest.mark.usefixtures("chats")
async def test_a_pass_plans_what_is_not_known_to_be_settled(journal: Journal, difference: dict[str, object]) -> None:
    assert await waiting(journal) == set()
    await Chat.filter(title="8А п").update(**difference)
    assert await waiting(journal) == {"8А п"}


@pytest.mark.usefixtures("chats")
async def test_other_rules_of_the_school_have_every_chat_planned(journal: Journal) -> None:
    await School.filter(key=KEY).update(consent_parallels=4)
    assert await waiting(journal) == set(KINDS)


@pytest.mark.usefixtures("chats")
async def test_after_a_reading_that_was_not_whole_only_news_wake_a_chat(journal: Journal) -> None:
    journal.verdict = Verdict.PARTIAL
    a_pupil_joins(journal)
    await journal.is_read()
    assert await woken() == {"8Б п"}
