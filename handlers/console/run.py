"""K: a pass while it goes on, and what has become of it: how far, what was done, what went wrong; stop and undo."""

from bot.domain.console import Level
from bot.services import runs
from bot.services.runs import Tally
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from bot.ui.words import folded
from handlers.card import kept
from handlers.console.level import need
from handlers.visit import Visit
from models.chats import Chat, LedgerLine
from models.steering import Run

CELLS = 10
TROUBLES_SHOWN = 2
CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


@pages.screen("K.PLAN.RUN")
async def progress(visit: Visit) -> View:
    """How far a pass has come; shown anew by itself every three seconds, and in the end what has become of it."""
    level = await need(visit, Level.OBSERVER)
    run = await runs.find(visit.school, visit.number("r"))
    if run.ended_at is not None:
        return await done(visit)
    tally = await runs.tally(run)
    seen = max(run.chats - tally.left, 0)
    cells = CELLS * seen // max(run.chats, 1)
    bar = say("k-run-bar", full="▓" * cells, empty="░" * (CELLS - cells))
    text = say("k-run", number=run.id, bar=bar, seen=seen, all=run.chats, did=_did(tally))
    stop = (Button(say("k-run.stop"), Do("K.PLAN.HALT", kept(visit, "r")), Colour.DANGER),)
    return View(text, (stop, (_back(),)) if level >= Level.ADMINISTRATOR else ((_back(),),))


@pages.act("K.PLAN.HALT")
async def halt(visit: Visit) -> Outcome:
    """Look at no more chats."""
    await need(visit, Level.ADMINISTRATOR)
    await runs.stop(visit.school, visit.profile, visit.number("r"))
    return Go("K.PLAN.STOP", kept(visit, "r"))


@pages.screen("K.PLAN.STOP")
async def stopped(visit: Visit) -> View:
    """What was done before somebody stopped the pass; the rest is in a new plan."""
    return await done(visit)


@pages.screen("K.PLAN.DONE")
async def done(visit: Visit) -> View:
    """What a pass has done, what went wrong, and whether it can be taken back."""
    level = await need(visit, Level.OBSERVER)
    run = await runs.find(visit.school, visit.number("r"))
    if run.ended_at is None:
        return await progress(visit)
    tally = await runs.tally(run)
    troubled = await _troubled(run)
    text = say(
        "k-run-done",
        number=run.id,
        state=say("k-run-undone" if run.undone_at else "k-run-stopped" if run.stopped_at else "k-run-ended"),
        began=visit.said_moment(run.started_at),
        seconds=round((run.ended_at - run.started_at).total_seconds()),
        all=run.chats,
        did=_did(tally),
        troubles="".join(f"\n⚠ {chat.title}: {say(f'trouble-{chat.trouble}')}" for chat in troubled),
        rest=await _rest(run),
    )
    rows: list[Row] = [
        (Button(say("k-run.fix", title=chat.title), Goto("C.FIX", {"c": chat.id})),) for chat in troubled
    ]
    if level >= Level.ADMINISTRATOR and runs.is_undoable(visit.school, run) and tally.removed + tally.rights:
        rows.append((Button(say("k-run.undo"), Do("K.PLAN.TAKEBACK", kept(visit, "r")), Colour.DANGER),))
    rows.append((Button(say("k-run.file"), Do("K.PLAN.REPORT", kept(visit, "r"))),))
    plan = (Button(say("k-run.plan"), Goto("K.PLAN")),) if level >= Level.OPERATOR else ()
    rows.append((*plan, _back()))
    return View(text, tuple(rows))


@pages.act("K.PLAN.TAKEBACK")
async def ask_undo(visit: Visit) -> Outcome:
    """To the question for the word, which is asked now."""
    await need(visit, Level.ADMINISTRATOR)
    return Go("K.PLAN.UNDO", {**kept(visit, "r"), "t": int(visit.now.timestamp())})


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Take the pass back for the right word in time."""
    await need(visit, Level.ADMINISTRATOR)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(say("k-run-undo-word")):
        return Go("K.PLAN.DONE", kept(visit, "r"), say("k-plan-wrong"))
    people = await runs.undo(visit.school, visit.profile, visit.number("r"))
    return Go("K.PLAN.DONE", kept(visit, "r"), say("k-run-undo-done", count=people))


@pages.screen("K.PLAN.UNDO", typed=word_typed, is_numbered=True)
async def undo(visit: Visit) -> View:
    """A strong confirmation for taking back what a pass did."""
    await need(visit, Level.ADMINISTRATOR)
    run = await runs.find(visit.school, visit.number("r"))
    tally = await runs.tally(run)
    text = say("k-run-undo", number=run.id, removed=tally.removed, rights=tally.rights, word=say("k-run-undo-word"))
    return View(text, ((Button(say("k-run-undo.no"), Goto("K.PLAN.DONE", kept(visit, "r"))),),))


def _did(tally: Tally) -> str:
    did = say("k-run-did", invited=tally.invited, gone=tally.gone, rights=tally.rights)
    others = (("k-run-created", tally.created), ("k-run-held", tally.held), ("k-run-troubles", tally.troubles))
    for key, count in others:
        did = say(key, did=did, count=count) if count else did
    return did


async def _rest(run: Run) -> str:
    """How far the pass had come when somebody stopped it."""
    left = await runs.left_by_stop(run)
    return "" if left is None else "\n\n" + say("k-run-rest", seen=max(run.chats - left, 0), all=run.chats, left=left)


async def _troubled(run: Run) -> list[Chat]:
    """The first chats in which something went wrong and still is."""
    lines = LedgerLine.filter(run_id=run.id, event__startswith="trouble-").values_list("chat_id", flat=True)
    return await Chat.filter(id__in=list(await lines)).exclude(trouble="").order_by("title").limit(TROUBLES_SHOWN)


def _back() -> Button:
    return Button(say("k-run.back"), Goto("K.MENU"))
