"""K: how everything is, a message to try, and the mode in which the school can only be looked at."""

from datetime import UTC, datetime, timedelta

from bot.domain.console import Level
from bot.services import health, steering
from bot.services.steering import Pace
from bot.texts.catalogue import say
from bot.texts.dates import until
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.console.hours import hours_of, typed_hours
from handlers.console.level import need
from handlers.visit import Visit

READ_ONLY_HOURS = 2

pages: Pages[Visit] = Pages()


@pages.screen("K.HEALTH")
async def lights(visit: Visit) -> View:
    """A light for each thing that the bot depends on, with the remedy where it is not green."""
    await need(visit, Level.OBSERVER)
    lines = [
        say("k-health-line", light=say(f"light-{sign.light}"), text=say(f"health-{sign.code}", **sign.values))
        for sign in await health.signs(visit.school)
    ]
    rows: list[Row] = [
        (Button(say("k-health.rights"), Goto("K.RIGHTS")),),
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


async def hours_typed(visit: Visit, text: str) -> Outcome:
    """Another number of hours."""
    return Go("K.READONLY", {"h": typed_hours(text)})


@pages.screen("K.READONLY", typed=hours_typed)
async def read_only(visit: Visit) -> View:
    """What the mode means; for how long it would be, or how long it is still."""
    level = await need(visit, Level.OBSERVER)
    now = await steering.state(visit.school)
    back = (Button(say("k-readonly.back"), Goto("K.HEALTH")),)
    may = level >= Level.ADMINISTRATOR
    if now.pace is Pace.MAINTENANCE and now.until is not None:
        end = (Button(say("k-readonly.end"), Do("K.READONLY.END"), Colour.GOOD),)
        return View(say("k-readonly-on", until=_until(visit, now.until)), (end, back) if may else (back,))
    hours = hours_of(visit, READ_ONLY_HOURS)
    at = visit.now + timedelta(hours=hours)
    begin = Button(
        say("k-readonly.begin", hours=hours), Do("K.READONLY.BEGIN", {"u": int(at.timestamp())}), Colour.DANGER
    )
    return View(say("k-readonly", until=_until(visit, at)), ((begin,), back) if may else (back,))


@pages.act("K.READONLY.BEGIN")
async def begin(visit: Visit) -> Outcome:
    """Let the school only be looked at until the moment that the screen has named."""
    await need(visit, Level.ADMINISTRATOR)
    at = datetime.fromtimestamp(visit.number("u"), UTC)
    if at <= visit.now:
        return Go("K.READONLY", notice=say("k-too-late"))
    await steering.close(visit.school, visit.profile, at)
    return Go("K.READONLY")


@pages.act("K.READONLY.END")
async def end(visit: Visit) -> Outcome:
    """Let everything be changed again."""
    await need(visit, Level.ADMINISTRATOR)
    await steering.open_again(visit.school, visit.profile)
    return Go("K.HEALTH", notice=say("k-readonly-ended"))


def _until(visit: Visit, at: datetime) -> str:
    return until(at, visit.school.settings.time_zone, today=visit.school.today())
