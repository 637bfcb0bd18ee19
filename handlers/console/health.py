"""K: how everything is, and a message to try."""

from bot.domain.console import Level
from bot.services import health
from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.console.level import need
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("K.HEALTH")
async def lights(visit: Visit) -> View:
    """A light for each thing that the bot depends on, with the remedy where it is not green."""
    level = await need(visit, Level.OBSERVER)
    lines = [
        say("k-health-line", light=say(f"light-{sign.light}"), text=say(f"health-{sign.code}", **sign.values))
        for sign in await health.signs(visit.school)
    ]
    rights: list[Row] = [(Button(say("k-health.rights"), Goto("K.RIGHTS")),)] if level >= Level.OPERATOR else []
    rows: list[Row] = [
        *rights,
        (Button(say("k-health.try"), Do("K.HEALTH.TRY")),),
        (Button(say("k-health.read-only"), Goto("K.READONLY"), Colour.DANGER),),
        (Button(say("k-health.back"), Goto("K.MENU")),),
    ]
    return View(say("k-health", moment=visit.said_moment(visit.now), lines="\n".join(lines)), tuple(rows))


@pages.act("K.HEALTH.TRY")
async def send_trial(visit: Visit) -> Outcome:
    """Send a message to whoever pressed: if it comes, messages come."""
    await need(visit, Level.OBSERVER)
    await visit.talker.say(visit.page, say("k-health-trial", moment=visit.said_moment(visit.now)))
    return Stay(say("k-health-tried"))
