"""Forbids to write, one member for a while or all but the staff: wishes that reconciliation carries out."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from tortoise.expressions import Q

from bot.domain.kinds import ChatKind
from bot.errors import UserError
from bot.services import chats, ledger
from bot.services.accounts import Profile
from bot.services.members_list import Line, State
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember

SPANS = ("quarter", "hour", "day", "open")
"""A quarter of an hour, an hour, until the end of the school's day, until somebody lifts it."""


EVERYBODY, STAFF = "", "staff"
"""Who may write in a chat at all; administrators always may."""


def is_open(chat: Chat, line: Line) -> bool:
    """Whether it is a question at all: VK silences only members, and no administrator; a chat may silence most."""
    may_be = line.state is State.INSIDE and not (line.leads or line.is_to_lead or line.is_locked)
    return may_be and (chat.writers == EVERYBODY or any(role.is_staff for role in line.person.roles))


def may_choose_writers(chat: Chat) -> bool:
    """Whether it is a choice: among colleagues everybody is staff."""
    return chat.kind is not ChatKind.CLASS_COLLEAGUES


async def set_writers(school: SchoolContext, profile: Profile, chat: Chat, writers: str) -> None:
    """Let everybody write, or only staff and administrators; what was decided about one person stays."""
    if writers not in (EVERYBODY, STAFF) or not may_choose_writers(chat):
        raise UserError("e-stale")
    if chat.writers == writers:
        return
    await Chat.filter(id=chat.id).update(writers=writers)
    await chats.wake(school, [chat.id])
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(
        school, "writers-staff" if writers == STAFF else "writers-everybody", actor=actor, chat_id=chat.id
    )


async def forbid(school: SchoolContext, profile: Profile, chat: Chat, line: Line, span: str) -> None:
    """Forbid the person to write; ``UserError`` for administrators and for whoever is not inside."""
    if not is_open(chat, line):
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
