"""What has served its time goes; what somebody asked to be erased goes as soon as they are out of the chats."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.kinds import ChatKind, Ending, HeldState
from bot.services import accounts, drafts, erase, ledger, personal_codes
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, LedgerLine
from models.drafts import Draft
from models.people import Account, LinkRequest, PersonalCode, PersonLink, RelinkRequest, SmsMessage
from models.steering import HeldPlan
from models.traffic import Dialogue, InboxEvent, OutboxMessage
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock, linked, roster_of

PAGE, STRANGER = 201, 666


@pytest.fixture
async def chat(journal: Journal) -> Chat:
    """The parents' chat of 8А."""
    return await Chat.create(
        school_id=KEY, year=YEAR, kind=ChatKind.CLASS_PARENTS, unit_id="8А", title="8А", created_at=NOON
    )


async def message(state: str = "done", **fields: Any) -> OutboxMessage:
    """A row of the outbox, as old as the clock's beginning."""
    values = {"peer_id": PAGE, "kind": "send", "body": "", "due_at": NOON, "created_at": NOON, **fields}
    return await OutboxMessage.create(school_id=KEY, state=state, **values)


async def event(event_id: str, state: str = "done") -> InboxEvent:
    """A row of the inbox, as old as the clock's beginning."""
    return await InboxEvent.create(school_id=KEY, event_id=event_id, lane=PAGE, body="", state=state, received_at=NOON)


async def dialogue(page: int, **fields: Any) -> Dialogue:
    """Where a page is in the dialogue."""
    return await Dialogue.create(school_id=KEY, peer_id=page, updated_at=NOON, **fields)


@pytest.mark.parametrize(("hours", "left"), [(47, {"done", "waiting", "failed"}), (48, {"waiting"})])
async def test_messages_that_were_sent_go_after_two_days(
    school: SchoolContext, clock: MovedClock, hours: int, left: set[str]
) -> None:
    for state in ("done", "waiting", "failed"):
        await message(state)
    clock.pass_by(hours=hours)
    await erase.forget_old(school)
    assert {row.state for row in await OutboxMessage.all()} == left


async def test_a_message_that_shows_somebodys_screen_stays(school: SchoolContext, clock: MovedClock) -> None:
    window, _ = await message(), await message()
    await dialogue(PAGE, window_row_id=window.id)
    clock.pass_by(days=3)
    await erase.forget_old(school)
    assert [row.id for row in await OutboxMessage.all()] == [window.id]


async def test_events_that_were_handled_go_after_two_days_and_the_others_stay(
    school: SchoolContext, clock: MovedClock
) -> None:
    for state in ("done", "new", "aside"):
        await event(state, state)
    clock.pass_by(days=2)
    await erase.forget_old(school)
    assert {row.state for row in await InboxEvent.all()} == {"new", "aside"}


async def test_a_dialogue_with_nobody_goes_after_a_month(school: SchoolContext, clock: MovedClock) -> None:
    await linked(school, PAGE)
    for page in (PAGE, STRANGER):
        await dialogue(page)
    clock.pass_by(days=29)
    await erase.forget_old(school)
    assert await Dialogue.all().count() == 2
    clock.pass_by(days=1)
    await erase.forget_old(school)
    assert [row.peer_id for row in await Dialogue.all()] == [PAGE]


async def test_strangers_are_forgotten_after_ninety_days(school: SchoolContext, chat: Chat, clock: MovedClock) -> None:
    await ledger.note(school, "evicted", chat_id=chat.id, stranger_id=STRANGER)
    for page, ending in ((STRANGER, Ending.STRANGER), (PAGE, Ending.LEFT)):
        await ChatMember.create(chat_id=chat.id, member_id=page, ending=ending, ending_at=NOON)
    await ChatMember.create(chat_id=chat.id, member_id=7, is_inside=True, ending=Ending.STRANGER, ending_at=NOON)
    clock.pass_by(days=89)
    await erase.forget_old(school)
    assert (await LedgerLine.get(event="evicted")).stranger_id == STRANGER
    clock.pass_by(days=1)
    await erase.forget_old(school)
    assert (await LedgerLine.get(event="evicted")).stranger_id is None
    assert {row.member_id for row in await ChatMember.all()} == {PAGE, 7}


async def test_whom_a_plan_named_is_forgotten_with_it_and_with_the_page(
    school: SchoolContext, chat: Chat, clock: MovedClock
) -> None:
    about = [{"key": f"remove:{page}", "code": "first-run", "page": page} for page in (PAGE, STRANGER)]
    lasts = {"opened_at": NOON, "expires_at": NOON + timedelta(days=3), "fingerprint": "f"}
    for state in (HeldState.LEFT, HeldState.DONE):
        await HeldPlan.create(school_id=KEY, chat_id=chat.id, state=state, actions=about, **lasts)
    await linked(school, PAGE)
    await erase.ask(school, await accounts.profile_of(school, PAGE))
    await erase.finish(school)
    assert [[one["page"] for one in plan.actions] for plan in await HeldPlan.all()] == [[STRANGER], [STRANGER]]
    clock.pass_by(days=90)
    await erase.forget_old(school)
    assert {plan.state: len(plan.actions) for plan in await HeldPlan.all()} == {HeldState.LEFT: 1, HeldState.DONE: 0}


async def test_a_draft_goes_after_a_day_and_with_the_page(school: SchoolContext, clock: MovedClock) -> None:
    await linked(school, PAGE)
    await drafts.begin(school, PAGE, drafts.CUSTOM, title="Стенгазета")
    await drafts.begin(school, STRANGER, drafts.CUSTOM)
    await erase.ask(school, await accounts.profile_of(school, PAGE))
    await erase.finish(school)
    assert [row.peer_id for row in await Draft.all()] == [STRANGER]
    clock.pass_by(days=1)
    await erase.forget_old(school)
    assert await Draft.all().count() == 0


async def test_a_number_that_was_typed_is_kept_for_a_quarter_of_an_hour(
    school: SchoolContext, clock: MovedClock
) -> None:
    account_id = await linked(school, PAGE)
    await LinkRequest.create(
        account_id=account_id, method="sms", phone_cipher="x", expires_at=NOON + timedelta(minutes=15)
    )
    clock.pass_by(minutes=14)
    await erase.forget_requests(school)
    assert await LinkRequest.exists()
    clock.pass_by(minutes=1)
    await erase.forget_requests(school)
    assert not await LinkRequest.exists()


async def test_a_forgotten_code_never_comes_back_for_somebody_else(journal: Journal, clock: MovedClock) -> None:
    """A sheet of last year, found in a drawer, must not link its finder with this year's pupil."""
    people = list((await (await roster_of(journal.school)).people(["Белов", "Чернов"])).values())
    old = await personal_codes.issue(journal.school, people, actor=ledger.OPERATOR)
    clock.pass_by(days=61)
    await erase.forget_old(journal.school)
    new = await personal_codes.issue(journal.school, reversed(people), actor=ledger.OPERATOR)
    assert {one.code for one in old} & {one.code for one in new} == set()


async def test_codes_that_ended_a_month_ago_are_forgotten(journal: Journal, clock: MovedClock) -> None:
    people = list((await (await roster_of(journal.school)).people(["Белов", "Чернов"])).values())
    await personal_codes.issue(journal.school, people, actor=ledger.OPERATOR)
    clock.pass_by(days=45)
    await personal_codes.issue(journal.school, people[:1], actor=ledger.OPERATOR)
    clock.pass_by(days=14)
    await erase.forget_old(journal.school)
    assert await PersonalCode.all().count() == 3
    clock.pass_by(days=2)
    await erase.forget_old(journal.school)
    assert await PersonalCode.all().count() == 1


async def asked_to_erase(school: SchoolContext, chat: Chat, *, is_inside: bool = False) -> int:
    """The account of a linked page, full of traces, that has asked for deletion."""
    account_id = await linked(school, PAGE, "Белова")
    await ChatMember.create(chat_id=chat.id, member_id=PAGE, is_inside=is_inside)
    await dialogue(PAGE)
    await message()
    await event("one")
    await SmsMessage.create(
        school_id=KEY, account_id=account_id, request_id=1, phone_digest="d", state="sent", created_at=NOON
    )
    await erase.ask(school, await accounts.profile_of(school, PAGE))
    return account_id


async def traces() -> dict[str, int]:
    """How many rows still name the page."""
    return {
        "accounts": await Account.filter(messenger_id=PAGE).count(),
        "links": await PersonLink.all().count(),
        "members": await ChatMember.filter(member_id=PAGE).count(),
        "dialogues": await Dialogue.filter(peer_id=PAGE).count(),
        "said": await OutboxMessage.filter(peer_id=PAGE).count(),
        "heard": await InboxEvent.filter(lane=PAGE).count(),
    }


async def test_deletion_erases_everything_that_names_the_page(school: SchoolContext, chat: Chat) -> None:
    account_id = await asked_to_erase(school, chat)
    await erase.finish(school)
    assert set((await traces()).values()) == {0}
    assert str(PAGE) not in repr(await SmsMessage.all().values())
    assert {line.account_id for line in await LedgerLine.exclude(account_id=None)} == {account_id}
    assert str(PAGE) not in repr(await LedgerLine.all().values())


async def test_another_page_keeps_everything(school: SchoolContext, chat: Chat) -> None:
    other = await linked(school, 202, "Белов")
    await RelinkRequest.create(school_id=KEY, account_id=other, person_ids=["Котов"], method="sms", due_at=NOON)
    await dialogue(202)
    await asked_to_erase(school, chat)
    await erase.finish(school)
    assert await Account.filter(id=other).exists()
    assert await RelinkRequest.filter(account_id=other).exists()
    assert [link.person_id for link in await PersonLink.all()] == ["Белов"]
    assert [row.peer_id for row in await Dialogue.all()] == [202]


async def test_deletion_waits_until_the_page_is_out_of_the_chats_but_not_for_ever(
    school: SchoolContext, chat: Chat, clock: MovedClock
) -> None:
    await asked_to_erase(school, chat, is_inside=True)
    clock.pass_by(days=3)
    await erase.finish(school)
    assert (await traces())["accounts"] == 1
    clock.pass_by(seconds=1)
    await erase.finish(school)
    assert (await traces())["accounts"] == 0


@pytest.mark.parametrize("traffic", ["said", "heard"])
async def test_deletion_waits_for_the_last_word(school: SchoolContext, chat: Chat, traffic: str) -> None:
    await asked_to_erase(school, chat)
    row = await message("waiting") if traffic == "said" else await event("two", "new")
    await erase.finish(school)
    assert (await traces())["accounts"] == 1
    await type(row).filter(id=row.id).update(state="done")
    await erase.finish(school)
    assert set((await traces()).values()) == {0}


async def test_whoever_consents_anew_is_not_erased(school: SchoolContext, chat: Chat) -> None:
    await asked_to_erase(school, chat)
    await accounts.consent(school, PAGE)
    await erase.finish(school)
    assert (await traces())["accounts"] == 1


async def test_deletion_is_no_way_around_the_limits_of_codes(
    school: SchoolContext, chat: Chat, clock: MovedClock
) -> None:
    account_id = await asked_to_erase(school, chat)
    await Account.filter(id=account_id).update(wrong_codes=4)
    clock.pass_by(minutes=14)
    await erase.finish(school)
    assert (await traces())["accounts"] == 1
    clock.pass_by(minutes=1)
    await erase.finish(school)
    assert (await traces())["accounts"] == 0
    assert await SmsMessage.filter(account_id=account_id).count() == 1


async def test_nobody_is_erased_who_did_not_ask(school: SchoolContext, chat: Chat, clock: MovedClock) -> None:
    await linked(school, PAGE, "Белова")
    clock.pass_by(days=400)
    await erase.finish(school)
    assert (await traces())["links"] == 1
