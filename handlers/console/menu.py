"""K: the first screen of the console."""

from bot.domain.console import Level
from bot.texts.catalogue import say
from bot.ui.pages import Pages
from bot.ui.view import Button, Goto, View
from handlers.console.level import need
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("K.MENU")
async def menu(visit: Visit) -> View:
    """What the school is like now, and the ways to everything that can be done about it."""
    level = await need(visit, Level.OBSERVER)
    text = say("k-menu", school=visit.school.settings.title, level=say(f"level-{level.code}"))
    return View(text, ((Button(say("k-menu.out"), Goto("")),),))
