"""P: finding somebody among hundreds, and people from outside of the scope."""

from bot.errors import ScreenOutdated
from bot.services import candidates
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.picker import Candidate
from bot.ui.picker_words import found
from bot.ui.view import Button, Colour, Goto, View
from handlers.card import turn
from handlers.people_lists import QUERY_LIMIT, buttons, lines, page_of_people, said_page, typed_members
from handlers.sketches import Picking, as_candidates, picking
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


async def look_for(visit: Visit, text: str) -> Outcome:
    """A name, a class, or both."""
    now = await picking(visit)
    return Go("P.FOUND", {**now.ref, "q": _query(text)})


async def look_outside(visit: Visit, text: str) -> Outcome:
    """A name among those who are in no list yet."""
    now = await picking(visit)
    return Go("P.FOUND", {**now.ref, "x": 1, "q": _query(text)})


@pages.screen("P.FIND", typed=look_for)
async def find(visit: Visit) -> View:
    """Ask for a name."""
    now = await picking(visit)
    extra = Button(say("p-find.extra"), Goto("P.EXTRA", now.ref))
    return View(say("p-find", title=now.title), ((extra,), (Button(say("p-find.back"), now.hub),)))


@pages.screen("P.EXTRA", typed=look_outside)
async def extra(visit: Visit) -> View:
    """Ask for somebody from outside of the scope."""
    now = await picking(visit)
    return View(say("p-extra", title=now.title), ((Button(say("p-extra.back"), now.hub),),))


async def typed_on_found(visit: Visit, text: str) -> Outcome:
    """Numbers of those who were found, or another name."""
    now, people = await _found(visit)
    if "x" in visit.params:
        now = await picking(visit, adding=[one.key for one in people])
    return await typed_members(now, text, people, Goto("P.FOUND", visit.params))


@pages.screen("P.FOUND", typed=typed_on_found)
async def found_people(visit: Visit) -> View:
    """Who was found, picked or not."""
    now, people = await _found(visit)
    again = Goto("P.EXTRA" if "x" in visit.params else "P.FIND", now.ref)
    bottom = (Button(say("p-found.again"), again), Button(say("p-found.done"), now.hub, Colour.GOOD))
    if not people:
        return View(say("p-found-nobody", query=visit.text("q")), (bottom,))
    page = page_of_people(people, visit.list_page)
    outside = {"x": 1} if "x" in visit.params else {}
    params = {**now.ref, **outside, "q": visit.text("q")}
    text = say(
        "p-found",
        query=visit.text("q"),
        count=len(people),
        lines=await lines(now, page),
        page=said_page(page),
    )
    rows = buttons(now, page, {**params, "n": page.number}, act="P.SET")
    return View(text, (*rows, *turn("P.FOUND", page, params), bottom))


async def _found(visit: Visit) -> tuple[Picking, tuple[Candidate, ...]]:
    now = await picking(visit)
    if not visit.text("q"):
        raise ScreenOutdated("")
    if "x" not in visit.params:
        return now, found(now.people, visit.text("q"))
    outside = as_candidates(visit, await candidates.outside(visit.school, visit.profile))
    listed = {one.key: one for one in now.people}
    return now, tuple(listed.get(one.key, one) for one in found(outside, visit.text("q")))


def _query(text: str) -> str:
    return " ".join(text.split())[:QUERY_LIMIT]
