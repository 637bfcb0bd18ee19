"""K: the automatic chats that classes still lack: shown first, then wished all at once."""

from bot.domain.console import Level
from bot.services import chat_registry, chats
from bot.services.chat_registry import Missing
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.console.level import need
from handlers.visit import Visit

CLASSES_SHOWN = 20

pages: Pages[Visit] = Pages()


@pages.screen("K.AUTO")
async def plan(visit: Visit) -> View:
    """What would be made; nothing has been done yet."""
    level = await need(visit, Level.OBSERVER)
    missing, there = await chat_registry.missing(visit.school)
    count = sum(len(one.kinds) for one in missing)
    back: Row = (Button(say("k-auto.back"), Goto("K.CHATS")),)
    if not count:
        return View(say("k-auto-nothing", there=there), (back,))
    lines = [_said(one) for one in missing[:CLASSES_SHOWN]]
    if (rest := len(missing) - CLASSES_SHOWN) > 0:
        lines.append(say("k-auto-more", count=rest))
    make = (Button(say("k-auto.make", count=count), Do("K.AUTO.MAKE"), Colour.GOOD),)
    rows = (make, back) if level >= Level.ADMINISTRATOR else (back,)
    return View(say("k-auto", count=count, there=there, lines="\n".join(lines)), rows)


@pages.act("K.AUTO.MAKE")
async def make(visit: Visit) -> Outcome:
    """Wish them: they are made one after the other, and whoever is linked is invited."""
    await need(visit, Level.ADMINISTRATOR)
    count = await chat_registry.want_missing(visit.school, visit.profile)
    return Go("K.AUTO", notice=say("k-auto-wished", count=count) if count else "")


def _said(one: Missing) -> str:
    return ", ".join(chats.title_of(kind, one.unit) for kind in one.kinds)
