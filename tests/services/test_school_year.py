"""The school year at work: nothing is decided by itself, a decision is done once, and no year leaks into the next."""

from collections.abc import Iterable
from typing import Any

import pytest

from bot.domain.kinds import ChatKind, ChatState, HeldState, Part, Role, UnitKind
from bot.domain.roster import Unit
from bot.domain.year_steps import Fate, steps_of
from bot.services import accounts, chats, composition, delete_chat, held_terms, school_year, year_facts
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, ChatPick, LedgerLine
from models.steering import ConsoleRole, HeldPlan
from scheduler import roster_store
from scheduler.reconcile import desired
from scheduler.school_year import SchoolYear
from tests.services.school import KEY, OWNER, YEAR, Journal, linked, roster_of, told

NEXT = "2027/2028"
TEACHER, PUPIL = 101, 301
PUPILS = ("Белов", "Чернов", "Седов", "Титов")
KINDS = (ChatKind.CLASS_PUPILS, ChatKind.CLASS_PARENTS, ChatKind.CLASS_COLLEAGUES)


def a_class(journal: Journal, unit_id: str, title: str, pupils: Iterable[str], year: str = YEAR) -> None:
    """A class with the class teacher Петров."""
    journal.units[unit_id] = Unit(unit_id, UnitKind.CLASS, title, year, int(title[:-1]), title[-1])
    journal.joins("Петров", unit_id, Part.HOMEROOM)
    for pupil in pupils:
        journal.person(pupil, Role.PUPIL)
        journal.joins(pupil, unit_id, Part.PUPIL)


def without(journal: Journal, *unit_ids: str) -> None:
    """The journal does not mention these classes any more."""
    for unit_id in unit_ids:
        journal.units.pop(unit_id, None)
    gone = [key for key in journal.memberships if key[0] in unit_ids]
    for key in gone:
        del journal.memberships[key]


@pytest.fixture
async def eight_a(school: SchoolContext) -> Journal:
    """8А with its three chats in VK, the class teacher and a pupil inside those of the pupils."""
    journal = Journal(school)
    journal.person("Петров", Role.TEACHER)
    a_class(journal, "8a", "8А", PUPILS)
    await journal.is_read()
    await linked(school, TEACHER, "Петров")
    await linked(school, PUPIL, "Белов")
    unit = (await (await roster_of(school)).units(["8a"]))["8a"]
    for number, chat in enumerate(await chats.want_class_chats(school, unit, actor="bot")):
        await Chat.filter(id=chat.id).update(state=ChatState.ACTIVE, peer_id=2_000_000_001 + number, due_at=None)
    pupils = await Chat.get(kind=ChatKind.CLASS_PUPILS)
    for page, person, code in ((TEACHER, "Петров", "homeroom"), (PUPIL, "Белов", "pupil")):
        reasons = [{"code": code, "unit_id": "8a", "person_id": person, "pupil_id": ""}]
        await ChatMember.create(
            chat_id=pupils.id, member_id=page, is_inside=True, is_admin=page == TEACHER, reasons=reasons
        )
    return journal


async def turns(journal: Journal, *, pupils: Iterable[str] = PUPILS, title: str = "9А", unit_id: str = "9a") -> None:
    """The journal opens the new year, and somebody says that this is so."""
    without(journal, "8a")
    a_class(journal, unit_id, title, pupils, NEXT)
    await journal.rosters.accept(trusted_by="operator")


async def decides(school: SchoolContext, fate: Fate) -> None:
    """The head of the school confirms a part of the plan, and the scheduler does it."""
    plan = await year_facts.plan_of(school)
    await school_year.decide(school, await accounts.profile_of(school, TEACHER), steps_of(plan, fate))
    await SchoolYear(school).run()


async def keys() -> list[tuple[str, str, ChatKind]]:
    return [(chat.unit_id, chat.year, chat.kind) for chat in await Chat.filter(deleted_at=None).order_by("id")]


async def test_a_new_year_changes_nothing_and_is_told_once(eight_a: Journal) -> None:
    await turns(eight_a)
    for _ in range(2):
        await SchoolYear(eight_a.school).run()
    assert await keys() == [("8a", YEAR, kind) for kind in KINDS]
    news = [text for text in await told(eight_a.school, OWNER) if text.startswith("Журнал открыл новый учебный год.")]
    assert len(news) == 1
    chat = await Chat.get(kind=ChatKind.CLASS_PUPILS)
    assert (await desired.load(eight_a.school, chat))[0].is_over


async def test_a_class_goes_on_in_the_same_chats_with_everything_that_was_set_there(eight_a: Journal) -> None:
    school, chat = eight_a.school, await Chat.get(kind=ChatKind.CLASS_PUPILS)
    await ChatPick.create(school_id=KEY, chat_id=chat.id, person_id="Чернов", is_in=False, picked_at=school.now())
    await ChatMember.create(chat_id=chat.id, member_id=302, invitation="sent", reasons=[])
    await Chat.filter(id=chat.id).update(stranger_policy="strict", welcome="off")
    await turns(eight_a, pupils=("Белов", "Чернов", "Седов", "Новиков"))
    await decides(school, Fate.CONTINUE)
    assert await keys() == [("9a", NEXT, kind) for kind in KINDS]
    after = await Chat.get(id=chat.id)
    assert (after.peer_id, after.stranger_policy, after.welcome) == (chat.peer_id, "strict", "off")
    assert await ChatMember.filter(chat_id=chat.id, member_id=302, invitation="sent").exists()
    assert set(await composition.of_chat(await roster_of(school), after)) == {"Петров", "Белов", "Седов", "Новиков"}
    wanted = (await desired.load(school, after))[0]
    assert (wanted.title, wanted.people_new, wanted.is_over) == ("9А — ученики", 0, False)
    assert await LedgerLine.filter(event="went-on").count() == len(KINDS)


async def test_what_was_decided_about_a_held_plan_ends_with_the_year(eight_a: Journal) -> None:
    school = eight_a.school
    pupils = await Chat.get(kind=ChatKind.CLASS_PUPILS)
    await HeldPlan.create(
        school_id=KEY,
        chat_id=pupils.id,
        fingerprint="",
        state=HeldState.LEFT,
        actions=[{"key": f"remove:{PUPIL}", "code": "too-many-removals", "page": PUPIL, "departure": "exit"}],
        opened_at=school.now(),
        expires_at=school.now(),
    )
    await turns(eight_a)
    await decides(school, Fate.CONTINUE)
    assert await held_terms.live(await Chat.get(id=pupils.id), school.now()) is None


async def test_the_administrators_of_the_console_hear_of_the_new_year_too(eight_a: Journal) -> None:
    school = eight_a.school
    teacher = await accounts.profile_of(school, TEACHER)
    assert teacher.account_id is not None
    given = {"level": "administrator", "granted_at": school.now()}
    await ConsoleRole.create(school_id=KEY, account_id=teacher.account_id, **given)
    await turns(eight_a)
    await SchoolYear(school).run()
    assert any(text.startswith("Журнал открыл новый учебный год.") for text in await told(school, TEACHER))


async def test_a_decision_is_done_once(eight_a: Journal) -> None:
    await turns(eight_a)
    await decides(eight_a.school, Fate.CONTINUE)
    before = await LedgerLine.all().count()
    await SchoolYear(eight_a.school).run()
    assert await LedgerLine.all().count() == before
    assert [plan.state for plan in await HeldPlan.all()] == [HeldState.DONE]


async def test_what_the_journal_has_made_impossible_meanwhile_is_not_done(eight_a: Journal) -> None:
    school = eight_a.school
    await turns(eight_a)
    plan = await year_facts.plan_of(school)
    await school_year.decide(school, await accounts.profile_of(school, TEACHER), steps_of(plan, Fate.CONTINUE))
    without(eight_a, "9a")
    a_class(eight_a, "9b", "9Б", PUPILS, NEXT)
    await eight_a.is_read()
    await SchoolYear(school).run()
    assert await keys() == [("8a", YEAR, kind) for kind in KINDS]


async def test_a_class_that_begins_anew_gets_new_chats_and_nothing_of_last_year_leaks_into_them(
    eight_a: Journal,
) -> None:
    school, old = eight_a.school, await Chat.get(kind=ChatKind.CLASS_PUPILS)
    await turns(eight_a, pupils=("Белов", "Чернов", "Седов"))
    await decides(school, Fate.RENEW)
    assert await keys() == [("9a", NEXT, kind) for kind in KINDS]
    new = await Chat.get(kind=ChatKind.CLASS_PUPILS)
    assert new.id != old.id
    assert await ChatMember.filter(chat_id=new.id).count() == 0
    assert await ChatPick.filter(chat_id=new.id).count() == 0
    assert set(await composition.of_chat(await roster_of(school), new)) == {"Петров", "Белов", "Чернов", "Седов"}
    await old.refresh_from_db()
    assert (old.is_archived, old.deleted_at) == (True, school.now())
    assert await composition.of_chat(await roster_of(school), old) == {}


async def test_no_chats_are_made_by_themselves_for_a_class_that_may_go_on_older_ones(eight_a: Journal) -> None:
    await turns(eight_a)
    await chats.want_for_linked_homerooms(eight_a.school)
    await chats.want_for_homeroom(eight_a.school, ["Петров"], actor="bot")
    assert await keys() == [("8a", YEAR, kind) for kind in KINDS]


async def test_a_first_class_gets_its_chats_as_ever(eight_a: Journal) -> None:
    a_class(eight_a, "1a", "1А", ["Малышев"], NEXT)
    await turns(eight_a)
    assert {key[0] for key in await keys()} == {"8a", "1a"}


async def test_the_same_id_in_a_new_year_is_not_the_same_chat(eight_a: Journal) -> None:
    """A journal that keeps its ids for places: 8А are other children now, and they get into no chat of last year."""
    await turns(eight_a, unit_id="8a", title="8А", pupils=("Малышев", "Юрьев"))
    roster = await roster_of(eight_a.school)
    old, new = [await Chat.get(kind=ChatKind.CLASS_PUPILS, year=year) for year in (YEAR, NEXT)]
    assert await composition.of_chat(roster, old) == {}
    assert set(await composition.of_chat(roster, new)) == {"Петров", "Малышев", "Юрьев"}
    assert (await year_facts.plan_of(eight_a.school)).continuing == ()


async def test_what_the_roster_has_forgotten_the_chats_still_know(eight_a: Journal) -> None:
    """After a long summer the pupils of last year are those who belonged to its chats."""
    await turns(eight_a, pupils=("Белов",))
    await eight_a.rosters.forget_ended()
    await roster_store.forget_ended(KEY, (await roster_of(eight_a.school)).number)
    [one] = (await year_facts.plan_of(eight_a.school)).continuing
    assert (one.before.unit.title, one.before.pupils, one.alike) == ("8А", {"Белов"}, 1)


async def test_a_class_whose_every_part_has_run_out_waits_through_the_summer(eight_a: Journal, clock: Any) -> None:
    for pupil in PUPILS:
        eight_a.joins(pupil, "8a", Part.PUPIL, end_on=eight_a.school.today())
    await eight_a.is_read()
    chat = await Chat.get(kind=ChatKind.CLASS_PUPILS)
    assert not (await desired.load(eight_a.school, chat))[0].is_over
    clock.pass_by(days=2)
    assert (await desired.load(eight_a.school, chat))[0].is_over
    assert not (await year_facts.plan_of(eight_a.school)).has_turned


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


async def test_a_chat_that_was_put_away_comes_back_as_one_kept_by_hand(eight_a: Journal, clock: Any) -> None:
    school, chat = eight_a.school, await Chat.get(kind=ChatKind.CLASS_PUPILS)
    await turns(eight_a)
    await decides(school, Fate.RENEW)
    teacher = await accounts.profile_of(school, TEACHER)
    await chat.refresh_from_db()
    assert [one.id for one in await delete_chat.in_bin(school, teacher)] == [chat.id]
    await delete_chat.restore(school, teacher, chat)
    await chat.refresh_from_db()
    assert (chat.kind, chat.is_archived, chat.author_id) == (ChatKind.CUSTOM, False, "Петров")
    assert set(await composition.of_chat(await roster_of(school), chat)) == {"Петров", "Белов"}
    assert not (await desired.load(school, chat))[0].is_over
    clock.pass_by(days=31)
    assert not (await year_facts.plan_of(school)).over
