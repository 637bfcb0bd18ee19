"""K: the automatic chats that classes still lack: shown first, then wished all at once."""

from collections.abc import Sequence

from bot.domain.console import Level
from bot.domain.roster import Unit
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
    now = await chat_registry.automatic(visit.school)
    count = sum(len(one.kinds) for one in now.missing)
    back: Row = (Button(say("k-auto.back"), Goto("K.CHATS")),)
    if not count:
        text = say("k-auto-waiting-only" if now.waiting else "k-auto-nothing", there=now.there)
        return View(text + _waiting(now.waiting), (back,))
    lines = [_said(one) for one in now.missing[:CLASSES_SHOWN]]
    if (rest := len(now.missing) - CLASSES_SHOWN) > 0:
        lines.append(say("k-auto-more", count=rest))
    make = (Button(say("k-auto.make", count=count), Do("K.AUTO.MAKE"), Colour.GOOD),)
    rows = (make, back) if level >= Level.ADMINISTRATOR else (back,)
    text = say("k-auto", count=count, there=now.there, lines="\n".join(lines))
    return View(text + _waiting(now.waiting), rows)


@pages.act("K.AUTO.MAKE")
async def make(visit: Visit) -> Outcome:
    """Wish them: they are made one after the other, and whoever is linked is invited."""
    await need(visit, Level.ADMINISTRATOR)
    count = await chat_registry.want_missing(visit.school, visit.profile)
    return Go("K.AUTO", notice=say("k-auto-wished", count=count) if count else "")


def _waiting(units: Sequence[Unit]) -> str:
    """The classes that get their chats by themselves once somebody can lead them."""
    if not units:
        return ""
    titles = ", ".join(unit.title for unit in units[:CLASSES_SHOWN])
    rest = say("c-sync-more", count=len(units) - CLASSES_SHOWN) if len(units) > CLASSES_SHOWN else ""
    return "\n\n" + say("k-auto-waiting", count=len(units), titles=titles + rest)


def _said(one: Missing) -> str:
    return ", ".join(chats.title_of(kind, one.unit) for kind in one.kinds)
