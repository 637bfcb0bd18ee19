"""K: the plan of the new school year; nothing of it is done before somebody has typed the word for a part."""

import asyncio

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.year import YearPlan
from bot.domain.year_steps import Fate, parallel_of, print_of, steps_of
from bot.services import school_year, year_facts
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.card import turn
from handlers.console.level import need
from handlers.console.year_words import ALL, colour_of, lines_of, moves, name_of_parallel, table_of
from handlers.visit import Visit

PARALLELS_A_PAGE = 6
COLUMNS = ("what", "before", "after", "alike")

pages: Pages[Visit] = Pages()


@pages.act("K.YEAR.OPEN")
async def open_plan(visit: Visit) -> Outcome:
    """From a message that tells of the plan to the plan as it is now."""
    await need(visit, Level.OBSERVER)
    return Go("K.YEAR")


@pages.screen("K.YEAR")
async def overview(visit: Visit) -> View:
    """What the plan would do, and how far the last decision is."""
    level = await need(visit, Level.OBSERVER)
    plan = await year_facts.plan_of(visit.school)
    held = await school_year.held(visit.school)
    parts = lines_of(plan) + ([say("k-year-line-closed", count=len(held.actions))] if held else [])
    done, total = await school_year.progress(visit.school)
    if total:
        parts.insert(0, say("k-year-under-way", done=done, total=total))
    if closing := await school_year.closing(visit.school):
        parts.insert(0, say("k-year-closing", count=closing))
    rows = _rows(plan, is_held=held is not None, decides=level >= Level.ADMINISTRATOR)
    back = Button(say("k-year.back"), Goto("K.CHATS"))
    file = Button(say("k-year.file"), Do("K.YEAR.FILE"))
    text = say("k-year", lines="\n".join(parts)) if parts else say("k-year-none")
    return View(text, (*rows, (file, back) if parts else (back,)))


@pages.act("K.YEAR.FILE")
async def file(visit: Visit) -> Outcome:
    """The whole plan as a workbook."""
    await need(visit, Level.OBSERVER)
    plan = await year_facts.plan_of(visit.school)
    header = [say(f"k-year-column-{column}") for column in COLUMNS]
    data = await asyncio.to_thread(tables.as_xlsx, say("k-year-file"), header, table_of(plan))
    await visit.talker.document(visit.page, say("k-year-file"), f"{say('k-year-file')}.xlsx", data)
    return Stay(say("c-file-sent"))


@pages.screen("K.YEAR.CLASSES")
async def classes(visit: Visit) -> View:
    """The classes that go on, by parallel."""
    await need(visit, Level.OBSERVER)
    plan = await year_facts.plan_of(visit.school)
    page = page_of(sorted({parallel_of(one) for one in plan.continuing}), visit.list_page, size=PARALLELS_A_PAGE)
    some = [Button(name_of_parallel(one), Goto("K.YEAR.PARALLEL", {"x": one})) for one in page.items]
    rows: list[Row] = [tuple(some[start : start + 3]) for start in range(0, len(some), 3)]
    rows += turn("K.YEAR.CLASSES", page, {})
    if some:
        rows.append((Button(say("k-year-classes.all"), Goto("K.YEAR.PARALLEL", {"x": ALL})),))
    rows.append((Button(say("k-year-classes.back"), Goto("K.YEAR")),))
    lines = [moves(plan, one) for one in page.items]
    return View(say("k-year-classes", lines="\n".join(lines)) if lines else say("k-year-classes-none"), tuple(rows))


@pages.screen("K.YEAR.PARALLEL")
async def parallel(visit: Visit) -> View:
    """Two ways for the classes of one parallel: the same chats, or new ones."""
    level = await need(visit, Level.OBSERVER)
    plan = await year_facts.plan_of(visit.school)
    x = visit.number("x")
    fates = (Fate.CONTINUE, Fate.RENEW) if level >= Level.ADMINISTRATOR else ()
    rows = [(_confirmed(plan, fate, say(f"k-year-parallel.{fate}"), x=x),) for fate in fates]
    text = say("k-year-parallel", classes=moves(plan, x))
    return View(text, (*rows, (Button(say("k-year-parallel.back"), Goto("K.YEAR.CLASSES")),)))


def _rows(plan: YearPlan, *, is_held: bool, decides: bool) -> tuple[Row, ...]:
    """A way into every part that has anything in it, for whoever ``decides`` also one to its word."""
    buttons = [Button(say("k-year.classes"), Goto("K.YEAR.CLASSES"), Colour.MAIN)] if plan.continuing else []
    for fate, some in ((Fate.GROUPS, plan.groups), (Fate.OVER, plan.over), (Fate.CREATE, plan.fresh)):
        buttons += [_confirmed(plan, fate, say(f"k-year.{fate}"))] if some and decides else []
    if plan.doubts or plan.renumbered:
        buttons.append(Button(say("k-year.ask"), Goto("K.YEAR.ASK")))
    rows: list[Row] = [(button,) for button in buttons]
    if is_held and decides:
        closed = _confirmed(plan, Fate.CLOSED, say("k-year.closed"))
        pair = (closed, Button(say("k-year.leave"), Do("K.YEAR.LEAVE")))
        rows = [*(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)), pair]
    return tuple(rows)


def _confirmed(plan: YearPlan, fate: Fate, label: str, *, x: int = ALL) -> Button:
    """A button to the typed word, bound to exactly the steps that are shown now."""
    steps = steps_of(plan, fate, None if x == ALL else x)
    return Button(label, Do("K.YEAR.CONFIRM", {"p": fate.value, "x": x, "f": print_of(steps)}), colour_of(fate))
