"""One subject group on the way to its chat: the review of a new one, or the news that there is one already."""

from dataclasses import replace

from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.services import access_request, create_chat, delete_chat
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed
from handlers.sketches import picking, refuse_others
from handlers.summary import new_chat_view
from handlers.visit import Visit
from models.chats import Chat, ChatMember


async def group_view(visit: Visit, unit_id: str, *, other: Row = ()) -> View:
    """The review of the group's chat, or the chat that it has; ``other`` are the ways out of the review."""
    refuse_others(visit)
    if chat := await taken_by(visit, unit_id):
        return await exists_view(visit, chat)
    return await new_chat_view(await picking(replace(visit, params={"g": unit_id})), other=other)


async def taken_by(visit: Visit, unit_id: str) -> Chat | None:
    """The chat that a group has, or had until some days ago."""
    chat = await create_chat.existing(visit.school, unit_id)
    return None if chat is None or delete_chat.is_past(visit.school, chat) else chat


async def exists_view(visit: Visit, chat: Chat) -> View:
    """There is a chat of the group: who made it, and the way to it for whoever may go there."""
    back = (Button(say("n-exists.back"), Goto("N.TYPE", {"all": 1})),)
    roster = await Roster.of(visit.school.key, visit.school.today())
    author = await roster.person(chat.author_id) if chat.author_id else None
    is_mine = chat.author_id in visit.profile.person_ids
    by = say("n-exists-by", name=short_name(author.family, author.given, author.patronymic)) if author else ""
    may = await allowed(visit, chat)
    if chat.deleted_at is not None:
        restore = Button(say("n-exists.restore"), Goto("M.BIN.RESTORE", {"c": chat.id}), Colour.MAIN)
        day = day_and_month(chat.deleted_at.astimezone(visit.school.settings.time_zone).date())
        text = say("n-exists-deleted", title=chat.title, day=day, author="" if is_mine else by)
        return View(text, ((restore,), back) if Act.RESTORE in may else (back,))
    inside = await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).count()
    day = day_and_month(chat.created_at.astimezone(visit.school.settings.time_zone).date())
    text = say("n-exists", title=chat.title, count=inside, day=day, author="" if is_mine else by)
    if Act.SEE_STATES in may:
        return View(text, ((Button(say("n-exists.open"), Goto("C.VIEW", {"c": chat.id}), Colour.MAIN),), back))
    if await access_request.is_fresh(visit.school, visit.profile, chat):
        return View(f"{text}\n\n{say('n-exists-asked')}", (back,))
    return View(text, ((Button(say("n-exists.ask"), Do("N.ASK", {"c": chat.id}), Colour.MAIN),), back))
