"""N: where the people of a custom chat come from."""

from collections import Counter
from dataclasses import replace

from bot.domain.kinds import ChatKind
from bot.errors import ScreenOutdated, UserError
from bot.services import candidates
from bot.services.candidates import Load
from bot.services.drafts import Scope
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.card import turn
from handlers.scopes import SUBJECTS, WHAT, in_words, options, put, typed_options
from handlers.sketches import Picking, keep, picking
from handlers.summary import counted
from handlers.visit import Visit

OPTIONS_A_PAGE = 6

pages: Pages[Visit] = Pages()


@pages.screen("N.SCOPE")
async def scope(visit: Visit) -> View:
    """What is chosen, and how many people that brings."""
    now, load = await _look(visit)
    held = {what: in_words(now.sketch.scope, load, what) for what in WHAT}
    parallels, classes, subjects = (
        Button(say(f"n-scope.{what}", chosen=held[what]), Goto("N.SCOPE.SET", {**now.ref, "w": what})) for what in WHAT
    )
    school = (Button(say("n-scope.school"), Do("N.SCOPE.SCHOOL", now.ref)),) if load.is_whole else ()
    text = say(
        "n-scope",
        title=now.title,
        chosen=say("n-scope-school") if now.sketch.scope.is_school else say("n-scope-chosen", **held),
        counts=counted(Counter(one.group for one in now.people)),
    )
    back = now.hub if now.chat else Goto("N.NAME", now.ref)
    return View(
        text,
        (
            (parallels, classes),
            (subjects, *school),
            (Button(say("n-scope.people"), now.hub, Colour.MAIN),),
            (Button(say("n-scope.back"), back),),
        ),
    )


@pages.act("N.SCOPE.SCHOOL")
async def whole_school(visit: Visit) -> Outcome:
    """Everybody of the school; only an administrator reaches so far."""
    now, load = await _look(visit)
    if not load.is_whole:
        raise UserError("e-denied-administrator")
    await _store(now, Scope(is_school=True))
    return Go("N.SCOPE", now.ref)


async def options_typed(visit: Visit, text: str) -> Outcome:
    """Several titles at once: «8А, 8Б»."""
    now, load = await _look(visit)
    held = now.sketch.scope
    values = typed_options(text, options(held, load, _what(visit)))
    if values is None:
        return Go("N.SCOPE.SET", visit.params, say("e-not-understood"))
    for value in values:
        held = put(held, load, _what(visit), value, is_on=True)
    await _store(now, held)
    return Go("N.SCOPE.SET", visit.params)


@pages.screen("N.SCOPE.SET", typed=options_typed)
async def choose(visit: Visit) -> View:
    """One or several parallels, classes or subjects; none of them means any."""
    now, load = await _look(visit)
    what = _what(visit)
    page = page_of(options(now.sketch.scope, load, what), visit.list_page, size=OPTIONS_A_PAGE)
    params = {**now.ref, "w": what}
    buttons = [
        Button(
            say("n-set.on" if one.is_on else "n-set.off", title=one.title),
            Do("N.SCOPE.PUT", {**params, "n": page.number, "v": one.value, "on": int(not one.is_on)}),
        )
        for one in page.items
    ]
    width = 2 if what == SUBJECTS else 3
    rows: list[Row] = [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]
    bottom = (
        Button(say("n-set.any"), Do("N.SCOPE.PUT", {**params, "v": ""})),
        Button(say("n-set.done"), Goto("N.SCOPE", now.ref), Colour.GOOD),
    )
    text = say(f"n-set-{what}", title=now.title)
    return View(text, (*rows, *turn("N.SCOPE.SET", page, params), bottom))


@pages.act("N.SCOPE.PUT")
async def set_option(visit: Visit) -> Outcome:
    """One option is chosen, or is not; an empty one lets any be right again."""
    now, load = await _look(visit)
    is_on = bool(visit.params.get("on"))
    await _store(now, put(now.sketch.scope, load, _what(visit), visit.text("v"), is_on=is_on))
    onward = {name: value for name, value in visit.params.items() if name not in ("v", "on")}
    return Go("N.SCOPE.SET", onward)


async def _store(now: Picking, held: Scope) -> None:
    """Store the scope; whoever is picked already stays picked, also from outside of it."""
    extra = tuple(sorted({*now.sketch.extra, *now.selection.members}))
    await keep(replace(now, sketch=replace(now.sketch, scope=held, extra=extra)), now.selection)


async def _look(visit: Visit) -> tuple[Picking, Load]:
    now = await picking(visit)
    if now.sketch.unit_id or (now.chat is not None and now.chat.kind is not ChatKind.CUSTOM):
        raise ScreenOutdated("", "e-draft-gone")
    roster = await Roster.of(visit.school.key, visit.school.today())
    return now, await candidates.load_of(roster, visit.profile)


def _what(visit: Visit) -> str:
    if visit.text("w") not in WHAT:
        raise ScreenOutdated("")
    return visit.text("w")
