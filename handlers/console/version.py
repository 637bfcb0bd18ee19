"""K: which program this is, and how old its data are."""

from importlib.metadata import version

from bot.domain.console import Level
from bot.texts.catalogue import say
from bot.ui.pages import Pages
from bot.ui.view import Button, Goto, View
from handlers.console.level import need
from handlers.visit import Visit, journal_in_words
from models.schools import School

DISTRIBUTION = "starosta"

pages: Pages[Visit] = Pages()


@pages.screen("K.VERSION")
async def program(visit: Visit) -> View:
    """The program, and the journal's state by its number and its moment."""
    await need(visit, Level.OBSERVER)
    row = await School.get(key=visit.school.key)
    journal = await journal_in_words(visit)
    text = say("k-version", version=version(DISTRIBUTION), number=row.roster_number, journal=journal)
    return View(text, ((Button(say("k-version.back"), Goto("K.MORE")),),))
