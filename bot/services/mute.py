"""Forbids a member of a chat to write for a while, and allows it again: a wish that reconciliation carries out."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from tortoise.expressions import Q

from bot.errors import UserError
from bot.services import chats, ledger
from bot.services.accounts import Profile
from bot.services.members_list import Line, State
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember

SPANS = ("quarter", "hour", "day", "open")
"""A quarter of an hour, an hour, until the end of the school's day, until somebody lifts it."""


def is_open(line: Line) -> bool:
    """Whether it is a question at all: VK silences only members, and no administrator."""
    return line.state is State.INSIDE and not (line.leads or line.is_to_lead or line.is_locked)


async def forbid(school: SchoolContext, profile: Profile, chat: Chat, line: Line, span: str) -> None:
    """Forbid the person to write; ``UserError`` for administrators and for whoever is not inside."""
    if not is_open(line):
        raise UserError("c-mute-useless")
    until = _ENDS[span](school)
    await ChatMember.filter(chat_id=chat.id, member_id=line.page).update(is_mute_wished=True, muted_until=until)
    await chats.wake(school, [chat.id])
    await _note(school, "silence-wished", profile, chat, line)


async def allow(school: SchoolContext, profile: Profile, chat: Chat, line: Line) -> None:
    """Let the person write again, whoever has forbidden it; nothing happens if they may already."""
    silent = ChatMember.filter(Q(is_mute_wished=True) | Q(is_muted=True), chat_id=chat.id, member_id=line.page)
    # Only what the bot has a date for is taken back: with one the silence counts as its own.
    if await silent.update(is_mute_wished=False, muted_until=None, muted_at=school.now()):
        await chats.wake(school, [chat.id])
        await _note(school, "silence-lifted", profile, chat, line)


def _end_of_day(school: SchoolContext) -> datetime:
    zone = school.settings.time_zone
    return datetime.combine(school.today() + timedelta(days=1), time.min, zone)


_ENDS: dict[str, Callable[[SchoolContext], datetime | None]] = {
    "quarter": lambda school: school.now() + timedelta(minutes=15),
    "hour": lambda school: school.now() + timedelta(hours=1),
    "day": _end_of_day,
    "open": lambda _: None,
}


async def _note(school: SchoolContext, event: str, profile: Profile, chat: Chat, line: Line) -> None:
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, event, actor=actor, chat_id=chat.id, person=line.person.source_id)
