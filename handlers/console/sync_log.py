"""K: the passes, the newest first, and what each of them did."""

from bot.documents import tables
from bot.domain.console import Level
from bot.services import runs
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Do, Goto, Row, View
from handlers.card import turn
from handlers.console.level import need
from handlers.visit import Visit
from models.steering import Run

PASSES_A_PAGE = 3
LONGEST = 500

pages: Pages[Visit] = Pages()


@pages.screen("K.SYNC.LOG")
async def passes(visit: Visit) -> View:
    """A line for each pass, and the way to what it did."""
    await need(visit, Level.OBSERVER)
    page = page_of(await _passes(visit), visit.list_page, size=PASSES_A_PAGE)
    lines = [await _line(visit, run) for run in page.items]
    opening: tuple[Row, ...] = tuple(
        (Button(say("k-log.open", number=str(run.id)), Goto(_screen(run), {"r": run.id})),) for run in page.items
    )
    bottom = (Button(say("k-log.file"), Do("K.SYNC.LOG.FILE")), Button(say("k-log.back"), Goto("K.SYNC")))
    text = say("k-log", lines="\n".join(lines) or say("k-sync-never"), page=page.number, pages=page.pages)
    return View(text, (*opening, *turn("K.SYNC.LOG", page, {}), bottom))


@pages.act("K.SYNC.LOG.FILE")
async def file(visit: Visit) -> Outcome:
    """Send all passes as a table."""
    await need(visit, Level.OBSERVER)
    header = [say(f"k-log-{column}") for column in COLUMNS]
    rows = [await _row(visit, run) for run in await _passes(visit)]
    data = tables.as_csv(header, rows)
    await visit.talker.document(visit.page, say("k-log-file"), say("k-log-file-name"), data)
    return Stay(say("c-file-sent"))


COLUMNS = ("number", "at", "chats", "invited", "gone", "rights", "held", "troubles")


async def _passes(visit: Visit) -> list[Run]:
    return await Run.filter(school_id=visit.school.key).order_by("-id").limit(LONGEST)


def _screen(run: Run) -> str:
    """Of a pass that goes on the screen that is shown anew by itself."""
    return "K.PLAN.RUN" if run.ended_at is None else "K.PLAN.DONE"


async def _line(visit: Visit, run: Run) -> str:
    done = await runs.tally(run)
    counts = {"invited": done.invited, "gone": done.gone, "held": done.held}
    return say("k-log-line", number=str(run.id), moment=visit.said_moment(run.started_at), **counts)


async def _row(visit: Visit, run: Run) -> list[str | int]:
    done, local = await runs.tally(run), run.started_at.astimezone(visit.school.settings.time_zone)
    numbers = (run.chats, done.invited, done.gone, done.rights, done.held, done.troubles)
    return [run.id, f"{local:%Y-%m-%d %H:%M}", *numbers]
