"""K: copies of the database."""

from bot.domain.console import Level
from bot.services import copies
from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.console.level import need
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("K.BACKUP")
async def copy(visit: Visit) -> View:
    """When the newest copy was made, and a way to have one made."""
    level = await need(visit, Level.OBSERVER)
    newest = await copies.newest_at()
    said = say("k-backup-at", moment=visit.said_moment(newest)) if newest else say("k-backup-none")
    make = (Button(say("k-backup.make"), Do("K.BACKUP.MAKE"), Colour.MAIN),)
    back = (Button(say("k-backup.back"), Goto("K.MORE")),)
    return View(say("k-backup", newest=said), (make, back) if level >= Level.OWNER else (back,))


@pages.act("K.BACKUP.MAKE")
async def make(visit: Visit) -> Outcome:
    """Have a copy made beside everything else; a letter tells when it is there."""
    await need(visit, Level.OWNER)
    await copies.wish(visit.school, visit.profile)
    return Stay(say("k-backup-wished"))
