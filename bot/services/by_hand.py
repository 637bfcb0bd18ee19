"""What people change in VK itself: the title and the pinned message are put back once, then the keepers are asked."""

from typing import Any

from bot.domain.events import Asked
from bot.domain.kinds import ChatKind
from bot.errors import UserError
from bot.services import accounts, chats, composition, ledger, news, steering
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.services.welcome import SAID
from models.chats import Chat, LedgerLine
from models.traffic import OutboxMessage

TITLE, PIN = "title", "pin"
MAY_PIN = "change_pin"
"""VK's name for the right of every member to pin."""


async def settle_title(school: SchoolContext, chat: Chat, shown: str) -> str:
    """The title that is not given back by itself any more; ``shown`` is what VK shows instead of the chat's own.

    Whoever answers for the chat is asked when the title was changed again after it had been given back.
    """
    newest = await newest_line(chat, TITLE)
    if newest is not None and newest.event == "title-restored" and newest.details["after"] == chat.title:
        await ledger.note(school, "title-asked", chat_id=chat.id, before=chat.title, after=shown)
        await _ask(school, chat, TITLE)
        return chat.title
    return str(newest.details["before"]) if newest is not None and newest.event == "title-asked" else ""


async def keep_title(school: SchoolContext, profile: Profile, chat: Chat) -> str:
    """Let the chat be called as people have called it; ``UserError`` when nobody is asked any more."""
    title = str((await _open_question(chat, TITLE)).details["after"])
    await Chat.filter(id=chat.id).update(own_title=title, title=title)
    await _note(school, profile, chat, "title-kept")
    return title


async def give_title_back(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Call the chat again as it was called; ``UserError`` when nobody is asked any more."""
    await _open_question(chat, TITLE)
    await _note(school, profile, chat, "title-returned")


async def follow_title(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Call the chat again as the journal does."""
    if has_title_of_its_own(chat):
        await Chat.filter(id=chat.id).update(own_title="")
        await _note(school, profile, chat, "title-returned")


def has_title_of_its_own(chat: Chat) -> bool:
    """Whether somebody has let a title stay that the journal does not give."""
    return bool(chat.own_title) and chat.kind is not ChatKind.CUSTOM


async def settle_pin(school: SchoolContext, chat: Chat, shown: int | None) -> None:
    """Pin the bot's own message again, once; ask when an administrator or anybody else has changed the pin after that.

    ``shown`` is the number of the pinned message in the chat, 0 for none, None if VK does not tell.
    """
    if shown is None or chat.greeting != SAID or chat.adopted_at is not None or chat.deleted_at is not None:
        return
    newest = await newest_line(chat, PIN)
    if newest is None:
        if shown and shown == await _own_pin(school, chat):
            await ledger.note(school, "pin-seen", chat_id=chat.id, number=shown)
        return
    number = int(str(newest.details["number"]))
    is_settled = newest.event in ("pin-asked", "pin-kept") or shown == number
    if is_settled or await steering.maintained_until(school) or await _is_on_its_way(school, chat):
        return
    if newest.event != "pin-restored" and MAY_PIN in (chat.open_settings or ()):
        await ledger.note(school, "pin-restored", chat_id=chat.id, number=number)
        await _pin(school, chat, number)
        return
    await ledger.note(school, "pin-asked", chat_id=chat.id, number=number)
    await _ask(school, chat, PIN)


async def keep_pin(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Leave the pinned message to people; ``UserError`` when nobody is asked any more."""
    number = (await _open_question(chat, PIN)).details["number"]
    await _note(school, profile, chat, "pin-kept", number=number)


async def give_pin_back(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Pin the bot's message again; ``UserError`` when nobody is asked any more."""
    number = int(str((await _open_question(chat, PIN)).details["number"]))
    await _note(school, profile, chat, "pin-returned", number=number)
    await _pin(school, chat, number)


async def newest_line(chat: Chat, about: str) -> LedgerLine | None:
    """What was done or decided last about the title or the pinned message."""
    events = {
        TITLE: ("title-restored", "title-asked", "title-kept", "title-returned"),
        PIN: ("pin-seen", "pin-restored", "pin-asked", "pin-kept", "pin-returned"),
    }
    return await LedgerLine.filter(chat_id=chat.id, event__in=events[about]).order_by("-id").first()


async def _open_question(chat: Chat, about: str) -> LedgerLine:
    newest = await newest_line(chat, about)
    if newest is None or newest.event != f"{about}-asked":
        raise UserError("c-asked-over")
    return newest


async def _ask(school: SchoolContext, chat: Chat, about: str) -> None:
    keepers = await composition.keepers(await Roster.of(school.key, school.today()), chat)
    for page in sorted((await accounts.pages_of(school, keepers)).values()):
        await news.tell(school, Asked(page, chat.id, about))
    school.bells.inbox.set()


async def _note(school: SchoolContext, profile: Profile, chat: Chat, event: str, **details: Any) -> None:
    await ledger.note(school, event, actor=ledger.person(profile.account_id or 0), chat_id=chat.id, **details)
    await chats.wake(school, [chat.id])


async def _own_pin(school: SchoolContext, chat: Chat) -> int | None:
    """The number of the message that the bot has had pinned in the chat."""
    pins = OutboxMessage.filter(school_id=school.key, peer_id=chat.peer_id or 0, kind="pin")
    newest = await pins.order_by("-id").first()
    message = await OutboxMessage.get_or_none(id=newest.edits_id) if newest else None
    return message.message_number if message else None


async def _is_on_its_way(school: SchoolContext, chat: Chat) -> bool:
    waiting = OutboxMessage.filter(school_id=school.key, peer_id=chat.peer_id or 0, kind="pin", state="waiting")
    return await waiting.exists()


async def _pin(school: SchoolContext, chat: Chat, number: int) -> None:
    if chat.peer_id is not None:
        await OutboxTalker(school).pin_number(chat.peer_id, number)
