"""H: help, what the bot is for, what it keeps."""

from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Goto, View
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("H.HELP")
async def help_page(visit: Visit) -> View:
    """The essentials, who helps, and the children's help line."""
    contact = visit.school.settings.contact
    said = say("h-contact", contact=contact) if contact else say("h-no-contact")
    return View(
        say("h-help", contact=said),
        (
            (Button(say("h-help.data"), Goto("H.DATA")), Button(say("h-help.about"), Goto("H.ABOUT"))),
            (Button(say("h-help.home"), Goto("")),),
        ),
    )


@pages.screen("H.ABOUT")
async def about(visit: Visit) -> View:
    """What the bot does for whom."""
    onward = Button(say("h-about.link"), Goto("A.CONSENT"), Colour.MAIN)
    rows = ((Button(say("h-about.home"), Goto("")),),)
    return View(say("h-about"), rows if visit.profile.is_linked else ((onward,), *rows))


@pages.screen("H.DATA")
async def data(visit: Visit) -> View:
    """What is kept, and the way to have it deleted."""
    back = (Button(say("h-data.back"), Goto("A.PROFILE.CARD" if visit.profile.is_linked else "A.CONSENT")),)
    erase = (Button(say("h-data.erase"), Goto("A.UNLINK", {"w": "erase"}), Colour.DANGER),)
    return View(say("h-data"), (erase, back) if visit.profile.account_id is not None else (back,))


@pages.act("X.CANCEL")
async def cancel(_: Visit) -> Outcome:
    """«Отмена» leads home from everywhere."""
    return Go("", notice=say("x-cancelled"))
