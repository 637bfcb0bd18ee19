"""Reads the school's whole ledger, the newest first, by person, chat, date and pass."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from bot.services import chat_log, keep_away, ledger
from bot.services.accounts import Profile
from bot.services.chat_log import Entry
from bot.services.school import SchoolContext
from models.chats import Chat, LedgerLine
from models.people import PersonLink

LONGEST_FILE = 20_000


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; everything that is given must hold. ``people`` and ``chats``: one of them."""

    people: tuple[str, ...] = ()
    chats: tuple[int, ...] = ()
    day: date | None = None
    run_id: int | None = None
    since: datetime | None = field(default=None, kw_only=True)


async def count(school: SchoolContext, profile: Profile, wanted: Filter) -> int:
    """How many lines there are that this person may see."""
    return await (await _lines(school, profile, wanted)).count()


async def read(school: SchoolContext, profile: Profile, wanted: Filter, *, skip: int, limit: int) -> list[Entry]:
    """Some of the lines, the newest first."""
    lines = (await _lines(school, profile, wanted)).order_by("-id").offset(skip).limit(limit)
    return await chat_log.entries_of(school, await lines)


async def titles(entries: Sequence[Entry]) -> dict[int, str]:
    """The titles of the chats that these lines are about; a chat that is gone has none."""
    ids = {entry.chat_id for entry in entries if entry.chat_id is not None}
    return {chat.id: chat.title for chat in await Chat.filter(id__in=list(ids))}


async def _lines(school: SchoolContext, profile: Profile, wanted: Filter) -> QuerySet[LedgerLine]:
    """What only the head may know stays hidden from everybody else."""
    lines = LedgerLine.filter(school=school.key)
    if not keep_away.is_head(school, profile):
        lines = lines.exclude(event__in=list(keep_away.HIDDEN))
    if wanted.run_id is not None:
        lines = lines.filter(run_id=wanted.run_id)
    if wanted.chats:
        lines = lines.filter(chat_id__in=list(wanted.chats))
    if wanted.since is not None:
        lines = lines.filter(at__gte=wanted.since)
    if wanted.day is not None:
        days = (wanted.day, wanted.day + timedelta(days=1))
        begin, end = (datetime.combine(day, time(), school.settings.time_zone).astimezone(UTC) for day in days)
        lines = lines.filter(at__gte=begin, at__lt=end)
    if wanted.people:
        lines = lines.annotate(said=RawSQL("CAST(details AS TEXT)")).filter(await _about(school, wanted.people))
    return lines


async def _about(school: SchoolContext, people: Sequence[str]) -> Q:
    """Lines that name one of these people, concern their accounts, or were done by them."""
    links = PersonLink.filter(school_id=school.key, person_id__in=list(people))
    accounts = [link.account_id for link in await links]
    condition = Q(account_id__in=accounts) | Q(actor__in=[ledger.person(number) for number in accounts])
    for person_id in people:
        condition |= Q(said__contains=json.dumps(person_id))
    return condition
