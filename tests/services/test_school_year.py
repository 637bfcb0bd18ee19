"""The school year at work: nothing is decided by itself, a decision is done once, and no year leaks into the next."""

from datetime import timedelta
from typing import Any

from bot.domain.kinds import ChatKind, HeldState, Part
from bot.domain.membership import FOUND
from bot.domain.year_steps import Fate, steps_of
from bot.services import accounts, chats, composition, delete_chat, held_terms, school_year, year_facts
from models.chats import Chat, ChatMember, ChatPick, LedgerLine
from models.steering import ConsoleRole, HeldPlan
from scheduler import roster_store
from scheduler.reconcile import desired
from scheduler.school_year import SchoolYear
from tests.services.class_8a import NEXT, PUPIL, PUPILS, TEACHER, a_class, decides, turns, without
from tests.services.school import KEY, OWNER, YEAR, Journal, roster_of, told

KINDS = (ChatKind.CLASS_PUPILS, ChatKind.CLASS_PARENTS, ChatKind.CLASS_COLLEAGUES)


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


async def test_a_chat_of_a_class_that_was_taken_over_goes_on_with_its_guests_and_the_title_that_people_gave(
    eight_a: Journal,
) -> None:
    school, chat = eight_a.school, await Chat.get(kind=ChatKind.CLASS_PUPILS)
    adopted = {"adopted_at": school.now(), "seen_at": school.now() + timedelta(minutes=1), "own_title": "Восьмой алый"}
    await Chat.filter(id=chat.id).update(**adopted, title="Восьмой алый")
    await ChatMember.create(chat_id=chat.id, member_id=900, is_inside=True, reasons=[FOUND._asdict()])
    await turns(eight_a)
    await decides(school, Fate.CONTINUE)
    wanted = (await desired.load(school, await Chat.get(id=chat.id)))[0]
    assert (wanted.title, wanted.is_over) == ("Восьмой алый", False)
    assert wanted.wanted.keys() == {TEACHER, PUPIL, 900}


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
