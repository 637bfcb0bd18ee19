"""H: what the bot knows of the person who asks, in words and as a file."""

from bot.services import my_data
from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.visit import Visit

LINES_SHOWN = 25

pages: Pages[Visit] = Pages()


@pages.screen("H.DATA")
async def data(visit: Visit) -> View:
    """What is kept at all, what of this person, and the ways to have it sent or deleted."""
    lines = await my_data.lines_of(visit.school, visit.profile)
    back: Row = (Button(say("h-data.back"), Goto("A.PROFILE.CARD" if visit.profile.is_linked else "A.CONSENT")),)
    if not lines:
        return View(say("h-data"), (back,))
    more = "\n" + say("data-more", count=len(lines) - LINES_SHOWN) if len(lines) > LINES_SHOWN else ""
    text = say("h-data-mine", about=say("h-data"), lines="\n".join(lines[:LINES_SHOWN]) + more)
    file = (Button(say("h-data.file"), Do("H.DATA.FILE")),)
    erase = (Button(say("h-data.erase"), Goto("A.UNLINK", {"w": "erase"}), Colour.DANGER),)
    return View(text, (file, erase, back))


@pages.act("H.DATA.FILE")
async def send(visit: Visit) -> Outcome:
    """Send everything as a text document."""
    content = await my_data.file_of(visit.school, visit.profile)
    await visit.talker.document(visit.page, say("h-data-file"), say("h-data-file-name"), content)
    return Stay(say("h-data-sent"))
