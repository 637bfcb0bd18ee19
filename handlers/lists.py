"""M, U, R: the chats of a member of staff, of a pupil, of a parent."""

from bot.errors import ScreenOutdated
from bot.services.places import ChatPlace, places_of
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import PageOf, page_of
from bot.ui.pages import Pages
from bot.ui.view import Button, Colour, Do, Goto, Open, Row, View
from handlers.visit import MESSENGER_URL, Visit

CHATS_A_PAGE = 4

pages: Pages[Visit] = Pages()


async def home(visit: Visit) -> str:
    """The screen from which a person starts."""
    if not visit.profile.is_linked:
        return "A.START"
    return {"staff": "M.LIST", "pupil": "U.LIST", "guardian": "R.LIST", "": "A.ROLE"}[visit.profile.role]


@pages.screen("M.LIST")
async def staff(visit: Visit) -> View:
    """The chats of a member of staff."""
    places = await _places(visit, "staff")
    if not places:
        return await empty(visit)
    page = page_of(places, visit.list_page, size=CHATS_A_PAGE)
    lines = [_staff_line(number, place) for number, place in enumerate(page.items, start=page.first)]
    said = "" if page.is_only else "\n" + say("list-page", page=page.number, pages=page.pages, chats=len(places))
    rows = [(Button(place.chat.title, Goto("C.VIEW", {"c": place.chat.id})),) for place in page.items]
    return View(say("m-list", lines="\n".join(lines), page=said), (*rows, *_turn("M.LIST", page), _bottom()))


@pages.screen("M.EMPTY")
async def empty(_: Visit) -> View:
    """No chats yet."""
    return View(say("m-empty"), (_bottom(),))


@pages.screen("U.LIST")
async def pupil(visit: Visit) -> View:
    """The chats of a pupil."""
    return await _members_list(visit, "pupil", "U")


@pages.screen("R.LIST")
async def guardian(visit: Visit) -> View:
    """The chats of a parent, child by child."""
    return await _members_list(visit, "guardian", "R")


async def _members_list(visit: Visit, role: str, letter: str) -> View:
    key = f"{letter.lower()}-list"
    page = page_of(await _places(visit, role), visit.list_page, size=CHATS_A_PAGE)
    rows = [(_open_or_join(place, letter),) for place in page.items]
    if not page.items:
        return View(say(f"{letter.lower()}-empty"), (_member_bottom(),))
    lines = [line for place in page.items for line in await _member_lines(visit, place)]
    text = say(key, lines="\n".join(dict.fromkeys(lines)))
    return View(text, (*rows, *_turn(f"{letter}.LIST", page), _member_bottom()))


async def _places(visit: Visit, role: str) -> list[ChatPlace]:
    if not visit.profile.is_linked:
        raise ScreenOutdated("A.START")
    return [place for place in await places_of(visit.school, visit.profile) if role in place.roles]


def _staff_line(number: int, place: ChatPlace) -> str:
    title = place.chat.title
    if place.chat.trouble:
        return say("m-line-paused", number=number, title=title, why=say(f"trouble-{place.chat.trouble}"))
    if not place.is_ready:
        return say("m-line-making", number=number, title=title)
    if not place.is_inside:
        return say("m-line-invited", number=number, title=title)
    return say("m-line", number=number, title=title, inside=place.inside, expected=place.expected)


async def _member_lines(visit: Visit, place: ChatPlace) -> list[str]:
    """The children through whom a parent belongs, then the chat itself."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    children = [reason for reason in place.reasons if reason.code == "guardian"]
    people = await roster.people([reason.pupil_id for reason in children])
    units = await roster.units([reason.unit_id for reason in children])
    names = [
        say("r-child", name=people[reason.pupil_id].given, unit=units[reason.unit_id].title)
        for reason in children
        if reason.pupil_id in people and reason.unit_id in units
    ]
    state = "inside" if place.is_inside else "left" if place.has_left else "invited" if place.is_ready else "making"
    return [*names, say(f"u-line-{state}", title=place.chat.title)]


def _open_or_join(place: ChatPlace, letter: str) -> Button:
    if place.is_ready and not place.is_inside:
        return Button(say("u-list.join", title=place.chat.title), Do("JOIN", {"c": place.chat.id}), Colour.GOOD)
    return Button(place.chat.title, Goto(f"{letter}.CHAT", {"c": place.chat.id}))


def _turn(screen: str, page: PageOf[ChatPlace]) -> tuple[Row, ...]:
    if page.is_only:
        return ()
    before, after = max(page.number - 1, 1), min(page.number + 1, page.pages)
    return (
        (
            Button(say("m-list.prev"), Goto(screen, {"n": before})),
            Button(say("m-list.next"), Goto(screen, {"n": after})),
        ),
    )


def _bottom() -> Row:
    return (
        Button(say("m-list.profile"), Goto("A.PROFILE.CARD")),
        Button(say("m-list.help"), Goto("H.HELP")),
        Button(say("m-list.messenger"), Open(MESSENGER_URL)),
    )


def _member_bottom() -> Row:
    return (Button(say("u-list.profile"), Goto("A.PROFILE.CARD")), Button(say("u-list.help"), Goto("H.HELP")))
