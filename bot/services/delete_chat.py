"""Deletes a chat here: everybody is excluded, it stays in VK, and for 30 days it can be brought back."""

from datetime import timedelta

from tortoise.expressions import Q

from bot.domain.kinds import CLASS_CHATS, ChatState, Ending, Role
from bot.errors import UserError
from bot.services import accounts, chats, composition, ledger
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from bot.texts.dates import until
from models.chats import Chat, ChatMember

KEPT = timedelta(days=30)
NOTHING_TO_EMPTY = (ChatState.PLANNED, ChatState.GONE, ChatState.CLOSED)


async def delete(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Wish that everybody goes; a second wish changes nothing. ``UserError`` while the chat is to be left alone."""
    if chat.deleted_at is not None:
        return
    refuse_frozen(school, chat)
    state = ChatState.CLOSED if chat.state in NOTHING_TO_EMPTY else chat.state
    await Chat.filter(id=chat.id).update(deleted_at=school.now(), state=state)
    if chat.peer_id is not None and state is not ChatState.CLOSED:
        await OutboxTalker(school).post(chat.peer_id, say("g-closed"))
    if state is not ChatState.CLOSED:
        await chats.wake(school, [chat.id])
    await ledger.note(school, "deleted", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


def refuse_frozen(school: SchoolContext, chat: Chat) -> None:
    """``UserError`` while an administrator wants the chat to be left alone: nobody could be excluded until then."""
    if chat.frozen_until is not None and chat.frozen_until > school.now():
        raise UserError("c-del-frozen", until=until(chat.frozen_until, school.settings.time_zone, today=school.today()))


async def restore(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Bring a deleted chat back: whoever belongs is invited, but nobody who had left it before by their own wish.

    ``UserError`` after 30 days.
    """
    if chat.deleted_at is None:
        return
    if not is_restorable(school, chat):
        raise UserError("m-bin-too-late")
    state = ChatState.ACTIVE if chat.peer_id is not None else ChatState.PLANNED
    await Chat.filter(id=chat.id).update(deleted_at=None, is_archived=False, state=state, stopped_until=None)
    outside = ChatMember.filter(chat_id=chat.id, is_inside=False).exclude(id__in=await _left_before(chat))
    await outside.update(invitation="", told_at=None)
    await outside.filter(ending=Ending.LEFT).update(ending=None, ending_at=None)
    await chats.wake(school, [chat.id])
    await ledger.note(school, "restored", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


async def stop(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Remove nobody else until somebody goes on, or until the chat can no longer come back."""
    if chat.deleted_at is None or is_over(chat) or await is_stopped(school, chat):
        return
    await Chat.filter(id=chat.id).update(stopped_until=chat.deleted_at + KEPT)
    await chats.wake(school, [chat.id])
    await ledger.note(school, "deletion-stopped", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


async def go_on(school: SchoolContext, chat: Chat) -> None:
    """Remove the others, after a stop or after VK has refused."""
    await Chat.filter(id=chat.id).update(stopped_until=None)
    await chats.wake(school, [chat.id])


async def goes_on(school: SchoolContext, chat: Chat) -> bool:
    """Whether people are still to be removed: somebody may have stopped it, or taken it back, a moment ago."""
    is_deleted = await Chat.filter(id=chat.id, deleted_at__isnull=False).exists()
    return is_deleted and not await is_stopped(school, chat)


async def is_stopped(school: SchoolContext, chat: Chat) -> bool:
    """Whether somebody has stopped the deletion, perhaps a moment ago."""
    return await Chat.filter(id=chat.id, stopped_until__gt=school.now()).exists()


def is_restorable(school: SchoolContext, chat: Chat) -> bool:
    """Whether a deleted chat can still be brought back."""
    return chat.deleted_at is not None and chat.deleted_at > school.now() - KEPT


def is_past(school: SchoolContext, chat: Chat) -> bool:
    """Whether a chat was deleted so long ago that another one may take its place."""
    return chat.deleted_at is not None and not is_restorable(school, chat)


async def free_place(chat: Chat) -> None:
    """The key of the chat is free again; it stays in VK and in the ledger."""
    await Chat.filter(id=chat.id).update(unit_id=f"deleted-{chat.id}")


def is_over(chat: Chat) -> bool:
    """Whether everybody is out of a deleted chat."""
    return chat.deleted_at is not None and chat.state is ChatState.CLOSED


async def in_bin(school: SchoolContext, profile: Profile) -> list[Chat]:
    """The deleted chats that the person may bring back, the newest first."""
    deleted = Chat.filter(school_id=school.key, deleted_at__gt=school.now() - KEPT).exclude(kind__in=CLASS_CHATS)
    if Role.ADMINISTRATOR not in {role for person in profile.people for role in person.roles}:
        deleted = deleted.filter(author_id__in=list(profile.person_ids))
    return await deleted.order_by("-deleted_at")


async def excluded(chat: Chat) -> tuple[int, int]:
    """How many people have left a deleted chat since, and how many there were."""
    people = ChatMember.filter(chat_id=chat.id, member_id__gt=0)
    out = await people.filter(ending=Ending.REMOVED_BY_HAND, ending_at__gte=chat.deleted_at, is_inside=False).count()
    return out, out + await people.filter(is_inside=True).count()


async def returning(school: SchoolContext, chat: Chat) -> int:
    """How many people an invitation would reach if the chat came back now."""
    roster = await Roster.of(school.key, school.today())
    alive = await Chat.get(id=chat.id)
    alive.deleted_at = None
    pages = set((await accounts.pages_of(school, list(await composition.of_chat(roster, alive)))).values())
    others = ChatMember.filter(Q(is_inside=True) | Q(id__in=await _left_before(chat)), chat_id=chat.id)
    return len(pages - set(await others.values_list("member_id", flat=True)))


async def _left_before(chat: Chat) -> list[int]:
    """The rows of those who had left by their own wish before the chat was deleted."""
    left = ChatMember.filter(chat_id=chat.id, is_inside=False, ending=Ending.LEFT, ending_at__lt=chat.deleted_at)
    return [row.id for row in await left.only("id")]
