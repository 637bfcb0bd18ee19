"""K: how reconciliation stands, the end of its preview, and its brakes."""

from bot.domain.console import Level
from bot.services import limits, runs, steering
from bot.services.steering import Pace
from bot.texts.catalogue import say
from bot.texts.dates import until
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.console.level import need
from handlers.console.outlook import of_school
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("K.SYNC")
async def sync(visit: Visit) -> View:
    """The last pass, the next one, and whether the journal may take people out now."""
    level = await need(visit, Level.OBSERVER)
    now = await steering.state(visit.school)
    following = visit.said_moment(now.next_at) if now.next_at else say("k-sync-soon")
    text = say("k-sync", last=await _last(visit), next=following, state=_state(visit, now))
    return View(text, _rows(level, now.pace))


@pages.screen("K.SYNC.START")
async def preview(visit: Visit) -> View:
    """What would be done in the whole school if the preview ended now."""
    await need(visit, Level.ADMINISTRATOR)
    if (await steering.state(visit.school)).pace is not Pace.PREVIEW:
        return await sync(visit)
    start = Button(say("k-sync-start.yes"), Do("K.SYNC.START.YES"), Colour.GOOD)
    text = say("k-sync-start", lines=await of_school(visit))
    return View(text, ((start,), (Button(say("k-sync-start.back"), Goto("K.SYNC")),)))


@pages.act("K.SYNC.START.YES")
async def start(visit: Visit) -> Outcome:
    """End the preview."""
    await need(visit, Level.ADMINISTRATOR)
    await steering.start(visit.school, visit.profile)
    return Go("K.SYNC", notice=say("k-sync-started"))


async def limits_typed(visit: Visit, text: str) -> Outcome:
    """New numbers of the brake."""
    await need(visit, Level.ADMINISTRATOR)
    await steering.set_limits(visit.school, visit.profile, text)
    return Go("K.SYNC.LIMITS", notice=say("k-limits-set"))


@pages.screen("K.SYNC.LIMITS", typed=limits_typed)
async def brakes(visit: Visit) -> View:
    """The numbers of the brakes that hold now."""
    level = await need(visit, Level.OBSERVER)
    now = await limits.of(visit.school)
    text = say(
        "k-limits",
        percent=now.removals_percent,
        people=now.removals_people,
        new_percent=now.arrivals_percent,
        new_people=now.arrivals_people,
    )
    usual = (Button(say("k-limits.usual"), Do("K.SYNC.LIMITS.USUAL")),)
    back = (Button(say("k-limits.back"), Goto("K.SYNC")),)
    if level < Level.ADMINISTRATOR:
        return View(text, (back,))
    return View(f"{text}\n{say('k-limits-unclear')}", (usual, back))


@pages.act("K.SYNC.LIMITS.USUAL")
async def usual_brakes(visit: Visit) -> Outcome:
    """The numbers of the configuration."""
    await need(visit, Level.ADMINISTRATOR)
    await steering.usual_limits(visit.school, visit.profile)
    return Go("K.SYNC.LIMITS", notice=say("k-limits-set"))


async def _last(visit: Visit) -> str:
    """The newest pass in one line."""
    newest = await runs.newest(visit.school)
    if newest is None:
        return say("k-sync-never")
    started = visit.said_moment(newest.started_at)
    done = await runs.tally(newest)
    if newest.ended_at is None:
        return say("k-sync-running", moment=started, chats=newest.chats, left=done.left)
    counts = {"invited": done.invited, "gone": done.gone, "troubles": done.troubles}
    seconds = int((newest.ended_at - newest.started_at).total_seconds())
    return say("k-sync-last", moment=started, chats=newest.chats, seconds=seconds, **counts)


def _state(visit: Visit, now: steering.State) -> str:
    school = visit.school
    end = until(now.until, school.settings.time_zone, today=school.today()) if now.until else ""
    return say(f"k-sync-state-{now.pace}", until=end)


def _rows(level: Level, pace: Pace) -> tuple[Row, ...]:
    rows: list[Row] = []
    if pace is Pace.PREVIEW and level >= Level.ADMINISTRATOR:
        rows.append((Button(say("k-sync.start"), Goto("K.SYNC.START"), Colour.MAIN),))
    paused = say("k-sync.resume") if pace is Pace.PAUSED else say("k-sync.pause")
    log: Row = (Button(say("k-sync.log"), Goto("K.SYNC.LOG")),)
    if level >= Level.OPERATOR:
        rows.append((Button(say("k-sync.plan"), Goto("K.PLAN"), Colour.MAIN),))
        log = (Button(say("k-sync.class"), Goto("K.SYNC.CLASS")), *log)
    return (
        *rows,
        log,
        (Button(paused, Goto("K.SYNC.PAUSE")), Button(say("k-sync.limits"), Goto("K.SYNC.LIMITS"))),
        (Button(say("k-sync.freeze"), Goto("K.SYNC.FREEZE")),),
        (Button(say("k-sync.back"), Goto("K.MENU")),),
    )
