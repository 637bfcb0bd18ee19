"""How the school's bot is: a traffic light for everything that it depends on, with what to do about it."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot import metrics
from bot.domain.kinds import ChatState, Verdict
from bot.metrics import Mishap
from bot.services import copies, outages, phone_codes
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.dates import moment
from models.chats import Chat
from models.people import SmsMessage
from models.schools import Reading, School
from models.traffic import InboxEvent, OutboxMessage

STALE = timedelta(hours=24)
SLOW, STUCK = timedelta(seconds=15), timedelta(seconds=120)
FAILED_SMS_PERCENT = 5
DAY, WEEK = timedelta(days=1), timedelta(days=7)
READINGS = 10
LEAST_FREE_BYTES = 500 * 2**20
MEGABYTE = 2**20


class Light(StrEnum):
    """Green: nothing to do. Yellow: works, somebody should look. Red: does not work."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


SUBJECTS = ("vk", "journal", "trust", "sms", "queue", "aside", "errors", "database", "rights", "owners")
NEVER_RED = ("aside", "errors", "rights", "owners")


@dataclass(frozen=True, slots=True)
class Sign:
    """One light; the text ``health-<code>`` says with ``values`` how it is and what to do."""

    subject: str
    light: Light
    values: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The subject and its light: ``sms-yellow``."""
        return f"{self.subject}-{self.light}"


async def signs(school: SchoolContext) -> list[Sign]:
    """All lights in the order in which they are shown."""
    return [
        await _vk(school),
        await _journal(school),
        await _trust(school),
        await _sms(school),
        await _queue(school),
        await _aside(school),
        _errors(school),
        await _database(school),
        await _rights(school),
        Sign("owners", Light.GREEN if school.settings.owners else Light.YELLOW),
    ]


async def _vk(school: SchoolContext) -> Sign:
    if outage := await outages.current(school, "vk"):
        return Sign("vk", Light.RED, {"why": outage.reason})
    again = await OutboxMessage.filter(school_id=school.key, state="waiting", tries__gt=0).count()
    if again:
        return Sign("vk", Light.YELLOW, {"count": again})
    seconds = metrics.usual_seconds()
    return Sign("vk", Light.GREEN, {"is_known": "no" if seconds is None else "yes", "ms": round((seconds or 0) * 1000)})


async def _journal(school: SchoolContext) -> Sign:
    row = await School.get(key=school.key)
    if row.roster_at is None:
        return Sign("journal", Light.RED, {"at": "", "count": 0})
    people = await (await Roster.of(school.key, school.today())).size()
    is_stale = row.roster_at < school.now() - STALE or await outages.current(school, "journal") is not None
    values: dict[str, object] = {"at": _said(school, row.roster_at), "count": people}
    return Sign("journal", Light.YELLOW if is_stale else Light.GREEN, values)


async def _trust(school: SchoolContext) -> Sign:
    """How far the newest readings of the journal were believed."""
    newest = await Reading.filter(school_id=school.key).order_by("-id").limit(READINGS)
    good = sum(reading.verdict is Verdict.OK for reading in newest)
    is_doubted = bool(newest) and newest[0].verdict is not Verdict.OK
    light = Light.RED if newest and good == 0 else Light.YELLOW if is_doubted else Light.GREEN
    return Sign("trust", light, {"good": good, "count": len(newest)})


async def _sms(school: SchoolContext) -> Sign:
    if phone_codes.has_no_gateway(school):
        return Sign("sms", Light.YELLOW, {"is_off": "yes", "failed": 0, "count": 0})
    if outage := await outages.current(school, "sms"):
        return Sign("sms", Light.RED, {"why": outage.reason})
    today = SmsMessage.filter(school_id=school.key, created_at__gt=school.now() - DAY)
    sent = await today.exclude(state__in=["silent", "planned"]).count()
    failed = await today.filter(state="failed").count()
    light = Light.YELLOW if failed * 100 > sent * FAILED_SMS_PERCENT else Light.GREEN
    return Sign("sms", light, {"is_off": "no", "failed": failed, "count": sent})


async def _queue(school: SchoolContext) -> Sign:
    waiting = InboxEvent.filter(school_id=school.key, state="new")
    due = OutboxMessage.filter(school_id=school.key, state="waiting", due_at__lte=school.now())
    first, oldest = await waiting.order_by("id").first(), await due.order_by("due_at").first()
    since = min([*([first.received_at] if first else []), *([oldest.due_at] if oldest else [])], default=school.now())
    age = max(school.now() - since, timedelta())
    light = Light.RED if age > STUCK else Light.YELLOW if age > SLOW else Light.GREEN
    count = await waiting.count() + await due.count()
    return Sign("queue", light, {"count": count, "seconds": int(age.total_seconds())})


async def _aside(school: SchoolContext) -> Sign:
    """Events that could not be handled: their senders were told a number."""
    week = InboxEvent.filter(school_id=school.key, state="aside", received_at__gt=school.now() - WEEK)
    newest = await week.order_by("-id").first()
    values: dict[str, object] = {"count": await week.count(), "number": f"{newest.id:04X}" if newest else ""}
    return Sign("aside", Light.YELLOW if newest else Light.GREEN, values)


def _errors(school: SchoolContext) -> Sign:
    """What has gone wrong within an hour: what VK has not done is tried again, the rest is for a developer."""
    counted = school.errors.counted(school.now())
    own = sum(counted.values()) - counted[Mishap.VK]
    is_young = school.errors.began_at > school.now() - metrics.HOUR
    values: dict[str, object] = {what.value: count for what, count in counted.items()}
    values |= {"own": own, "is_young": "yes" if is_young else "no", "since": _said(school, school.errors.began_at)}
    return Sign("errors", Light.YELLOW if own else Light.GREEN, values)


async def _database(school: SchoolContext) -> Sign:
    path = copies.database()
    size, newest = path.stat().st_size, await copies.newest_at()
    free = shutil.disk_usage(path.parent).free
    is_old = newest is None or newest < school.now() - WEEK
    light = Light.RED if free < max(2 * size, LEAST_FREE_BYTES) else Light.YELLOW if is_old else Light.GREEN
    copy = _said(school, newest) if newest else ""
    values: dict[str, object] = {"size": size // MEGABYTE, "free": free // MEGABYTE, "copy": copy}
    return Sign("database", light, {**values, "has_copy": "yes" if newest else "no"})


async def _rights(school: SchoolContext) -> Sign:
    chats = Chat.filter(school_id=school.key, deleted_at__isnull=True, is_archived=False)
    lost = await chats.filter(state__in=[ChatState.PAUSED, ChatState.GONE]).count()
    return Sign("rights", Light.YELLOW if lost else Light.GREEN, {"count": lost})


def _said(school: SchoolContext, at: datetime) -> str:
    return moment(at, school.settings.time_zone, today=school.today())
