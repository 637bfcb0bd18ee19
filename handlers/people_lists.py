"""How people stand on a page of the picker: numbered lines with full names, short labels on buttons, typed picks."""

from collections.abc import Sequence

from bot.services import whereabouts
from bot.services.whereabouts import Whereabouts
from bot.texts.catalogue import say
from bot.ui.pager import PageOf, page_of
from bot.ui.pages import Go, Outcome
from bot.ui.picker import Candidate, Leading, labels
from bot.ui.picker_words import Choose, ChooseAll, Drop, DropAll, Find, Lead, Unclear, parse
from bot.ui.view import Button, Do, Goto, Params, Row
from handlers.sketches import Picking, change

PEOPLE_A_PAGE = 6
QUERY_LIMIT = 40
IN, OUT, LOCKED, STAR = "✅", "⬜", "🔒", "⭐"
ICONS = {
    Whereabouts.INSIDE: "🟢",
    Whereabouts.INVITED: "✉️",
    Whereabouts.LEFT: "🚪",
    Whereabouts.CLOSED: "🚫",
    Whereabouts.FAILED: "✉️",
    Whereabouts.STOPPED: "✉️",
    Whereabouts.UNLINKED: "⏳",
}


def page_of_people(people: Sequence[Candidate], number: int) -> PageOf[Candidate]:
    """Six people."""
    return page_of(people, number, size=PEOPLE_A_PAGE)


async def lines(
    now: Picking, page: PageOf[Candidate], people: Sequence[Candidate] = (), *, is_leading: bool = False
) -> str:
    """The people of a page: number, marks, full name, a note unless all ``people`` have the same, where they are.

    Where it ``is_leading`` that is chosen, the mark says who leads, and else who is picked, with a star for leaders.
    """
    has_notes = len({one.note for one in people}) != 1
    mark = _leading_mark if is_leading else _marks
    found = await whereabouts.of_people(now.visit.school, [one.key for one in page.items], now.chat)
    shown = [
        " · ".join(part for part in (f"{number}. {mark(now, one)} {one.name}", one.note * has_notes, where) if part)
        for number, one in enumerate(page.items, start=page.first)
        for where in [ICONS.get(found[one.key], "")]
    ]
    return "\n".join(shown)


def buttons(now: Picking, page: PageOf[Candidate], params: Params, *, act: str) -> tuple[Row, ...]:
    """Three rows of two people; each button sets the opposite of what its person is now."""
    is_leading = act == "P.LEAD"
    held, mark = (now.selection.leaders, _leading_mark) if is_leading else (now.selection.members, _mark)
    made = [
        Button(f"{mark(now, one)} {label}", Do(act, {**params, "p": one.key, "v": value}))
        for one, label in zip(page.items, labels(page.items, first=page.first), strict=True)
        for value in [int(one.key not in held)]
    ]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def said_page(page: PageOf[Candidate]) -> str:
    """«Стр. 1 из 3», empty when there is one page only."""
    return "" if page.is_only else "\n" + say("p-page-of", page=page.number, pages=page.pages)


async def typed_members(now: Picking, text: str, people: Sequence[Candidate], here: Goto) -> Outcome:
    """What is typed on a list of members: numbers, words, or a name to look for."""
    meaning = parse(text, [one.key for one in people])
    match meaning:
        case Choose(keys):
            return await change(now, lambda held: held.choose(now.named(keys)), here)
        case Drop(keys):
            return await change(now, lambda held: held.drop(now.named(keys)), here)
        case ChooseAll():
            return await change(now, lambda held: held.choose(people), here)
        case DropAll():
            return await change(now, lambda held: held.clear(people), here)
        case Lead(keys):
            return await change(now, lambda held: held.lead(now.named(keys)), here)
        case Find() | Unclear():
            return _elsewhere(now, meaning, here)


async def typed_leaders(now: Picking, text: str, people: Sequence[Candidate], here: Goto) -> Outcome:
    """What is typed on a list of administrators."""
    meaning = parse(text, [one.key for one in people])
    match meaning:
        case Choose(keys) | Lead(keys):
            return await change(now, lambda held: held.lead(now.named(keys)), here)
        case Drop(keys):
            return await change(now, lambda held: held.follow(now.named(keys)), here)
        case ChooseAll():
            return await change(now, lambda held: held.lead(people), here)
        case DropAll():
            free = [one for one in people if one.may_lead is not Leading.ALWAYS]
            return await change(now, lambda held: held.follow(free), here)
        case Find() | Unclear():
            return _elsewhere(now, meaning, here)


def _elsewhere(now: Picking, meaning: Find | Unclear, here: Goto) -> Outcome:
    if isinstance(meaning, Find):
        outside = {"x": 1} if "x" in here.params else {}
        return Go("P.FOUND", {**now.ref, **outside, "q": meaning.query[:QUERY_LIMIT]})
    return Go(here.screen, here.params, say(meaning.key, **meaning.values))


def _marks(now: Picking, one: Candidate) -> str:
    """Picked or not, and a star for whoever leads."""
    return _mark(now, one) + (STAR if one.key in now.selection.leaders else "")


def _mark(now: Picking, one: Candidate) -> str:
    if one.is_locked:
        return LOCKED
    return IN if one.key in now.selection.members else OUT


def _leading_mark(now: Picking, one: Candidate) -> str:
    if one.may_lead is Leading.ALWAYS:
        return LOCKED + STAR
    return STAR if one.key in now.selection.leaders else OUT
