"""Personal invitations: wished by reconciliation, said once for all chats of a person, accepted by a press."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta

from bot.domain.events import Invited
from bot.domain.kinds import ChatState, Ending
from bot.errors import UserError
from bot.services import accounts, chats, composition, ledger, news
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember, note_delivered
from models.database import transaction
from models.queues import is_any_invitation_due
from models.traffic import Dialogue, OutboxMessage

RETRY_GAPS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3))
GATHERING = timedelta(seconds=10)
STOPPED = "stopped"
NEW = timedelta(days=1)
"""How long somebody may watch a chat come into being."""
COUNTING_SCREENS = ("N.PROGRESS", "N.DONE", "N.PARTIAL", "C.VIEW", "C.MEMBERS", "C.MEMBER", "C.SAVED")
"""What shows how far invitations have come."""
ENTRY_PATIENCE = timedelta(hours=24)


def may_write_from(school: SchoolContext, hours: tuple[int, int] | None = None) -> datetime:
    """When an invitation of a scheduled pass may go out: now, or when the person's (or the school's) hours begin."""
    settings = school.settings.reconcile
    begin, end = settings.quiet_before, settings.quiet_after
    if hours is not None:
        begin, end = time(hours[0]), time(hours[1] - 1, 59, 59)
    local = school.now().astimezone(school.settings.time_zone)
    morning = local.replace(hour=begin.hour, minute=begin.minute, second=0, microsecond=0)
    if local.time() >= end:
        morning += timedelta(days=1)
    elif local.time() >= begin:
        return school.now()
    # The database compares moments as texts: in another zone it would be hours late.
    return morning.astimezone(UTC)


async def wish(school: SchoolContext, chat_id: int, member_id: int, *, at: datetime) -> None:
    """Have a page invited to a chat, from a moment on, unless somebody has stopped that meanwhile."""
    mine = ChatMember.filter(chat_id=chat_id, member_id=member_id).exclude(invitation=STOPPED)
    await mine.update(invitation="due", invite_from=at)


async def stop(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Invite nobody of those who wait for an invitation to the chat; ``try_again`` goes on with them."""
    seats = await composition.of_chat(await Roster.of(school.key, school.today()), chat)
    pages = (await accounts.pages_of(school, list(seats))).values()
    waiting = ChatMember.filter(chat_id=chat.id, member_id__in=list(pages), is_inside=False, ending=None)
    rows = await waiting.filter(invitation__in=["", "due", "handed"])
    await ChatMember.filter(id__in=[row.id for row in rows]).update(invitation=STOPPED)
    to_be_sent = OutboxMessage.filter(school_id=school.key, state="waiting", kind="send")
    messages = await to_be_sent.filter(peer_id__in=[row.member_id for row in rows]).only("id", "chats")
    await OutboxMessage.filter(id__in=[one.id for one in messages if one.chats == [chat.id]]).delete()
    await ledger.note(school, "invitations-stopped", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


async def is_stopped(chat: Chat, member_id: int) -> bool:
    """Whether somebody has stopped the invitation of this page."""
    return await ChatMember.filter(chat_id=chat.id, member_id=member_id, invitation=STOPPED).exists()


async def hand_over(school: SchoolContext) -> None:
    """Tell the handlers whom to invite: one event a person for all chats, once none of theirs is about to be seen."""
    if not await is_any_invitation_due(school.key, school.now()):
        return
    # Read first: a look that ends after this has stored its wishes before they are read.
    to_be_seen = await Chat.filter(school_id=school.key, due_at__lte=school.now()).exclude(state=ChatState.GONE)
    due = ChatMember.filter(chat__school_id=school.key, invitation="due", invite_from__lte=school.now())
    by_page: dict[int, list[ChatMember]] = defaultdict(list)
    for member in await due.order_by("chat_id"):
        by_page[member.member_id].append(member)
    for page, members in by_page.items():
        if await _more_is_coming(school, page, members, to_be_seen):
            continue
        async with transaction():
            # Somebody may have stopped it since it was read.
            still_due = ChatMember.filter(id__in=[member.id for member in members], invitation="due")
            await still_due.update(invitation="handed")
            await news.tell(school, Invited(page, tuple(member.chat_id for member in members)))
    if by_page:
        school.bells.inbox.set()


async def _more_is_coming(
    school: SchoolContext, page: int, members: Collection[ChatMember], to_be_seen: Collection[Chat]
) -> bool:
    """Whether another chat of the person will be looked at in a moment: one message can then name both."""
    if any(member.invite_from and member.invite_from < school.now() - GATHERING for member in members):
        return False
    if not to_be_seen:
        return False
    roster = await Roster.of(school.key, school.today())
    profile = await accounts.profile_of(school, page)
    mine = {chat.id for chat, _ in await composition.of_people(roster, profile.person_ids)}
    return any(chat.id in mine for chat in to_be_seen)


async def delivered(school: SchoolContext, chats_by_page: Mapping[int, Collection[int]]) -> None:
    """The messages with the invitations of these pages have arrived; whoever watches a chat being made sees it."""
    places = [(chat_id, page) for page, chat_ids in chats_by_page.items() for chat_id in chat_ids]
    await note_delivered(places, at=school.now())
    new = Chat.filter(id__in=[chat_id for chat_id, _ in places], created_at__gt=school.now() - NEW)
    invited_to = {chat.id for chat in await new.only("id")} if places else set()
    if not invited_to:
        return
    watching = Dialogue.filter(school_id=school.key, screen="N.PROGRESS")
    for page, params in await watching.values_list("peer_id", "params"):
        if params.get("c") in invited_to:
            await news.show_anew(school, page, COUNTING_SCREENS)
            school.bells.inbox.set()


async def failed(school: SchoolContext, page: int, chat_ids: Collection[int]) -> None:
    """The message could not arrive: try again with growing gaps, then leave it to the class teacher."""
    for member in await ChatMember.filter(chat_id__in=list(chat_ids), member_id=page):
        gap = RETRY_GAPS[member.tries] if member.tries < len(RETRY_GAPS) else None
        retry_at = school.now() + gap if gap else None
        await ChatMember.filter(id=member.id).update(invitation="failed", tries=member.tries + 1, retry_at=retry_at)
        if retry_at is not None:
            await chats.wake(school, [member.chat_id], at=retry_at)
    for chat in await Chat.filter(id__in=list(chat_ids)):
        await _show_keepers(school, chat)


async def _show_keepers(school: SchoolContext, chat: Chat) -> None:
    """Whoever answers for the chat sees at once that somebody was not reached."""
    keepers = await composition.keepers(await Roster.of(school.key, school.today()), chat)
    for page in (await accounts.pages_of(school, keepers)).values():
        await news.show_anew(school, page, COUNTING_SCREENS)


async def reopen(school: SchoolContext, page: int) -> None:
    """The page can be written to again: what could not be delivered is invited anew."""
    failed_ones = await ChatMember.filter(chat__school_id=school.key, member_id=page, invitation="failed")
    await ChatMember.filter(id__in=[member.id for member in failed_ones]).update(invitation="", tries=0, retry_at=None)
    await chats.wake(school, [member.chat_id for member in failed_ones])


async def try_again(school: SchoolContext, chat: Chat) -> None:
    """What could not be delivered to people of this chat, or was stopped, is invited anew at once."""
    undelivered = ChatMember.filter(chat_id=chat.id, invitation__in=["failed", STOPPED])
    if await undelivered.update(invitation="", tries=0, retry_at=None):
        await chats.wake(school, [chat.id])


async def join_link(school: SchoolContext, profile: Profile, chat_id: int) -> str:
    """The chat's link of this moment, for somebody who belongs there now; ``UserError`` says why not."""
    chat = await Chat.get_or_none(id=chat_id, school_id=school.key)
    if chat is None or chat.state is ChatState.GONE or chat.deleted_at is not None:
        raise UserError("join-gone")
    roster = await Roster.of(school.key, school.today())
    if not await composition.reasons_of(roster, chat, profile.person_ids):
        raise UserError("join-not-yours")
    if chat.state is not ChatState.ACTIVE or not chat.link:
        raise UserError("join-not-ready")
    if any(refusal.startswith("hold-") and refusal.endswith(f":{profile.page}") for refusal in chat.refusals):
        raise UserError("join-held")
    mine = ChatMember.filter(chat_id=chat_id, member_id=profile.page)
    await mine.filter(ending=Ending.LEFT).update(ending=None, ending_at=None)
    await mine.filter(leaving=Ending.LEFT).update(leaving=None)
    return chat.link


async def tell_who_cannot_enter(school: SchoolContext) -> None:
    """After a day outside, tell the class teacher to add a removed person by hand: VK may not let them return."""
    waiting = ChatMember.filter(
        chat__school_id=school.key,
        chat__state=ChatState.ACTIVE,
        invitation="sent",
        is_inside=False,
        told_at=None,
        ending__in=[Ending.STRANGER, Ending.REMOVED_BY_SYNC, Ending.REMOVED_BY_HAND],
        invited_at__lte=school.now() - ENTRY_PATIENCE,
    )
    for member in await waiting.prefetch_related("chat"):
        async with transaction():
            await ChatMember.filter(id=member.id).update(told_at=school.now())
            await _tell_teacher(school, member)


async def _tell_teacher(school: SchoolContext, member: ChatMember) -> None:
    profile = await accounts.profile_of(school, member.member_id)
    if not profile.is_linked:
        return
    person = profile.people[0]
    roster = await Roster.of(school.key, school.today())
    teachers = await composition.keepers(roster, member.chat)
    text = say("cannot-enter", name=f"{person.family} {person.given}", chat=member.chat.title)
    await news.tell_pages(school, (await accounts.pages_of(school, teachers)).values(), text)
    await ledger.note(school, "cannot-enter", chat_id=member.chat_id, account_id=profile.account_id)
