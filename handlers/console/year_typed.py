"""K: the questions of the school year that only a person can answer, and the word that every part of the plan takes."""

from bot.domain.console import Level
from bot.domain.year import Doubt, YearPlan
from bot.domain.year_steps import Fate, Step, answers, doubt_about, doubts_of, print_of, steps_of
from bot.errors import ScreenOutdated
from bot.services import school_year, year_facts
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Do, Goto, Row, View
from bot.ui.words import folded
from handlers.card import turn
from handlers.console.level import need
from handlers.console.year_words import ALL, colour_of, names_of
from handlers.visit import Visit

CHOICES_SHOWN = 2
CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


@pages.act("K.YEAR.CONFIRM")
async def confirm(visit: Visit) -> Outcome:
    """From now on the word is waited for."""
    await need(visit, Level.ADMINISTRATOR)
    return Go("K.YEAR.TYPED", {**visit.params, "t": int(visit.now.timestamp())})


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Decide: for the right word, in time, and only about what was shown."""
    await need(visit, Level.ADMINISTRATOR)
    fate = _fate(visit)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(say(f"k-year-word-{fate}")):
        return Go("K.YEAR", notice=say("k-year-wrong"))
    steps = _steps(visit, await year_facts.plan_of(visit.school))
    if not steps or print_of(steps) != visit.text("f"):
        return Go("K.YEAR", notice=say("k-year-changed"))
    held = await school_year.held(visit.school) if fate is Fate.CLOSED else None
    if held is not None:
        await school_year.release(visit.school, visit.profile, held)
    else:
        await school_year.decide(visit.school, visit.profile, steps)
    return Go("K.YEAR", notice=say("k-year-decided"))


@pages.screen("K.YEAR.TYPED", typed=word_typed, is_numbered=True)
async def typed(visit: Visit) -> View:
    """What exactly will be done, and the word that it takes."""
    await need(visit, Level.ADMINISTRATOR)
    plan = await year_facts.plan_of(visit.school)
    fate, steps = _fate(visit), _steps(visit, plan)
    if not steps:
        raise ScreenOutdated("K.YEAR", "k-year-changed")
    count = len(steps) if fate is Fate.CREATE else sum(len(step.chats) for step in steps)
    what = say(f"k-year-what-{fate}", count=count)
    text = say("k-year-typed", what=what, titles=names_of(plan, steps), word=say(f"k-year-word-{fate}"))
    return View(text, ((Button(say("k-year-typed.no"), Goto("K.YEAR")),),))


@pages.act("K.YEAR.LEAVE")
async def leave(visit: Visit) -> Outcome:
    """Keep the chats whose classes and groups the journal has closed."""
    await need(visit, Level.ADMINISTRATOR)
    if (held := await school_year.held(visit.school)) is not None:
        await school_year.leave(visit.school, visit.profile, held)
    return Go("K.YEAR", notice=say("k-year-left"))


@pages.screen("K.YEAR.ASK")
async def ask(visit: Visit) -> View:
    """One class that cannot be told for sure, with what it could have become."""
    level = await need(visit, Level.OBSERVER)
    plan = await year_facts.plan_of(visit.school)
    doubts = doubts_of(plan)
    if not doubts:
        raise ScreenOutdated("K.YEAR", "k-year-answered")
    page = page_of(doubts, visit.list_page, size=1)
    doubt = page.items[0]
    back = (Button(say("k-year-ask.back"), Goto("K.YEAR")),)
    number, of = page.number, page.pages
    rows = _answers(doubt) if level >= Level.ADMINISTRATOR else []
    return View(_question(doubt, number, of), (*rows, *turn("K.YEAR.ASK", page, {}), back))


def _question(doubt: Doubt, number: int, of: int) -> str:
    lines = [
        say("k-year-ask-choice", title=one.after.unit.title, alike=one.alike, count=len(one.before.pupils))
        for one in doubt.choices[:CHOICES_SHOWN]
    ]
    title, chats = doubt.before.unit.title, ", ".join(chat.title for chat in doubt.chats)
    choices = "\n".join(lines) or say("k-year-ask-nothing")
    return say("k-year-ask", number=number, all=of, title=title, chats=chats, choices=choices)


def _answers(doubt: Doubt) -> list[Row]:
    rows: list[Row] = []
    for k, one in enumerate(doubt.choices[:CHOICES_SHOWN]):
        pair = [(fate, say(f"k-year-ask.{fate}", title=one.after.unit.title)) for fate in (Fate.CONTINUE, Fate.RENEW)]
        rows.append(tuple(_answer(doubt, fate, k, label) for fate, label in pair))
    rows.append((_answer(doubt, Fate.OVER, 0, say("k-year-ask.over")),))
    return rows


def _answer(doubt: Doubt, fate: Fate, k: int, label: str) -> Button:
    mark = print_of(answers(doubt, fate, k))
    act = Do("K.YEAR.CONFIRM", {"p": fate.value, "c": doubt.chats[0].chat_id, "k": k, "f": mark})
    return Button(label, act, colour_of(fate))


def _fate(visit: Visit) -> Fate:
    if visit.text("p") not in list(Fate):
        raise ScreenOutdated("K.YEAR")
    return Fate(visit.text("p"))


def _steps(visit: Visit, plan: YearPlan) -> tuple[Step, ...]:
    """What the screen is about: an answer to the question of a chat, or a part of the plan."""
    if "c" in visit.params:
        doubt = doubt_about(plan, visit.number("c"))
        return answers(doubt, _fate(visit), visit.number("k")) if doubt else ()
    x = visit.number("x")
    return steps_of(plan, _fate(visit), None if x == ALL else x)
