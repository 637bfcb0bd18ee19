"""Codes by SMS: how many may be asked for, and that none is ever sent twice by itself."""

from pathlib import Path

import pytest

from bot.errors import PermanentError, TemporaryError, UnknownOutcomeError, UserError
from bot.services import outages, phone_codes
from bot.services.school import SchoolContext
from models.people import LinkRequest, SmsMessage
from tests.services.school import OWNER, Journal, MovedClock, context, linked, told

MOTHER, UNKNOWN = "8 912 000-02-01", "8 912 000-99-99"
PHONE = "+79120000201"


class Phone:
    """An SMS gateway that keeps what it was given, and may fail afterwards."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.messages: list[tuple[str, str]] = []

    async def send(self, phone: str, text: str) -> None:
        self.messages.append((phone, text))
        if self.fault is not None:
            raise self.fault


@pytest.fixture
async def account(journal: Journal) -> int:
    """A page that has agreed to the conditions."""
    return await linked(journal.school, 201)


async def asked(school: SchoolContext, account: int, number: str = MOTHER) -> LinkRequest:
    """The request of a page that has typed a number."""
    await phone_codes.begin(school, account, number)
    return await LinkRequest.get(account_id=account)


async def refused(school: SchoolContext, account: int, number: str = MOTHER) -> str:
    """Why a code is not to be had."""
    with pytest.raises(UserError) as refusal:
        await phone_codes.begin(school, account, number)
    return refusal.value.key


async def wrong(school: SchoolContext, account: int, code: str) -> str:
    """Why a code does not fit."""
    with pytest.raises(UserError) as refusal:
        await phone_codes.check(school, await LinkRequest.get(account_id=account), code)
    return refusal.value.key


@pytest.mark.parametrize("number", [MOTHER, UNKNOWN], ids=["known", "unknown"])
async def test_a_number_gets_three_codes_in_ten_minutes_whether_known_or_not(
    school: SchoolContext, account: int, clock: MovedClock, number: str
) -> None:
    for _ in range(3):
        await asked(school, account, number)
        clock.pass_by(minutes=2)
    assert await refused(school, account, number) == "a-sms-limit"
    clock.pass_by(minutes=4)
    await asked(school, account, number)


async def test_a_number_gets_five_codes_a_day_whoever_asks(
    school: SchoolContext, account: int, clock: MovedClock
) -> None:
    for _ in range(5):
        await asked(school, account)
        clock.pass_by(hours=1)
    other = await linked(school, 202)
    assert await refused(school, other) == "a-sms-limit-day"
    clock.pass_by(hours=19)
    await asked(school, other)


async def test_a_page_gets_five_codes_a_day_whatever_the_number(
    school: SchoolContext, account: int, clock: MovedClock
) -> None:
    for last in range(5):
        await asked(school, account, f"8 912 000-77-{last:02d}")
        clock.pass_by(hours=1)
    assert await refused(school, account) == "a-sms-limit-day"


async def test_the_budget_of_a_day_stops_everybody_and_is_told_once(
    tmp_path: Path, account: int, clock: MovedClock
) -> None:
    poor = context(tmp_path, clock, daily_budget=1)
    await asked(poor, account, UNKNOWN)
    await asked(poor, account)
    for page in (202, 203):
        assert await refused(poor, await linked(poor, page), "8 912 000-03-01") == "e-sms"
    assert len(await told(poor, OWNER)) == 1


async def test_what_is_no_mobile_number_costs_nothing(school: SchoolContext, account: int) -> None:
    for number in ("привет", "8(342)212-00-09", "+77011230006", ""):
        assert await refused(school, account, number) == "a-phone-wrong"
    assert await SmsMessage.all().count() == 0


async def test_another_code_is_to_be_had_after_a_minute_and_kills_the_one_before(
    school: SchoolContext, account: int, clock: MovedClock
) -> None:
    request = await asked(school, account)
    first = school.server_key.sms_code((await SmsMessage.get()).id)
    clock.pass_by(seconds=59)
    with pytest.raises(UserError) as refusal:
        await phone_codes.resend(school, request)
    assert (refusal.value.key, refusal.value.values) == ("a-sms-too-soon", {"seconds": 2})
    clock.pass_by(seconds=1)
    await phone_codes.resend(school, request)
    assert await wrong(school, account, first) == "a-sms-wrong"


async def test_five_wrong_tries_end_a_code_even_for_the_right_one(school: SchoolContext, account: int) -> None:
    await asked(school, account)
    right = school.server_key.sms_code((await SmsMessage.get()).id)
    answers = [await wrong(school, account, "000000" if right != "000000" else "111111") for _ in range(5)]
    assert answers == ["a-sms-wrong"] * 4 + ["a-sms-tries-over"]
    assert await wrong(school, account, right) == "a-sms-tries-over"


async def test_a_code_holds_five_minutes(school: SchoolContext, account: int, clock: MovedClock) -> None:
    request = await asked(school, account)
    right = school.server_key.sms_code((await SmsMessage.get()).id)
    clock.pass_by(minutes=5, seconds=1)
    assert await wrong(school, account, right) == "a-sms-expired"
    clock.pass_by(seconds=-1)
    await phone_codes.check(school, request, f" {right[:3]}-{right[3:]} ")
    proven = await LinkRequest.get()
    assert proven.proven_at is not None
    assert proven.phone_cipher == ""


async def test_no_code_fits_a_number_that_nobody_has(school: SchoolContext, account: int) -> None:
    await asked(school, account, UNKNOWN)
    row = await SmsMessage.get()
    assert await wrong(school, account, school.server_key.sms_code(row.id)) == "a-sms-wrong"
    phone = Phone()
    await phone_codes.send_waiting(school, phone)
    assert phone.messages == []
    assert (await LinkRequest.get()).phone_cipher == ""


async def test_a_code_is_sent_once_to_the_number_of_the_journal(school: SchoolContext, account: int) -> None:
    await asked(school, account)
    phone, row = Phone(), await SmsMessage.get()
    await phone_codes.send_waiting(school, phone)
    await phone_codes.send_waiting(school, phone)
    [(number, text)] = phone.messages
    assert number == PHONE
    assert school.server_key.sms_code(row.id) in text
    assert (await SmsMessage.get()).state == "sent"


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "refused", "silent"])
async def test_only_a_planned_message_is_sent_so_none_goes_out_again_after_a_crash(
    school: SchoolContext, account: int, state: str
) -> None:
    await asked(school, account)
    await SmsMessage.all().update(state=state)
    phone = Phone()
    await phone_codes.send_waiting(school, phone)
    assert phone.messages == []
    assert (await SmsMessage.get()).state == state


@pytest.mark.parametrize(
    ("fault", "state", "is_told"),
    [
        (UnknownOutcomeError("no answer"), "sending", False),
        (TemporaryError("busy"), "failed", True),
        (PermanentError("no such number"), "refused", False),
    ],
    ids=["perhaps sent", "busy", "a number that takes none"],
)
async def test_a_fault_of_the_gateway_never_sends_a_code_again(
    school: SchoolContext, account: int, fault: Exception, state: str, is_told: bool
) -> None:
    await asked(school, account)
    phone = Phone(fault)
    for _ in range(2):
        await phone_codes.send_waiting(school, phone)
    assert len(phone.messages) == 1
    assert (await SmsMessage.get()).state == state
    assert (await phone_codes.is_gateway_down(school), len(await told(school, OWNER))) == (is_told, int(is_told))


async def test_a_gateway_that_failed_gets_another_chance_after_ten_minutes(
    school: SchoolContext, account: int, clock: MovedClock
) -> None:
    await asked(school, account)
    await phone_codes.send_waiting(school, Phone(TemporaryError("busy")))
    clock.pass_by(minutes=9, seconds=59)
    assert await phone_codes.is_gateway_down(school)
    clock.pass_by(seconds=1)
    assert not await phone_codes.is_gateway_down(school)
    await asked(school, account)
    await phone_codes.send_waiting(school, Phone())
    assert await outages.current(school, "sms") is None
    assert len(await told(school, OWNER)) == 2


async def test_a_message_of_a_request_that_is_over_is_not_sent(school: SchoolContext, account: int) -> None:
    await asked(school, account)
    await LinkRequest.all().delete()
    phone = Phone()
    await phone_codes.send_waiting(school, phone)
    assert phone.messages == []
    assert (await SmsMessage.get()).state == "refused"
