"""K: the school's ledger, the newest first, searched by what somebody typed, and as a file of a month."""

import re
from datetime import date, timedelta

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.roster import Person
from bot.domain.russian import normal_name
from bot.errors import ScreenOutdated, UserError
from bot.services import audit, people_search
from bot.services.audit import Filter
from bot.services.chat_log import Entry
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pager import PageOf, page_at
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Do, Goto, Row, View
from handlers.card import kept, turn
from handlers.console.level import need
from handlers.ledger_words import NAMED, actor_of, cut, row, what
from handlers.visit import Visit, name_of
from models.chats import Chat

LINES_A_PAGE = 10
LONGEST_QUERY = 40
MONTH = timedelta(days=31)
RUN = re.compile(r"(?:№|N)\s*(\d{1,9})", re.IGNORECASE)
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")

pages: Pages[Visit] = Pages()


async def sought(visit: Visit, text: str) -> Outcome:
    """A number of a pass, a day, a part of a chat's title, or a name."""
    await need(visit, Level.OBSERVER)
    query = text.strip()[:LONGEST_QUERY]
    if found := RUN.fullmatch(query):
        return Go("K.AUDIT", {"r": int(found[1])})
    if (day := _day(visit, query)) is not None:
        return Go("K.AUDIT", {"d": day.isoformat()})
    if not await _people(visit, query) and not await _chats(visit, query):
        raise UserError("k-audit-none", query=query)
    return Go("K.AUDIT", {"q": query})


@pages.screen("K.AUDIT", typed=sought)
async def ledger(visit: Visit) -> View:
    """A page of the ledger."""
    await need(visit, Level.OBSERVER)
    wanted = await _filter(visit)
    total = await audit.count(visit.school, visit.profile, wanted)
    page: PageOf[Entry] = page_at(total, visit.list_page, size=LINES_A_PAGE)
    entries = await audit.read(visit.school, visit.profile, wanted, skip=page.first - 1, limit=LINES_A_PAGE)
    titles = await audit.titles(entries)
    lines = [_line(visit, entry, titles) for entry in entries]
    said = "" if page.is_only else "\n" + say("c-members-page", page=page.number, pages=page.pages)
    about = await _about(visit)
    text = say("k-audit", about=about, lines="\n".join(lines) or say("c-log-empty"), page=said)
    here = kept(visit, "p", "c", "d", "r", "q")
    label = say("k-audit.found" if _is_narrow(visit) else "k-audit.file")
    rows: list[Row] = [(Button(label, Do("K.AUDIT.FILE", here)),)]
    if here:
        rows.append((Button(say("k-audit.all"), Goto("K.AUDIT")),))
    return View(text, (*turn("K.AUDIT", page, here), *rows, (_back(visit),)))


@pages.act("K.AUDIT.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the lines of the last month as a document, or those of the day or pass that was looked for."""
    await need(visit, Level.OBSERVER)
    wanted = await _filter(visit, is_recent=not _is_narrow(visit))
    entries = await audit.read(visit.school, visit.profile, wanted, skip=0, limit=audit.LONGEST_FILE)
    titles = await audit.titles(entries)
    rows = [[*row(visit, entry), titles.get(entry.chat_id or 0, ""), entry.run_id or ""] for entry in entries]
    header = [say(f"c-log-{column}") for column in ("at", "actor", "what")]
    if left_out := cut(len(entries), await audit.count(visit.school, visit.profile, wanted)):
        rows.append([left_out])
    data = tables.as_csv([*header, say("k-audit-chat"), say("k-audit-run")], rows)
    text = " ".join(filter(None, (say("k-audit-file"), left_out)))
    await visit.talker.document(visit.page, text, say("k-audit-file-name"), data)
    return Stay(say("c-file-sent"))


async def _filter(visit: Visit, *, is_recent: bool = False) -> Filter:
    """What the parameters look for; nothing is looked for when there are none."""
    since = visit.now - MONTH if is_recent else None
    params, query = visit.params, visit.text("q")
    people = [visit.text("p")] if "p" in params else [one.source_id for one in await _people(visit, query)]
    chats = [visit.number("c")] if "c" in params else []
    if query and not people:
        chats = [chat.id for chat in await _chats(visit, query)] or [0]
    run_id = visit.number("r") if "r" in params else None
    return Filter(tuple(people), tuple(chats), _stored_day(visit), run_id, since=since)


def _is_narrow(visit: Visit) -> bool:
    """Whether one day or one pass was looked for: its lines make a file however long ago it was."""
    return not {"d", "r"}.isdisjoint(visit.params)


async def _people(visit: Visit, query: str) -> list[Person]:
    return await people_search.called(visit.school, query) if query else []


async def _chats(visit: Visit, query: str) -> list[Chat]:
    wanted = normal_name(query)
    chats = await Chat.filter(school_id=visit.school.key)
    return [chat for chat in chats if wanted and wanted in normal_name(chat.title)]


async def _about(visit: Visit) -> str:
    """What the lines have in common."""
    if "p" in visit.params:
        roster = await Roster.of(visit.school.key, visit.school.today())
        one = await roster.person(visit.text("p"))
        return say("k-audit-about", what=name_of(one)) if one else ""
    if "c" in visit.params:
        chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
        return say("k-audit-about", what=chat.title) if chat else ""
    if "r" in visit.params:
        return say("k-audit-about-run", run=str(visit.number("r")))
    if (day := _stored_day(visit)) is not None:
        return say("k-audit-about", what=day_and_month(day))
    return say("k-audit-about", what=visit.text("q")) if visit.text("q") else ""


def _line(visit: Visit, entry: Entry, titles: dict[int, str]) -> str:
    """When, who, where, what."""
    title = titles.get(entry.chat_id or 0, "")
    return say(
        "k-audit-line",
        moment=visit.said_moment(entry.at),
        actor=actor_of(entry),
        where=say("k-audit-where", title=title) if title and "c" not in visit.params else "",
        what=what(entry, most=NAMED),
        run=say("k-audit-of-run", run=str(entry.run_id)) if entry.run_id and "r" not in visit.params else "",
    )


def _day(visit: Visit, text: str) -> date | None:
    """A day that somebody typed, in the past where it has no year; None when the text is none."""
    found = DAY.fullmatch(text)
    if found is None:
        return None
    today = visit.school.today()
    try:
        day = date(int(found[3] or today.year), int(found[2]), int(found[1]))
        return day.replace(year=day.year - 1) if not found[3] and day > today else day
    except ValueError:
        return None


def _stored_day(visit: Visit) -> date | None:
    if "d" not in visit.params:
        return None
    try:
        return date.fromisoformat(visit.text("d"))
    except ValueError:
        raise ScreenOutdated("K.AUDIT") from None


def _back(visit: Visit) -> Button:
    if "p" in visit.params:
        return Button(say("k-audit.back"), Goto("K.PERSON", kept(visit, "p")))
    return Button(say("k-audit.back"), Goto("K.CHATS.ONE", kept(visit, "c")) if "c" in visit.params else Goto("K.MENU"))
