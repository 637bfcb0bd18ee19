"""Codes by SMS: asked for, counted before sending, sent at most once, checked.

A number that the roster does not know goes through the same steps and the same limits; only nothing is sent.
"""

from datetime import timedelta

from tortoise.expressions import F

from bot.domain.russian import masked_phone, mobile_phone
from bot.errors import PermanentError, TemporaryError, UnknownOutcomeError, UserError
from bot.keys import same
from bot.ports import SmsSender
from bot.services import outages
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.database import transaction
from models.people import LinkRequest, SmsMessage

LIFETIME = timedelta(minutes=5)
REQUEST_LIFETIME = timedelta(minutes=15)
RESEND_AFTER = timedelta(seconds=60)
TRIES = 5
PER_NUMBER_IN_TEN_MINUTES = 3
PER_NUMBER_A_DAY = 5
PER_ACCOUNT_A_DAY = 5
GATEWAY_PAUSE = timedelta(minutes=10)


async def begin(school: SchoolContext, account_id: int, typed: str) -> None:
    """Start linking by phone and ask for a code; ``UserError`` when the text is no number or a limit is reached."""
    phone = mobile_phone(typed)
    if phone is None:
        raise UserError("a-phone-wrong")
    digest = school.server_key.digest("phone", phone)
    roster = await Roster.of(school.key, school.today())
    candidates = [person.source_id for person in await roster.people_with_phone(digest)]
    await _refuse_beyond_limits(school, account_id, digest)
    await LinkRequest.filter(account_id=account_id).delete()
    request = await LinkRequest.create(
        account_id=account_id,
        method="sms",
        phone_cipher=school.server_key.encrypt(phone) if candidates else "",
        phone_digest=digest,
        phone_shown=masked_phone(phone),
        candidates=candidates,
        expires_at=school.now() + REQUEST_LIFETIME,
    )
    await _plan_message(school, request)


async def resend(school: SchoolContext, request: LinkRequest) -> None:
    """Ask for another code, which kills the one before."""
    newest = await _newest(request)
    waited = school.now() - newest.created_at if newest else RESEND_AFTER
    if waited < RESEND_AFTER:
        raise UserError("a-sms-too-soon", seconds=int((RESEND_AFTER - waited).total_seconds()) + 1)
    await _refuse_beyond_limits(school, request.account_id, request.phone_digest)
    await _plan_message(school, request)


async def check(school: SchoolContext, request: LinkRequest, typed: str) -> None:
    """Accept the right code and store the proof; ``UserError`` says what is wrong, after counting the try."""
    newest = await _newest(request)
    if newest is None or school.now() - newest.created_at > LIFETIME:
        raise UserError("a-sms-expired")
    if request.tries_left <= 0:
        raise UserError("a-sms-tries-over")
    await LinkRequest.filter(id=request.id).update(tries_left=F("tries_left") - 1)
    digits = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    is_right = same(digits, school.server_key.sms_code(newest.id)) and newest.state != "silent"
    if not is_right:
        left = request.tries_left - 1
        raise UserError("a-sms-wrong", left=say("tries-left", count=left)) if left else UserError("a-sms-tries-over")
    # The proof takes over: neither the number nor the code is needed any longer.
    await LinkRequest.filter(id=request.id).update(proven_at=school.now(), tries_left=0, phone_cipher="")


async def send_waiting(school: SchoolContext, sender: SmsSender) -> None:
    """Hand every planned message to the gateway, marked before it goes out: a crash never sends one twice."""
    for row in await SmsMessage.filter(school_id=school.key, state="planned").order_by("id"):
        request = await LinkRequest.get_or_none(id=row.request_id)
        if request is None or not request.phone_cipher:
            await SmsMessage.filter(id=row.id).update(state="refused")
            continue
        await SmsMessage.filter(id=row.id).update(state="sending")
        phone = school.server_key.decrypt(request.phone_cipher)
        text = say("sms-code", code=school.server_key.sms_code(row.id))
        try:
            await sender.send(phone, text)
        except UnknownOutcomeError:
            continue
        except PermanentError:
            await SmsMessage.filter(id=row.id).update(state="refused")
            continue
        except TemporaryError:
            await SmsMessage.filter(id=row.id).update(state="failed")
            await outages.began(school, "sms", "outage-sms")
            continue
        async with transaction():
            await SmsMessage.filter(id=row.id).update(state="sent")
            await outages.ended(school, "sms")


def has_no_gateway(school: SchoolContext) -> bool:
    """Whether the operator has switched SMS off: everybody links by a personal code."""
    return school.sms.sender == "off"


async def is_gateway_down(school: SchoolContext) -> bool:
    """Whether there is no gateway, or codes have failed lately; after a while it is given another chance."""
    if has_no_gateway(school):
        return True
    since = school.now() - GATEWAY_PAUSE
    failed = SmsMessage.filter(school_id=school.key, state="failed", created_at__gt=since)
    return await outages.current(school, "sms") is not None and await failed.exists()


async def _plan_message(school: SchoolContext, request: LinkRequest) -> None:
    await SmsMessage.create(
        school_id=school.key,
        account_id=request.account_id,
        request_id=request.id,
        phone_digest=request.phone_digest,
        state="planned" if request.candidates else "silent",
        created_at=school.now(),
    )
    await LinkRequest.filter(id=request.id).update(tries_left=TRIES)


async def _newest(request: LinkRequest) -> SmsMessage | None:
    return await SmsMessage.filter(request_id=request.id).order_by("-id").first()


async def _refuse_beyond_limits(school: SchoolContext, account_id: int, digest: str) -> None:
    now = school.now()
    day = SmsMessage.filter(school_id=school.key, created_at__gt=now - timedelta(days=1))
    ten_minutes = day.filter(created_at__gt=now - timedelta(minutes=10), phone_digest=digest)
    if await ten_minutes.count() >= PER_NUMBER_IN_TEN_MINUTES:
        raise UserError("a-sms-limit", later=say("minutes-later", count=10))
    per_number = await day.filter(phone_digest=digest).count() >= PER_NUMBER_A_DAY
    if per_number or await day.filter(account_id=account_id).count() >= PER_ACCOUNT_A_DAY:
        raise UserError("a-sms-limit-day")
    if await day.exclude(state="silent").count() >= school.sms.daily_budget:
        await outages.began(school, "sms", "outage-sms-budget")
        raise UserError("e-sms")
