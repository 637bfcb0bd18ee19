"""Stores what VK shows of a chat and notices who came and who left."""

import hashlib
from collections.abc import Iterable
from typing import Any

from bot.domain.kinds import ChatState, Ending
from bot.domain.membership import FOUND
from bot.domain.plan import Member
from bot.ports import ChatLook
from bot.services import by_hand, chat_settings, ledger
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.database import transaction
from models.people import PersonLink
from scheduler.reconcile import screens

TITLE_LIMIT, NAME_LIMIT = 200, 100
OUTSIDE: dict[str, Any] = {
    "is_inside": False,
    "is_admin": False,
    "is_promoted": False,
    "is_muted": False,
    "muted_at": None,
    "invitation": "",
    "name": "",
}
"""What nobody has outside: whoever comes back may write until somebody silences them again."""


def print_of(members: Iterable[Member]) -> str:
    """A fingerprint of who is inside with which rights: equal for equal members in any order."""
    rows = sorted((one.member_id, one.is_admin, one.is_owner, one.is_muted) for one in members)
    return hashlib.blake2b(repr(rows).encode(), digest_size=16).hexdigest()


async def store(school: SchoolContext, chat: Chat, look: ChatLook) -> None:
    """Write the look to the table of members; screens that it makes outdated are shown anew."""
    known = {member.member_id: member for member in await ChatMember.filter(chat_id=chat.id)}
    inside = {member.member_id: member for member in look.members}
    is_found = chat.state is ChatState.FOUND
    names = await _names(school, look) if is_found else {}
    changed: set[int] = set()
    async with transaction():
        for member_id, seen in inside.items():
            row = known.get(member_id)
            await _inside(chat, row, seen, names)
            if row is None or not row.is_inside:
                changed.add(member_id)
        for member_id, row in known.items():
            if member_id in inside:
                continue
            if row.is_inside:
                await _gone(school, chat, row)
                changed.add(member_id)
            elif row.leaving is not None:
                # Whoever asked to go was not inside after all: they may come back whenever they like.
                await ChatMember.filter(id=row.id, leaving=row.leaving).update(leaving=None)
        await Chat.filter(id=chat.id).update(seen_at=school.now(), seen_print=print_of(look.members))
        is_set_otherwise = await chat_settings.note_open(chat, look.open_settings)
        await by_hand.settle_pin(school, chat, look.pinned)
        if is_found:
            # Until somebody adopts it the chat is called what its people call it.
            chat.title = look.title[:TITLE_LIMIT]
            await Chat.filter(id=chat.id).update(title=chat.title, trouble="")
        if changed or is_found or is_set_otherwise:
            await screens.renew(school, chat, changed)


async def _inside(chat: Chat, row: ChatMember | None, seen: Member, names: dict[int, str]) -> None:
    """The page is inside; unless a person asked for its removal, whether it has to go is planned anew."""
    flags: dict[str, Any] = {
        "is_inside": True,
        "is_admin": seen.is_admin,
        "is_owner": seen.is_owner,
        "is_muted": seen.is_muted,
    }
    flags |= {"name": names[seen.member_id]} if seen.member_id in names else {}
    if row is None:
        await ChatMember.create(chat_id=chat.id, member_id=seen.member_id, **flags)
        return
    if any(getattr(row, name) != value for name, value in flags.items()):
        back = {} if row.is_inside else {"ending": None, "ending_at": None}
        await ChatMember.filter(id=row.id).update(**flags, **back)
    if row.is_inside and row.leaving is not None and not _is_asked_for(row):
        await ChatMember.filter(id=row.id, leaving=row.leaving).update(leaving=None)


def _is_asked_for(row: ChatMember) -> bool:
    """Whether a person has asked that the page goes; everybody else goes because a plan says so."""
    is_guest = any(reason["code"] == FOUND.code for reason in row.reasons)
    return row.leaving is Ending.LEFT or (row.leaving is Ending.REMOVED_BY_HAND and is_guest)


async def _gone(school: SchoolContext, chat: Chat, row: ChatMember) -> None:
    """The page is outside now: as it was asked to be, or by its own wish."""
    ending = row.leaving or Ending.LEFT
    # Whoever was found inside may stay, but not come back.
    reasons = [reason for reason in row.reasons if reason["code"] != FOUND.code]
    left: dict[str, Any] = {"ending": ending, "ending_at": school.now(), "leaving": None, "reasons": reasons}
    if ending is Ending.LEFT and not row.reasons and not row.is_mute_wished:
        # A stranger gains no time by going out and coming in again; whoever was put out needs another link for that.
        left["muted_at"] = row.muted_at
    await ChatMember.filter(id=row.id).update(**{**OUTSIDE, **left})
    if row.leaving is not None:
        await ledger.note(
            school, "removal-read-back", actor=ledger.JOURNAL, chat_id=chat.id, run_id=chat.run_id, how=ending
        )


async def _names(school: SchoolContext, look: ChatLook) -> dict[int, str]:
    """What those pages inside call themselves that are not linked with anybody."""
    pages = [member.member_id for member in look.members if member.member_id > 0]
    linked = PersonLink.filter(school_id=school.key, account__messenger_id__in=pages).prefetch_related("account")
    known = {link.account.messenger_id for link in await linked}
    return {page: look.names.get(page, "")[:NAME_LIMIT] for page in pages if page not in known}
