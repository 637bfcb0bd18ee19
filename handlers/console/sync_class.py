"""K: the chats of one class compared with the journal, and looked at again by a press."""

from bot.domain.console import Level
from bot.domain.permissions import Act
from bot.domain.roster import Unit
from bot.domain.russian import is_same_class
from bot.errors import ScreenOutdated, UserError
from bot.services import chats, ledger
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed
from handlers.console import outlook
from handlers.console.level import need
from handlers.visit import Visit
from models.chats import Chat

CHATS_SHOWN = 4

pages: Pages[Visit] = Pages()


async def class_typed(visit: Visit, text: str) -> Outcome:
    """The title of a class."""
    await need(visit, Level.OPERATOR)
    found = [unit for unit in await _classes(visit) if is_same_class(unit.title, text)]
    if not found:
        raise UserError("k-class-unknown", title=text[:20])
    return Go("K.SYNC.CLASS", {"t": found[0].title})


@pages.screen("K.SYNC.CLASS", typed=class_typed, is_numbered=True)
async def of_class(visit: Visit) -> View:
    """Which class; then what would be done in each of its chats."""
    await need(visit, Level.OPERATOR)
    back = (Button(say("k-class.back"), Goto("K.SYNC")),)
    if not visit.text("t"):
        return View(say("k-class"), (back,))
    unit = await _class(visit)
    found = await _chats(visit, unit)
    lines = [await outlook.of_chat(visit, chat) for chat in found]
    if not lines:
        return View(say("k-class-none", title=unit.title), (back,))
    now = (Button(say("k-class.now"), Do("K.SYNC.CLASS.NOW", {"t": unit.title}), Colour.GOOD),)
    rows: list[Row] = [
        (Button(chat.title, Goto("C.SYNC", {"c": chat.id})),)
        for chat in found[:CHATS_SHOWN]
        if Act.SYNC in await allowed(visit, chat)
    ]
    return View(say("k-class-chats", title=unit.title, lines="\n".join(lines)), (now, *rows, back))


@pages.act("K.SYNC.CLASS.NOW")
async def look_now(visit: Visit) -> Outcome:
    """Have the chats of the class looked at; the guard judges as always."""
    await need(visit, Level.OPERATOR)
    found = await _chats(visit, await _class(visit))
    actor = ledger.by(visit.profile)
    for chat in found:
        await ledger.note(visit.school, "chat-look-asked", actor=actor, chat_id=chat.id)
    await chats.wake(visit.school, [chat.id for chat in found])
    return Go("K.SYNC.CLASS", {"t": visit.text("t")}, say("k-class-looked"))


async def _class(visit: Visit) -> Unit:
    for unit in await _classes(visit):
        if unit.title == visit.text("t"):
            return unit
    raise ScreenOutdated("K.SYNC")


async def _classes(visit: Visit) -> list[Unit]:
    return await (await Roster.of(visit.school.key, visit.school.today())).classes()


async def _chats(visit: Visit, unit: Unit) -> list[Chat]:
    alive = Chat.filter(school_id=visit.school.key, unit_id=unit.source_id, deleted_at__isnull=True)
    return [chat for chat in await alive.order_by("id") if chat.state.is_ours]
