"""K: what an administrator puts on hold for some hours and then goes on by itself: the journal, or every change."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.console import Level
from bot.errors import ScreenOutdated, UserError
from bot.services import steering
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.services.steering import Pace
from bot.texts.catalogue import say
from bot.texts.dates import until
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.console.level import need
from handlers.visit import Visit

LONGEST_HOURS = 7 * 24

pages: Pages[Visit] = Pages()


@dataclass(frozen=True, slots=True)
class Hold:
    """One way to put the school on hold: its screen, the one behind, and for how many hours it usually is."""

    pace: Pace
    screen: str
    behind: str
    usual_hours: int
    begin: Callable[[SchoolContext, Profile, datetime], Awaitable[None]]
    end: Callable[[SchoolContext, Profile], Awaitable[None]]


PAUSE = Hold(Pace.PAUSED, "K.SYNC.PAUSE", "K.SYNC", 24, steering.pause, steering.resume)
READ_ONLY = Hold(Pace.MAINTENANCE, "K.READONLY", "K.HEALTH", 2, steering.close, steering.open_again)
HOLDS = {str(hold.pace): hold for hold in (PAUSE, READ_ONLY)}


async def pause_typed(visit: Visit, text: str) -> Outcome:
    """Another number of hours for the pause."""
    await need(visit, Level.ADMINISTRATOR)
    return Go(PAUSE.screen, {"h": _typed_hours(text)})


@pages.screen("K.SYNC.PAUSE", typed=pause_typed)
async def pause(visit: Visit) -> View:
    """The journal takes nobody out."""
    return await _shown(visit, PAUSE)


async def read_only_typed(visit: Visit, text: str) -> Outcome:
    """Another number of hours for the mode in which the school can only be looked at."""
    await need(visit, Level.ADMINISTRATOR)
    return Go(READ_ONLY.screen, {"h": _typed_hours(text)})


@pages.screen("K.READONLY", typed=read_only_typed)
async def read_only(visit: Visit) -> View:
    """The school can only be looked at."""
    return await _shown(visit, READ_ONLY)


@pages.act("K.HOLD")
async def begin(visit: Visit) -> Outcome:
    """Begin until the moment that the screen has named."""
    await need(visit, Level.ADMINISTRATOR)
    hold, at = _asked(visit), datetime.fromtimestamp(visit.number("u"), UTC)
    if at <= visit.now:
        return Go(hold.screen, notice=say("k-too-late"))
    await hold.begin(visit.school, visit.profile, at)
    return Go(hold.screen)


@pages.act("K.HOLD.END")
async def end(visit: Visit) -> Outcome:
    """Go on before the time."""
    await need(visit, Level.ADMINISTRATOR)
    hold = _asked(visit)
    await hold.end(visit.school, visit.profile)
    return Go(hold.behind, notice=say(f"k-hold-ended-{hold.pace}"))


async def _shown(visit: Visit, hold: Hold) -> View:
    """What it means; until when it would be, or until when it is."""
    level = await need(visit, Level.OBSERVER)
    now = await steering.state(visit.school)
    here: dict[str, int | str] = {"w": str(hold.pace)}
    if now.pace is hold.pace and now.until is not None:
        text = say(f"k-hold-on-{hold.pace}", until=_said(visit, now.until))
        press = Button(say(f"k-hold-{hold.pace}.end"), Do("K.HOLD.END", here), Colour.GOOD)
    elif "e" in visit.params:
        # Whoever wants to go on is not offered the contrary.
        return View(say("k-hold-nothing-to-end"), ((Button(say("k-hold-back"), Goto(hold.behind)),),))
    else:
        hours = _hours_of(visit, hold.usual_hours)
        at = visit.now + timedelta(hours=hours)
        text = say(f"k-hold-{hold.pace}", until=_said(visit, at))
        text += f"\n{say('k-hold-hours')}" if level >= Level.ADMINISTRATOR else ""
        act = Do("K.HOLD", {**here, "u": int(at.timestamp())})
        press = Button(say(f"k-hold-{hold.pace}.begin", hours=hours), act, Colour.DANGER)
    back = (Button(say("k-hold-back"), Goto(hold.behind)),)
    return View(text, ((press,), back) if level >= Level.ADMINISTRATOR else (back,))


def _asked(visit: Visit) -> Hold:
    if (hold := HOLDS.get(visit.text("w"))) is None:
        raise ScreenOutdated("K.MENU", "e-stale")
    return hold


def _hours_of(visit: Visit, usual: int) -> int:
    """The hours of the screen, or the usual number when it names none that is possible."""
    value = visit.params.get("h")
    return value if isinstance(value, int) and 1 <= value <= LONGEST_HOURS else usual


def _typed_hours(text: str) -> int:
    """The hours that somebody typed; ``UserError`` when that is no number of hours up to a week."""
    number = text.strip().partition(" ")[0]
    if not number.isdecimal() or not 1 <= int(number) <= LONGEST_HOURS:
        raise UserError("k-hours-unclear", most=LONGEST_HOURS)
    return int(number)


def _said(visit: Visit, at: datetime) -> str:
    return until(at, visit.school.settings.time_zone, today=visit.school.today())
