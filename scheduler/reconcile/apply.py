"""Does what a guarded plan says, one action after the other: the only place that changes a chat.

Each success is stored with its ledger line at once; each fault belongs to its action and never stops the neighbour.
"""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.domain.kinds import ChatState, Ending
from bot.domain.membership import Departure
from bot.domain.plan import (
    Action,
    Close,
    Create,
    Demote,
    Evict,
    Invite,
    Leave,
    Mute,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
    Unmute,
    Withdraw,
)
from bot.errors import ChatGoneError, NoRightsError, StarostaError, TemporaryError, UnknownOutcomeError
from bot.ports import ChatReader, ChatWriter
from bot.services import accounts, chats, composition, delete_chat, invitations, ledger, limits, news
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from bot.ui import keyboard
from bot.ui.view import Button, Colour, Open, View
from models.chats import Chat, ChatMember
from models.database import transaction
from models.traffic import OutboxMessage
from scheduler.reconcile import screens
from scheduler.reconcile.observed import OUTSIDE
from scheduler.reconcile.plan import UNPROVED

STRANGERS_TOLD_EVERY = timedelta(minutes=10)
LAST_WORDS_SECONDS = 0.5
ENDINGS = {Departure.BY_HAND: Ending.REMOVED_BY_HAND, Departure.OWN_WISH: Ending.LEFT}
SILENT = (*UNPROVED, Departure.OWN_WISH, Departure.SHUT_OUT)
"""Who knows already that they go, and why."""


class Hands:
    """Changes chats of one school in VK and writes down what was done."""

    def __init__(self, school: SchoolContext, reader: ChatReader, writer: ChatWriter) -> None:
        self._school = school
        self._reader = reader
        self._writer = writer

    async def do(self, chat: Chat, action: Action) -> None:
        """Carry out one action; raises the errors of ``bot.errors``."""
        match action:
            case Create():
                await self._create(chat, action)
            case Rename(title, before):
                await self._rename(chat, title, before)
            case Withdraw(member_id):
                await self._done(chat, "withdrawn", _withdraw(chat, member_id), page=member_id)
            case Invite(member_id):
                await self._invite(chat, member_id)
            case Mute(member_id):
                await self._mute(chat, member_id)
            case Unmute(member_id):
                await self._writer.restrict(_peer(chat), member_id, is_muted=False)
                await self._done(chat, "unmuted", _silence(chat, member_id, None), page=member_id)
            case Promote(member_id) | Demote(member_id):
                await self._set_right(chat, member_id, is_admin=isinstance(action, Promote))
            case Remove(member_id, departure):
                await self._remove(chat, member_id, departure)
            case Evict(member_id):
                await self._evict(chat, member_id)
            case ReplaceLink():
                await self._replace_link(chat)
            case Close():
                closed = Chat.filter(id=chat.id).update(state=ChatState.CLOSED, trouble="")
                await self._done(chat, "closed", lambda: closed)
            case Leave():
                await self._leave(chat)

    async def learn_link(self, chat: Chat) -> None:
        """Read the invite link of a chat that somebody else has made."""
        chat.link = await self._writer.link(_peer(chat))
        await Chat.filter(id=chat.id).update(link=chat.link)

    async def note_title(self, chat: Chat, title: str, before: str) -> None:
        """Store the title that the journal gives the chat and that VK shows now."""
        await self._done(chat, "renamed", _set_title(chat, title), before=before, after=title)

    async def _create(self, chat: Chat, action: Create) -> None:
        """Make the chat, or find the one that an attempt with an unknown outcome has made."""
        peer_id = None
        if chat.state is ChatState.CREATING:
            known = await Chat.filter(school_id=self._school.key).exclude(peer_id=None).only("peer_id")
            peer_id = await self._reader.find(action.title, {row.peer_id for row in known if row.peer_id})
        if peer_id is None:
            await Chat.filter(id=chat.id).update(state=ChatState.CREATING, title=action.title)
            chat.state = ChatState.CREATING
            peer_id = await self._made(chat, action)
        chat.peer_id = peer_id
        link = await self._writer.link(peer_id)
        made = Chat.filter(id=chat.id).update(
            peer_id=peer_id, state=ChatState.ACTIVE, title=action.title, link=link, trouble=""
        )
        await self._done(chat, "created", lambda: made)
        chat.state, chat.link = ChatState.ACTIVE, link

    async def _made(self, chat: Chat, action: Create) -> int:
        try:
            return await self._writer.create(action.title, action.member_ids)
        except UnknownOutcomeError:
            raise
        except StarostaError:
            # Surely not made: nothing has to be looked for next time.
            await Chat.filter(id=chat.id).update(state=ChatState.PLANNED)
            chat.state = ChatState.PLANNED
            raise

    async def _invite(self, chat: Chat, member_id: int) -> None:
        if await invitations.is_stopped(chat, member_id):
            return
        # What a person did is answered at any hour; what the schedule found waits for the morning.
        by_event = chat.due_cause == chats.EVENT
        hours = (await accounts.profile_of(self._school, member_id)).hours
        at = self._school.now() if by_event else invitations.may_write_from(self._school, hours)
        await self._done(
            chat, "invited", lambda: invitations.wish(self._school, chat.id, member_id, at=at), page=member_id
        )

    async def _rename(self, chat: Chat, title: str, before: str) -> None:
        is_own = chat.title == title
        await self._writer.rename(_peer(chat), title)
        if is_own:
            await self._done(chat, "title-restored", _set_title(chat, title), before=before, after=title)
        else:
            await self.note_title(chat, title, before)

    async def _set_right(self, chat: Chat, member_id: int, *, is_admin: bool) -> None:
        await self._writer.set_admin(_peer(chat), member_id, is_admin=is_admin)
        mark = _mark(chat, member_id, is_promoted=is_admin)
        if is_admin:
            await self._done(chat, "promoted", mark, page=member_id)
        else:
            await self._done(chat, "demoted", mark, page=member_id)

    async def _mute(self, chat: Chat, member_id: int) -> None:
        row = await ChatMember.get(chat_id=chat.id, member_id=member_id)
        # Stored first: whatever happens to the answer, the time in which a stranger may link has begun.
        await _silence(chat, member_id, row.muted_at or self._school.now())()
        left = (row.muted_until - self._school.now()).total_seconds() if row.muted_until else 0
        await self._writer.restrict(_peer(chat), member_id, is_muted=True, seconds=max(0, round(left)))
        if row.is_mute_wished or row.reasons:
            await self._done(chat, "muted", _silence(chat, member_id, self._school.now()), page=member_id)
            return
        minutes = (await limits.of(self._school)).stranger_minutes
        ask = View(
            say("g-muted", page=str(member_id), minutes=minutes),
            ((Button(say("g-muted.link"), Open(self._school.settings.messages_url), Colour.MAIN),),),
        )
        async with transaction():
            await self._note(chat, "stranger-muted", stranger_id=member_id)
            await OutboxTalker(self._school).post(_peer(chat), ask.text, keyboard.inline(ask))

    async def _remove(self, chat: Chat, member_id: int, departure: Departure) -> None:
        if chat.deleted_at is not None and not await delete_chat.goes_on(self._school, chat):
            return
        if chat.is_archived:
            await self._after_last_words(chat)
        ending = ENDINGS.get(departure, Ending.REMOVED_BY_SYNC)
        await ChatMember.filter(chat_id=chat.id, member_id=member_id).update(leaving=ending)
        await self._writer.remove(_peer(chat), member_id)

        async def ended() -> None:
            await _end(chat, member_id, ending, self._school)()
            # Of a deleted chat everybody hears in the chat itself.
            if departure not in SILENT and chat.deleted_at is None:
                text = say(f"removed-{departure.value}", title=chat.title)
                await news.tell_pages(self._school, [member_id], text)

        await self._done(chat, "removed", ended, page=member_id, departure=departure.value)

    async def _leave(self, chat: Chat) -> None:
        peer_id = _peer(chat)
        await self._after_last_words(chat)
        # VK lets every member go: whoever has no rights here is outside already.
        with contextlib.suppress(NoRightsError, ChatGoneError):
            await self._writer.remove(peer_id, -self._school.settings.group_id)
        async with transaction():
            await self._note(chat, "chat-left")
            await Chat.filter(id=chat.id, state=chat.state).delete()

    async def _after_last_words(self, chat: Chat) -> None:
        if await OutboxMessage.filter(school_id=self._school.key, peer_id=_peer(chat), state="waiting").exists():
            raise TemporaryError("what the chat is told comes first", LAST_WORDS_SECONDS)

    async def _evict(self, chat: Chat, member_id: int) -> None:
        # Stored first: whatever happens to the answer, the stranger is known as one and the link will be replaced.
        async with transaction():
            await ChatMember.filter(chat_id=chat.id, member_id=member_id).update(leaving=Ending.STRANGER)
            await Chat.filter(id=chat.id).update(is_link_leaked=True)
            chat.is_link_leaked = True
        await self._writer.remove(_peer(chat), member_id)
        async with transaction():
            await _end(chat, member_id, Ending.STRANGER, self._school)()
            await self._note(chat, "evicted", stranger_id=member_id)
            await screens.renew(self._school, chat, {member_id})

    async def _replace_link(self, chat: Chat) -> None:
        chat.link = await self._writer.link(_peer(chat), replace=True)
        chat.is_link_leaked = False

        async def replaced() -> None:
            await Chat.filter(id=chat.id).update(link=chat.link, is_link_leaked=False)
            await self._tell_of_stranger(chat)

        await self._done(chat, "link-replaced", replaced)

    async def _tell_of_stranger(self, chat: Chat) -> None:
        now, told_at = self._school.now(), chat.strangers_told_at
        if told_at is not None and now - told_at < STRANGERS_TOLD_EVERY:
            return
        evicted = ChatMember.filter(chat_id=chat.id, ending=Ending.STRANGER)
        if not await (evicted if told_at is None else evicted.filter(ending_at__gt=told_at)).exists():
            return
        chat.strangers_told_at = now
        await Chat.filter(id=chat.id).update(strangers_told_at=now)
        await OutboxTalker(self._school).post(_peer(chat), say("g-kicked"))
        roster = await Roster.of(self._school.key, self._school.today())
        pages = (await accounts.pages_of(self._school, await composition.keepers(roster, chat))).values()
        await news.tell_pages(self._school, pages, say("stranger-evicted", chat=chat.title))

    async def _done(
        self,
        chat: Chat,
        event: str,
        change: Callable[[], Awaitable[object]],
        *,
        page: int | None = None,
        **details: Any,
    ) -> None:
        async with transaction():
            await change()
            account = (await accounts.profile_of(self._school, page)).account_id if page is not None else None
            await self._note(chat, event, actor=ledger.JOURNAL, account_id=account, **details)
            await screens.renew(self._school, chat, {page} if page is not None else set())

    async def _note(self, chat: Chat, event: str, **said: Any) -> None:
        await ledger.note(self._school, event, chat_id=chat.id, run_id=chat.run_id, **said)


def _peer(chat: Chat) -> int:
    if chat.peer_id is None:
        raise UnknownOutcomeError("the chat has no peer yet")
    return int(chat.peer_id)


def _withdraw(chat: Chat, member_id: int) -> Callable[[], Awaitable[object]]:
    row = ChatMember.filter(chat_id=chat.id, member_id=member_id)
    return lambda: row.update(invitation="", tries=0, retry_at=None)


def _silence(chat: Chat, member_id: int, at: datetime | None) -> Callable[[], Awaitable[object]]:
    row = ChatMember.filter(chat_id=chat.id, member_id=member_id)
    wish = {} if at is not None else {"is_mute_wished": False, "muted_until": None}
    return lambda: row.update(is_muted=at is not None, muted_at=at, **wish)


def _set_title(chat: Chat, title: str) -> Callable[[], Awaitable[object]]:
    chat.title = title
    return lambda: Chat.filter(id=chat.id).update(title=title)


def _mark(chat: Chat, member_id: int, *, is_promoted: bool) -> Callable[[], Awaitable[object]]:
    row = ChatMember.filter(chat_id=chat.id, member_id=member_id)
    return lambda: row.update(is_promoted=is_promoted, is_admin=is_promoted)


def _end(chat: Chat, member_id: int, ending: Ending, school: SchoolContext) -> Callable[[], Awaitable[object]]:
    """The page is out: what it was invited to before is void, so that it can be invited anew."""
    row = ChatMember.filter(chat_id=chat.id, member_id=member_id)
    return lambda: row.update(**OUTSIDE, leaving=None, ending=ending, ending_at=school.now())
