"""K: all chats of the school: counted, searched, listed as a table, handed over, made for every class."""

from collections.abc import Sequence

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.permissions import Act
from bot.domain.russian import normal_name
from bot.errors import ScreenOutdated, UserError
from bot.services import chat_lists, chat_registry, chat_settings
from bot.services.chat_registry import CONCERNS, NO_AUTHOR, SORTS, Line
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed
from handlers.card import kept, turn
from handlers.console.level import need
from handlers.visit import Visit, name_of

CHATS_A_PAGE = 4
HEIRS_A_PAGE = 3
LONGEST_QUERY = 40
ATTENTION = "attention"

pages: Pages[Visit] = Pages()


async def sought(visit: Visit, text: str) -> Outcome:
    """A title, a class, or the name of a teacher."""
    await need(visit, Level.OBSERVER)
    query = text.strip()[:LONGEST_QUERY]
    hits = chat_registry.found(await chat_registry.lines_of(visit.school), query)
    if not hits:
        raise UserError("k-chats-none", query=query)
    return Go("K.CHATS.ONE", {"c": hits[0].chat.id}) if len(hits) == 1 else Go("K.CHATS.FOUND", {"q": query})


@pages.screen("K.CHATS", typed=sought)
async def chats(visit: Visit) -> View:
    """How many chats there are of which kind, and with how many something is the matter."""
    await need(visit, Level.OBSERVER)
    lines = await chat_registry.lines_of(visit.school)
    kinds = [say(f"k-chats-{sort}", count=sum(line.sort == sort for line in lines)) for sort in SORTS]
    matters = [say(f"k-chats-{code}", count=_with(lines, code)) for code in CONCERNS]
    rows: list[Row] = []
    if count := sum(line.needs_attention for line in lines):
        where = Goto("K.CHATS.FOUND", {"f": ATTENTION})
        rows.append((Button(say("k-chats.attention", count=count), where, Colour.MAIN),))
    if count := _with(lines, NO_AUTHOR):
        rows.append((Button(say("k-chats.orphans", count=count), Goto("K.CHATS.FOUND", {"f": NO_AUTHOR})),))
    rows.append((Button(say("k-chats.auto"), Goto("K.AUTO")), Button(say("k-chats.year"), Goto("K.YEAR"))))
    rows.append((Button(say("k-chats.file"), Do("K.CHATS.FILE")), Button(say("k-chats.back"), Goto("K.MENU"))))
    return View(say("k-chats", count=len(lines), kinds=" · ".join(kinds), matters=" · ".join(matters)), tuple(rows))


async def number_typed(visit: Visit, text: str) -> Outcome:
    """The number of a line, or something else to look for."""
    await need(visit, Level.OBSERVER)
    lines = _some(visit, await chat_registry.lines_of(visit.school))
    if (number := text.strip()).isdecimal() and 1 <= int(number) <= len(lines):
        return Go("K.CHATS.ONE", {"c": lines[int(number) - 1].chat.id})
    return await sought(visit, text)


@pages.screen("K.CHATS.FOUND", typed=number_typed)
async def found(visit: Visit) -> View:
    """Some of the chats, page by page."""
    await need(visit, Level.OBSERVER)
    page = page_of(_some(visit, await chat_registry.lines_of(visit.school)), visit.list_page, size=CHATS_A_PAGE)
    said = [_said(number, line) for number, line in enumerate(page.items, start=page.first)]
    rows: list[Row] = [(Button(line.chat.title, Goto("K.CHATS.ONE", {"c": line.chat.id})),) for line in page.items]
    text = say("k-chats-found", lines="\n".join(said) or say("k-chats-nothing"))
    back = (Button(say("k-chats-found.back"), Goto("K.CHATS")),)
    return View(text, (*rows, *turn("K.CHATS.FOUND", page, kept(visit, "q", "f")), back))


@pages.screen("K.CHATS.ONE")
async def chat(visit: Visit) -> View:
    """One chat as the console sees it; its card is for whoever may open it."""
    level = await need(visit, Level.OBSERVER)
    line = await _line(visit)
    here = {"c": line.chat.id}
    rows: list[Row] = []
    if Act.VIEW in await allowed(visit, line.chat):
        rows.append((Button(say("k-chat.card"), Goto("C.VIEW", here), Colour.MAIN),))
    if NO_AUTHOR in line.concerns and level >= Level.ADMINISTRATOR:
        rows.append((Button(say("k-chat.give"), Goto("K.CHATS.GIVE", here), Colour.MAIN),))
    rows.append((Button(say("k-chat.log"), Goto("K.AUDIT", here)), Button(say("k-chat.back"), Goto("K.CHATS"))))
    matters = f"\n⚠ {_matters(line)}" if _matters(line) else ""
    keepers = ", ".join(line.keepers) or say("k-chat-nobody")
    text = say("k-chat", title=line.chat.title, keepers=keepers, count=line.inside, matters=matters)
    return View(text, tuple(rows))


@pages.act("K.CHATS.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the registry as a table."""
    await need(visit, Level.OBSERVER)
    header = [say(f"k-chats-file-{column}") for column in ("title", "kind", "keepers", "inside", "matters")]
    rows: list[tables.Row] = [
        [line.chat.title, say(f"k-chats-sort-{line.sort}"), ", ".join(line.keepers), line.inside, _matters(line)]
        for line in await chat_registry.lines_of(visit.school)
    ]
    data = tables.as_xlsx(say("k-chats-file-sheet"), header, rows)
    await visit.talker.document(visit.page, say("k-chats-file"), say("k-chats-file-book"), data)
    return Stay(say("c-file-sent"))


async def heir_typed(visit: Visit, text: str) -> Outcome:
    """A colleague by a part of the name."""
    line = await _orphan(visit)
    return Go("K.CHATS.GIVE", {"c": line.chat.id, "q": text.strip()[:LONGEST_QUERY]})


@pages.screen("K.CHATS.GIVE", typed=heir_typed, is_numbered=True)
async def give(visit: Visit) -> View:
    """To whom a chat could be handed over whose author has gone."""
    line = await _orphan(visit)
    words = normal_name(visit.text("q")).split()
    heirs = await chat_settings.heirs(visit.school, line.chat)
    named = [(key, one) for key, one in heirs.items() if all(word in normal_name(name_of(one)) for word in words)]
    page = page_of(named, visit.list_page, size=HEIRS_A_PAGE)
    here = kept(visit, "c")
    rows: list[Row] = [
        (Button(name_of(one), Do("K.CHATS.HAND", {**here, "to": account_id})),) for account_id, one in page.items
    ]
    text = say("k-chats-give" if named else "k-chats-give-nobody", title=line.chat.title)
    back = (Button(say("k-chats-give.back"), Goto("K.CHATS.ONE", here)),)
    return View(text, (*rows, *turn("K.CHATS.GIVE", page, kept(visit, "c", "q")), back))


@pages.act("K.CHATS.HAND")
async def hand(visit: Visit) -> Outcome:
    """Hand it over; a second press finds a chat that has an author."""
    line = await _orphan(visit)
    heir = await chat_registry.hand_over(visit.school, visit.profile, line.chat, visit.number("to"))
    return Go("K.CHATS.ONE", {"c": line.chat.id}, say("k-chats-handed", name=name_of(heir)))


async def _line(visit: Visit) -> Line:
    lines = await chat_registry.lines_of(visit.school)
    line = next((one for one in lines if one.chat.id == visit.number("c")), None)
    if line is None:
        raise ScreenOutdated("K.CHATS", "e-gone")
    return line


async def _orphan(visit: Visit) -> Line:
    await need(visit, Level.ADMINISTRATOR)
    line = await _line(visit)
    if NO_AUTHOR not in line.concerns:
        raise ScreenOutdated("K.CHATS", "k-chats-has-author")
    return line


def _some(visit: Visit, lines: Sequence[Line]) -> list[Line]:
    match visit.text("f"):
        case "attention":
            return [line for line in lines if line.needs_attention]
        case "no-author":
            return [line for line in lines if NO_AUTHOR in line.concerns]
    return chat_registry.found(lines, visit.text("q"))


def _with(lines: Sequence[Line], code: str) -> int:
    return sum(code in line.concerns for line in lines)


def _said(number: int, line: Line) -> str:
    matters = _matters(line)
    return say("k-chats-line", number=number, title=line.chat.title, matters=f" · {matters}" if matters else "")


def _matters(line: Line) -> str:
    said = [say(f"k-matter-{code}") for code in line.concerns]
    problem = chat_lists.problem_of(line.chat)
    return ", ".join(dict.fromkeys([*said, *([say(f"m-problem-{problem}")] if problem else [])]))
