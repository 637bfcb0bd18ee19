"""C: everybody of a chat, page by page, some of them only, and as a file."""

from collections.abc import Sequence

from bot.documents import tables
from bot.domain.kinds import Role
from bot.domain.permissions import Act
from bot.errors import ScreenOutdated, UserError
from bot.services import members_list
from bot.services.members_list import Line, State
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.picker import Candidate, labels
from bot.ui.picker_words import found
from bot.ui.view import Button, Do, Goto, Row, View
from handlers.access import chat_to
from handlers.card import kept, shown_chat, turn
from handlers.visit import Visit

PEOPLE_A_PAGE = 6
LONGEST_QUERY = 40
SOME = ("all", "awaited", "leading", "silent")
DATED = (State.INVITED, State.LEFT)
FORMATS = ("xlsx", "csv")

pages: Pages[Visit] = Pages()


async def sought(visit: Visit, text: str) -> Outcome:
    """The number of a line, or a part of a name."""
    chat = await shown_chat(visit, Act.SEE_MEMBERS)
    everybody = await members_list.lines_of(visit.school, chat)
    shown = _shown(visit, everybody)
    if (number := text.strip()).isdecimal() and 1 <= int(number) <= len(shown):
        return Go("C.MEMBER", _card_of(visit, shown[int(number) - 1]))
    hits = _named(everybody, text)
    if not hits:
        raise UserError("c-members-none", query=text[:LONGEST_QUERY])
    if len(hits) == 1:
        return Go("C.MEMBER", _card_of(visit, hits[0]))
    return Go("C.MEMBERS", {"c": chat.id, "q": text[:LONGEST_QUERY]})


@pages.screen("C.MEMBERS", typed=sought)
async def members(visit: Visit) -> View:
    """A page of people with their states."""
    chat = await shown_chat(visit, Act.SEE_MEMBERS)
    everybody = await members_list.lines_of(visit.school, chat)
    page = page_of(_shown(visit, everybody), visit.list_page, size=PEOPLE_A_PAGE)
    lines = [_said(visit, number, line) for number, line in enumerate(page.items, start=page.first)]
    text = say(
        "c-members",
        title=chat.title,
        what=_what(visit, await members_list.outsiders(chat, everybody)),
        lines="\n".join(lines) or say("c-members-nobody"),
        page="\n" + say("c-members-page", page=page.number, pages=page.pages) if not page.is_only else "",
    )
    buttons = [
        Button(say("c-members.person", name=label), Goto("C.MEMBER", _card_of(visit, line)))
        for label, line in zip(_labels(page.items, page.first), page.items, strict=True)
    ]
    pairs: list[Row] = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    choose = Button(say("c-members.filter"), Goto("C.MEMBERS.FILTER", {"c": chat.id}))
    back = Button(say("c-members.back"), Goto("C.VIEW", {"c": chat.id}))
    return View(text, (*pairs, *turn("C.MEMBERS", page, kept(visit, "c", "f", "q")), (choose, back)))


@pages.screen("C.MEMBERS.FILTER")
async def choose(visit: Visit) -> View:
    """Whom to show, and the list as a file."""
    chat = await shown_chat(visit, Act.SEE_MEMBERS)
    lines = await members_list.lines_of(visit.school, chat)
    here = {"c": chat.id}
    counts = {which: len(_some(lines, which)) for which in SOME}
    showing = [
        Button(say(f"c-members-filter.{which}", count=count), Goto("C.MEMBERS", {**here, "f": which}))
        for which, count in counts.items()
    ]
    files = [Button(say(f"c-members-filter.{kind}"), Do("C.MEMBERS.FILE", {**here, "k": kind})) for kind in FORMATS]
    back = Button(say("c-members-filter.back"), Goto("C.MEMBERS", here))
    some = (tuple(showing[:2]), tuple(showing[2:]))
    return View(say("c-members-filter", title=chat.title), (*some, tuple(files), (back,)))


@pages.act("C.MEMBERS.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the list of members as a document: some hundred lines take some hundredths of a second to write."""
    chat = await chat_to(visit, Act.SEE_MEMBERS)
    kind = visit.text("k")
    if kind not in FORMATS:
        raise ScreenOutdated("")
    lines = await members_list.lines_of(visit.school, chat)
    header = [say(f"c-file-{column}") for column in ("number", "name", "role", "state", "admin")]
    rows = [_row(number, line) for number, line in enumerate(lines, start=1)]
    data = tables.as_xlsx(chat.title, header, rows) if kind == "xlsx" else tables.as_csv(header, rows)
    text = say("c-file", title=chat.title, people=say("c-people", count=len(lines)))
    await visit.talker.document(visit.page, text, f"{chat.title}.{kind}", data)
    return Stay(say("c-file-sent"))


def _shown(visit: Visit, lines: Sequence[Line]) -> list[Line]:
    return _named(lines, visit.text("q")) if visit.text("q") else _some(lines, visit.text("f"))


def _some(lines: Sequence[Line], which: str) -> list[Line]:
    match which:
        case "awaited":
            return [line for line in lines if line.state is not State.INSIDE]
        case "leading":
            return [line for line in lines if line.leads]
        case "silent":
            return [line for line in lines if line.is_silent]
    return list(lines)


def _what(visit: Visit, outsiders: int) -> str:
    """Which part of the list is shown, and who is inside without belonging."""
    query, which = visit.text("q"), visit.text("f")
    part = say("c-members-found", query=query) if query else ""
    if not query and which in SOME[1:]:
        part = say(f"c-members-{which}")
    said = [part, say("c-members-outsiders", people=say("c-people", count=outsiders)) if outsiders else ""]
    return "".join(f"{one}\n" for one in said if one)


def _said(visit: Visit, number: int, line: Line) -> str:
    icon = say("icon-silent") if line.is_silent else say(f"icon-{line.state.value}")
    when = ""
    if line.state in DATED and line.at:
        day = day_and_month(line.at.astimezone(visit.school.settings.time_zone).date())
        when = " " + say(f"c-line-{line.state.value}", day=day)
    return say("c-line", number=number, star=say("c-star") if line.leads else "", name=line.name, icon=icon, when=when)


def _card_of(visit: Visit, line: Line) -> dict[str, int | str]:
    return {**kept(visit, "c", "f", "n"), "p": line.person.source_id}


def _candidate(line: Line) -> Candidate:
    person = line.person
    short = f"{person.family} {person.given[:1]}." if person.family else person.given
    return Candidate(person.source_id, line.name, short, "")


def _labels(lines: Sequence[Line], first: int) -> tuple[str, ...]:
    return labels([_candidate(line) for line in lines], first=first)


def _named(lines: Sequence[Line], query: str) -> list[Line]:
    by_key = {line.person.source_id: line for line in lines}
    return [by_key[one.key] for one in found(map(_candidate, lines), query)]


def _row(number: int, line: Line) -> list[str | int]:
    roles = ", ".join(say(f"role-{role.value}") for role in Role if role in line.person.roles)
    leads = say("c-file-yes") if line.leads else ""
    return [number, line.name, roles, say(f"state-{line.state.value}"), leads]
