"""How an administrator steers reconciliation: the end of the preview, pauses, the brakes, chats that are left alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.errors import UserError
from bot.services import ledger
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from models.chats import Chat
from models.rows import select
from models.schools import JobTime, School

LIMITS_TYPED = re.compile(r"(\d{1,3})\s*%?\s+(\d{1,3})")
MOST_PERCENT, MOST_PEOPLE = 100, 200
JOB = "pass"


class Pace(StrEnum):
    """How far reconciliation goes now; ``MAINTENANCE`` looks at nothing but strangers."""

    PREVIEW = "preview"
    MAINTENANCE = "maintenance"
    PAUSED = "paused"
    ON = "on"


@dataclass(frozen=True, slots=True)
class State:
    """How reconciliation stands: ``until`` is when a pause or maintenance ends, ``next_at`` when the next pass is."""

    pace: Pace
    until: datetime | None = None
    next_at: datetime | None = None


async def state(school: SchoolContext) -> State:
    """How reconciliation stands now."""
    row, now = await School.get(key=school.key), school.now()
    due = await JobTime.get_or_none(school_id=school.key, name=JOB)
    next_at = due.next_run_at if due else None
    if row.read_only_until is not None and row.read_only_until > now:
        return State(Pace.MAINTENANCE, row.read_only_until, next_at)
    if row.paused_until is not None and row.paused_until > now:
        return State(Pace.PAUSED, row.paused_until, next_at)
    is_preview = school.settings.reconcile.starts_in_preview and row.started_at is None
    return State(Pace.PREVIEW if is_preview else Pace.ON, None, next_at)


async def maintained_until(school: SchoolContext) -> datetime | None:
    """Until when the school may only be looked at; None when everything can be changed."""
    (row,) = await select("SELECT read_only_until FROM school WHERE key = ?", [school.key])
    until = datetime.fromisoformat(row["read_only_until"]) if row["read_only_until"] else None
    return until if until is not None and until > school.now() else None


async def start(school: SchoolContext, profile: Profile) -> None:
    """End the preview: from now on the journal takes people out; the next pass begins at once."""
    if await School.filter(key=school.key, started_at__isnull=True).update(started_at=school.now()):
        await _note(school, profile, "preview-ended")
        await pass_now(school)


async def pause(school: SchoolContext, profile: Profile, until: datetime) -> None:
    """The journal takes nobody out until a moment; strangers are still looked after."""
    await School.filter(key=school.key).update(paused_until=until)
    await _note(school, profile, "sync-paused", until=until.isoformat())


async def resume(school: SchoolContext, profile: Profile) -> None:
    """End a pause early; the next pass begins at once."""
    if await School.filter(key=school.key, paused_until__gt=school.now()).update(paused_until=None):
        await _note(school, profile, "sync-resumed")
        await pass_now(school)


async def close(school: SchoolContext, profile: Profile, until: datetime) -> None:
    """Let the school only be looked at until a moment."""
    await School.filter(key=school.key).update(read_only_until=until)
    await _note(school, profile, ledger.CLOSED, until=until.isoformat())


async def open_again(school: SchoolContext, profile: Profile) -> None:
    """End the maintenance early; what waited goes on at once."""
    if await School.filter(key=school.key, read_only_until__gt=school.now()).update(read_only_until=None):
        await _note(school, profile, ledger.OPENED)
        await pass_now(school)


async def set_limits(school: SchoolContext, profile: Profile, typed: str) -> None:
    """Set the brake of removals from ``25% 15``: a share of a chat and a number of people; ``UserError`` otherwise."""
    found = LIMITS_TYPED.fullmatch(typed.strip())
    if found is None:
        raise UserError("k-limits-unclear")
    percent, people = int(found[1]), int(found[2])
    if not (0 < percent <= MOST_PERCENT and people <= MOST_PEOPLE):
        raise UserError("k-limits-range", percent=MOST_PERCENT, people=MOST_PEOPLE)
    row = await School.get(key=school.key)
    limits = {**(row.limits or {}), "removals_percent": percent, "removals_people": people}
    await School.filter(key=school.key).update(limits=limits)
    await _note(school, profile, "limits-set", percent=percent, people=people)


async def usual_limits(school: SchoolContext, profile: Profile) -> None:
    """Go back to the brakes of the configuration."""
    if await School.filter(key=school.key, limits__not_isnull=True).update(limits=None):
        await _note(school, profile, "limits-usual")


async def freeze(school: SchoolContext, profile: Profile, chats: Collection[int], until: datetime) -> None:
    """Leave these chats alone until a moment: nothing at all is done there."""
    await Chat.filter(school_id=school.key, id__in=list(chats)).update(frozen_until=until)
    for chat_id in sorted(chats):
        await _note(school, profile, "chat-frozen", chat_id=chat_id, until=until.isoformat())


async def frozen(school: SchoolContext) -> list[Chat]:
    """The chats that are left alone now, by title."""
    return await Chat.filter(school_id=school.key, frozen_until__gt=school.now()).order_by("title", "id")


async def thaw(school: SchoolContext, profile: Profile) -> None:
    """Look after all chats again, beginning now."""
    thawed = sorted(chat.id for chat in await frozen(school))
    await Chat.filter(id__in=thawed).update(frozen_until=None, due_at=school.now())
    for chat_id in thawed:
        await _note(school, profile, "chat-thawed", chat_id=chat_id)


async def pass_now(school: SchoolContext) -> None:
    """Have the scheduled pass look at every chat at once."""
    await JobTime.filter(school_id=school.key, name=JOB).delete()


async def _note(
    school: SchoolContext, profile: Profile, event: str, *, chat_id: int | None = None, **details: Any
) -> None:
    actor = ledger.by(profile)
    await ledger.note(school, event, actor=actor, chat_id=chat_id, **details)
