"""M, U, R: the chats of a member of staff, of a pupil, of a parent."""

from bot.domain.kinds import ChatState
from bot.errors import ScreenOutdated
from bot.services import chat_lists, drafts
from bot.services.chat_lists import Group, Spot
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Goto, Row, View
from bot.ui.words import is_word
from handlers.access import is_staff
from handlers.card import kept, turn
from handlers.unfinished import title_of
from handlers.visit import Visit
from models.chats import Chat

CHATS_ALONE = 5
CHATS_A_PAGE = 4
LONGEST_QUERY = 60

pages: Pages[Visit] = Pages()


async def home(visit: Visit) -> str:
    """The screen from which a person starts."""
    if not visit.profile.is_linked:
        return "A.START"
    return {"staff": "M.LIST", "pupil": "U.LIST", "guardian": "R.LIST", "": "A.ROLE"}[visit.profile.role]


async def sought(visit: Visit, text: str) -> Outcome:
    """The number of a line, a part of a title, or the wish to go on with a draft."""
    if is_word(text, "resume") and await drafts.unfinished(visit.school, visit.page):
        return Go("X.RESUME")
    if (number := text.strip()).isdecimal():
        shown = await _shown(visit)
        if 1 <= int(number) <= len(shown):
            return Go("C.VIEW", {"c": shown[int(number) - 1].chat.id})
    found = await chat_lists.found(visit.school, visit.profile, text)
    if len(found) == 1:
        return Go("C.VIEW", {"c": found[0].chat.id})
    if not found:
        return Go("M.LIST", notice=say("m-list-none", query=text[:LONGEST_QUERY]))
    return Go("M.LIST", {"q": text[:LONGEST_QUERY]})


@pages.screen("M.LIST", typed=sought)
async def staff(visit: Visit) -> View:
    """The chats of a member of staff: their own, those of a filter, or those found by a part of the title."""
    if not is_staff(visit):
        raise ScreenOutdated("" if visit.profile.is_linked else "A.START")
    spots = await _shown(visit)
    if not spots and not visit.params.keys() & {"f", "q"}:
        return await empty(visit)
    size = CHATS_ALONE if len(spots) <= CHATS_ALONE else CHATS_A_PAGE
    page = page_of(spots, visit.list_page, size=size)
    lines = [await _staff_line(visit, number, spot) for number, spot in enumerate(page.items, start=page.first)]
    said = "" if page.is_only else "\n" + say("list-page", page=page.number, pages=page.pages, chats=len(spots))
    rows = [(_opening(spot.chat),) for spot in page.items]
    text = say("m-list", what=_what(visit), lines="\n".join(lines) or say("m-list-nothing"), page=said)
    return View(await _draft(visit) + text, (*rows, *turn("M.LIST", page, kept(visit, "f", "q")), _bottom()))


@pages.screen("M.EMPTY")
async def empty(visit: Visit) -> View:
    """No chats yet."""
    adopt = Button(say("m-empty.adopt"), Goto("D.HOW"))
    return View(await _draft(visit) + say("m-empty"), ((adopt,), _bottom()))


async def _shown(visit: Visit) -> list[Spot]:
    if query := visit.text("q"):
        return await chat_lists.found(visit.school, visit.profile, query)
    return await chat_lists.of_group(visit.school, visit.profile, _group(visit))


def _group(visit: Visit) -> Group:
    wanted = visit.text("f")
    return next((group for group in Group if group == wanted), Group.ALL)


def _what(visit: Visit) -> str:
    """Which chats the list shows, if not all of the person's own."""
    if query := visit.text("q"):
        return say("m-list-found", query=query)
    group = _group(visit)
    return "" if group is Group.ALL else say("m-list-group", group=say(f"m-group-{group.value}"))


async def _draft(visit: Visit) -> str:
    """What somebody has begun and not finished."""
    begun = await drafts.unfinished(visit.school, visit.page)
    if not begun:
        return ""
    key = "m-list-draft-edit" if begun[0].kind == drafts.EDIT else "m-list-draft"
    return say(key, title=await title_of(visit, begun[0])) + "\n\n"


async def _staff_line(visit: Visit, number: int, spot: Spot) -> str:
    title = spot.chat.title
    if why := chat_lists.problem_of(spot.chat):
        return say("m-line-problem", number=number, title=title, why=say(f"m-problem-{why}"))
    if spot.chat.state is not ChatState.ACTIVE:
        return say("m-line-making", number=number, title=title)
    if spot.place is not None and not spot.place.is_inside:
        return say("m-line-invited", number=number, title=title)
    inside, expected = await chat_lists.people_of(visit.school, spot)
    return say("m-line", number=number, title=title, inside=inside, expected=expected)


def _opening(chat: Chat) -> Button:
    label = say("m-list.problem", title=chat.title) if chat_lists.problem_of(chat) else chat.title
    return Button(label, Goto("C.VIEW", {"c": chat.id}))


def _bottom() -> Row:
    new = Button(say("m-list.new"), Goto("N.TYPE"), Colour.GOOD)
    choose = Button(say("m-list.filter"), Goto("M.FILTER"))
    return (new, choose, Button(say("m-list.more"), Goto("M.MORE")))
