"""Taking a journal over: what becomes visible by each verdict, and who is told what how often."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.events import NumberChanged
from bot.domain.kinds import ChatKind, Part, Role, Verdict
from bot.domain.roster import Remark, Snapshot
from bot.errors import OperatorError
from bot.services import chats
from models.chats import Chat
from models.schools import Outage, Reading, School
from scheduler.rosters import Look, Rosters
from tests.services.school import KEY, NOON, OWNER, Journal, MovedClock, linked, number_of, own_events, roster_of, told

CUT = (Remark("file-cut", "users.csv:7"),)
GARBAGE = (Remark("no-manifest"),)
NOT_BELIEVED = [Verdict.PARTIAL, Verdict.EMPTY, Verdict.FAILED]


async def people_seen(journal: Journal) -> set[str]:
    """Who of a few people the visible roster knows."""
    roster = await roster_of(journal.school)
    return set(await roster.people(["Белов", "Чернов", "Новенький"]))


def changed(journal: Journal, verdict: Verdict) -> None:
    """From now on the journal has a new pupil and lacks another, and is as believable as ``verdict`` says."""
    journal.person("Новенький", Role.PUPIL)
    journal.joins("Новенький", "8А", Part.PUPIL)
    del journal.people["Чернов"]
    journal.verdict, journal.problems = verdict, () if verdict is Verdict.OK else CUT


@pytest.mark.parametrize(
    ("verdict", "seen"),
    [
        (Verdict.OK, {"Белов", "Новенький"}),
        (Verdict.PARTIAL, {"Белов", "Чернов", "Новенький"}),
        (Verdict.EMPTY, {"Белов", "Чернов"}),
        (Verdict.FAILED, {"Белов", "Чернов"}),
    ],
)
async def test_a_verdict_decides_what_becomes_visible(journal: Journal, verdict: Verdict, seen: set[str]) -> None:
    changed(journal, verdict)
    await journal.is_read()
    assert await people_seen(journal) == seen
    newest = await Reading.filter(school_id=KEY).order_by("-id").first()
    assert newest is not None
    assert newest.verdict is verdict
    assert newest.number == (None if verdict in (Verdict.EMPTY, Verdict.FAILED) else 2)
    assert [problem["code"] for problem in newest.problems] == [problem.code for problem in journal.problems]


async def test_what_is_taken_over_is_read_once_and_shown_before_anything_of_it_is_visible(journal: Journal) -> None:
    changed(journal, Verdict.OK)
    before = await people_seen(journal)
    read: list[Path] = []
    seen: list[Look] = []

    def reading(path: Path, today: date) -> Snapshot:
        read.append(path)
        return journal.read(path, today)

    def refuses(look: Look) -> None:
        seen.append(look)
        raise OperatorError("no")

    rosters = Rosters(journal.school, reading)
    with pytest.raises(OperatorError, match="no"):
        await rosters.accept(show=refuses)
    assert await people_seen(journal) == before
    assert await rosters.accept(show=seen.append) is seen[1]
    assert (len(read), seen[0].summary) == (2, seen[1].summary)
    assert await people_seen(journal) != before


async def test_looking_changes_nothing(journal: Journal) -> None:
    before = await number_of(journal.school)
    changed(journal, Verdict.OK)
    await journal.rosters.look()
    assert await number_of(journal.school) == before
    assert await Reading.all().count() == 1
    assert await people_seen(journal) == {"Белов", "Чернов"}


@pytest.mark.parametrize("verdict", NOT_BELIEVED)
async def test_an_outage_is_told_once_and_its_end_once(journal: Journal, verdict: Verdict) -> None:
    assert await told(journal.school, OWNER) == []
    journal.verdict, journal.problems = verdict, GARBAGE
    for _ in range(3):
        await journal.is_read()
    [said] = await told(journal.school, OWNER)
    assert said.startswith("Электронный журнал ")
    assert "\n• Нет файла manifest.csv" in said
    journal.verdict = Verdict.OK
    for _ in range(3):
        await journal.is_read()
    assert (await told(journal.school, OWNER))[1:] == ["Электронный журнал снова читается полностью."]
    assert await Outage.all().count() == 0


async def test_an_outage_that_only_becomes_worse_is_not_told_again(journal: Journal) -> None:
    for journal.verdict in NOT_BELIEVED:
        journal.problems = CUT
        await journal.is_read()
    assert len(await told(journal.school, OWNER)) == 1


async def test_a_second_outage_is_told_anew(journal: Journal) -> None:
    for journal.verdict in (Verdict.FAILED, Verdict.OK, Verdict.FAILED):
        journal.problems = GARBAGE
        await journal.is_read()
    assert len(await told(journal.school, OWNER)) == 3


async def test_the_time_of_the_journal_is_that_of_the_last_whole_reading(journal: Journal, clock: MovedClock) -> None:
    assert (await School.get(key=KEY)).roster_at == NOON
    clock.pass_by(hours=1)
    changed(journal, Verdict.PARTIAL)
    await journal.is_read()
    assert (await School.get(key=KEY)).roster_at == NOON
    journal.verdict, journal.problems = Verdict.OK, ()
    await journal.is_read()
    assert (await School.get(key=KEY)).roster_at == NOON + timedelta(hours=1)


async def test_a_journal_that_says_the_same_gets_no_new_number_and_wakes_nobody(journal: Journal) -> None:
    await Chat.create(school_id=KEY, year="y", kind=ChatKind.CLASS_PUPILS, unit_id="8А", title="8А", created_at=NOON)
    await journal.is_read()
    assert await number_of(journal.school) == 1
    assert (await Chat.get()).due_at is None


async def test_a_new_roster_has_every_chat_looked_at_but_not_urgently(journal: Journal) -> None:
    await Chat.create(school_id=KEY, year="y", kind=ChatKind.CLASS_PUPILS, unit_id="8А", title="8А", created_at=NOON)
    changed(journal, Verdict.OK)
    await journal.is_read()
    chat = await Chat.get()
    assert (chat.due_at, chat.due_cause) == (NOON, chats.PASS)


async def test_a_new_class_of_a_linked_teacher_has_its_chats_without_a_press(journal: Journal) -> None:
    await linked(journal.school, 101, "Петров")
    journal.unit("9А")
    journal.joins("Петров", "9А", Part.HOMEROOM)
    await journal.is_read()
    found = await Chat.filter(unit_id="9А").order_by("id")
    assert [chat.title for chat in found] == ["9А — ученики", "9А — родители", "9А — коллеги"]


@pytest.mark.parametrize(("method", "asked"), [("sms", [NumberChanged(201)]), ("code", [])])
async def test_a_changed_number_asks_whoever_linked_by_phone_and_keeps_the_link(
    journal: Journal, method: str, asked: list[NumberChanged]
) -> None:
    await linked(journal.school, 201, "Белова", method=method)
    journal.person("Белова", Role.GUARDIAN, phones=["+79120000299"])
    await journal.is_read()
    journal.person("Белова", Role.GUARDIAN, phones=["+79120000298"])
    await journal.is_read()
    assert await own_events(journal.school) == asked


async def test_the_journal_is_read_again_only_when_a_file_or_the_day_has_changed(
    journal: Journal, clock: MovedClock
) -> None:
    folder = journal.school.settings.journal.path
    folder.mkdir()
    readings = [await Reading.all().count()]
    for change in (
        lambda: folder.joinpath("users.csv").write_text("a"),
        lambda: clock.pass_by(minutes=1),
        lambda: folder.joinpath("users.csv").write_text("b"),
        lambda: folder.joinpath("users.csv").rename(folder / "orgs.csv"),
        lambda: clock.pass_by(days=1),
        lambda: folder.joinpath("notes.txt").write_text("x"),
    ):
        change()
        await journal.rosters.refresh()
        readings.append(await Reading.all().count())
    assert [after - before for before, after in pairwise(readings)] == [1, 0, 1, 1, 1, 0]


async def test_rows_that_ended_long_ago_go_and_the_visible_ones_stay(journal: Journal, clock: MovedClock) -> None:
    roster = await roster_of(journal.school)
    changed(journal, Verdict.OK)
    await journal.is_read()
    clock.pass_by(days=29)
    await journal.rosters.forget_ended()
    assert await roster.person("Чернов") is not None
    clock.pass_by(days=2)
    await journal.rosters.forget_ended()
    assert await roster.person("Чернов") is None
    assert await people_seen(journal) == {"Белов", "Новенький"}
    assert await Reading.all().count() == 1
