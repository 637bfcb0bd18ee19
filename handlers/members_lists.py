"""U, R: the chats of a pupil, of a parent, and of a parent's children."""

from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import children, minors, why
from bot.services.children import Child
from bot.services.places import ChatPlace, places_of
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import PageOf, page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import ROWS_LIMIT, Button, Colour, Do, Goto, Row, View
from bot.ui.words import folded
from handlers.visit import Visit

CHILDREN_A_PAGE = 3
ADULTS_SHOWN = 20

pages: Pages[Visit] = Pages()


async def pupils_word(visit: Visit, text: str) -> Outcome:
    """The title of a chat opens its card."""
    return await _sought(visit, text, "pupil", "U")


async def guardians_word(visit: Visit, text: str) -> Outcome:
    """The title of a chat opens its card."""
    return await _sought(visit, text, "guardian", "R")


@pages.screen("U.LIST", typed=pupils_word)
async def pupil(visit: Visit) -> View:
    """The chats of a pupil."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    if await minors.waiting(roster, visit.profile.person_ids):
        ask = (Button(say("u-waits.consent"), Goto("A.GUARDIAN"), Colour.MAIN),)
        return await _members_list(visit, "pupil", "U", say("u-waits"), ask)
    return await _members_list(visit, "pupil", "U")


@pages.screen("R.LIST", typed=guardians_word)
async def guardian(visit: Visit) -> View:
    """The chats of a parent, child by child, and the children for whom a consent is wanted."""
    waiting = [one for one in await children.of(visit.school, visit.profile) if one.waits]
    if not waiting:
        return await _members_list(visit, "guardian", "R")
    names = ", ".join(say("r-child", name=one.person.given, unit=one.unit) for one in waiting)
    first, *others = waiting
    label = say("r-list.consents") if others else say("r-list.consent", name=first.person.given, unit=first.unit)
    to = Goto("R.CHILD") if others else Goto("R.CONSENT", {"k": first.person.source_id})
    return await _members_list(visit, "guardian", "R", say("r-waits", names=names), (Button(label, to, Colour.MAIN),))


@pages.screen("R.CHILD")
async def child(visit: Visit) -> View:
    """In which chats the children are, and with which adults."""
    mine = await children.of(visit.school, visit.profile)
    if not mine:
        raise ScreenOutdated("")
    chosen = next((one for one in mine if one.person.source_id == visit.text("k")), None)
    if chosen is not None:
        return await _adults(visit, chosen)
    page = page_of(mine, visit.list_page, size=CHILDREN_A_PAGE)
    rows = [_child_row(one) for one in page.items]
    back = (Button(say("r-children.back"), Goto("R.LIST")),)
    lines = "\n".join(_child_line(one) for one in page.items)
    return View(say("r-children", lines=lines), (*rows, *_turn("R.CHILD", page), back))


async def _adults(visit: Visit, one: Child) -> View:
    lines = []
    for chat in one.chats:
        grown = await children.adults(visit.school, chat)
        adults = [short_name(who.family, who.given, who.patronymic) for who in grown]
        shown = ", ".join(adults[:ADULTS_SHOWN]) or say("r-no-adults")
        more = say("r-more-adults", count=len(adults) - ADULTS_SHOWN) if len(adults) > ADULTS_SHOWN else ""
        lines.append(say("r-adults-line", title=chat.title, adults=shown + more))
    back = Button(say("r-children.back"), Goto("R.CHILD"))
    text = say("r-adults", name=one.person.given, unit=one.unit, lines="\n".join(lines) or say("r-child-nowhere"))
    return View(text, ((back,),))


def _child_line(one: Child) -> str:
    name = say("r-child", name=one.person.given, unit=one.unit)
    if one.waits:
        return say("r-child-line", name=name, chats=say("r-child-waits"))
    if not one.is_linked:
        return say("r-child-line", name=name, chats=say("r-child-unlinked"))
    titles = ", ".join(chat.title for chat in one.chats)
    return say("r-child-line", name=name, chats=titles or say("r-child-nowhere"))


def _child_row(one: Child) -> Row:
    who = {"k": one.person.source_id}
    row = [Button(say("r-children.adults", name=one.person.given), Goto("R.CHILD", who))]
    if one.needs_consent and one.has_consent:
        row.append(Button(say("r-children.off"), Goto("R.CONSENT.OFF", who), Colour.DANGER))
    elif one.needs_consent:
        row.append(Button(say("r-children.consent"), Goto("R.CONSENT", who), Colour.MAIN))
    return tuple(row)


async def _members_list(visit: Visit, role: str, letter: str, wanted: str = "", ask: Row = ()) -> View:
    places = await _places(visit, role)
    bottom = (
        *((ask,) if ask else ()),
        *_bottom(places, role, was_taken_out=await why.was_taken_out(visit.school, visit.profile)),
    )
    if not places:
        return View(wanted or say(f"{letter.lower()}-empty"), bottom)
    room = ROWS_LIMIT - len(bottom)
    page = page_of(places, visit.list_page, size=room if len(places) <= room else room - 1)
    lines = [line for place in page.items for line in await _lines(visit, place)]
    text = say(f"{letter.lower()}-list", lines="\n".join(dict.fromkeys(lines)))
    rows = [(_open_or_join(place, letter),) for place in page.items]
    return View(f"{text}\n\n{wanted}" if wanted else text, (*rows, *_turn(f"{letter}.LIST", page), *bottom))


async def _sought(visit: Visit, text: str, role: str, letter: str) -> Outcome:
    wanted = folded(text)
    found = [place for place in await _places(visit, role) if wanted and wanted in folded(place.chat.title)]
    exact = [place for place in found if folded(place.chat.title) == wanted]
    if len(exact or found) != 1:
        return Stay(say("e-not-understood"))
    return Go(f"{letter}.CHAT", {"c": (exact or found)[0].chat.id})


async def _places(visit: Visit, role: str) -> list[ChatPlace]:
    if not visit.profile.is_linked:
        raise ScreenOutdated("A.START")
    return [place for place in await places_of(visit.school, visit.profile) if role in place.roles]


async def _lines(visit: Visit, place: ChatPlace) -> list[str]:
    """The children through whom a parent belongs, then the chat itself."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    through = [reason for reason in place.reasons if reason.code == "guardian"]
    people = await roster.people([reason.pupil_id for reason in through])
    units = await roster.units([reason.unit_id for reason in through])
    names = [
        say("r-child", name=people[reason.pupil_id].given, unit=units[reason.unit_id].title)
        for reason in through
        if reason.pupil_id in people and reason.unit_id in units
    ]
    state = "inside" if place.is_inside else "left" if place.has_left else "invited" if place.is_ready else "making"
    return [*names, say(f"u-line-{state}", title=place.chat.title)]


def _open_or_join(place: ChatPlace, letter: str) -> Button:
    if place.is_ready and not place.is_inside:
        return Button(say("u-list.join", title=place.chat.title), Do("JOIN", {"c": place.chat.id}), Colour.GOOD)
    return Button(place.chat.title, Goto(f"{letter}.CHAT", {"c": place.chat.id}))


def _bottom(places: list[ChatPlace], role: str, *, was_taken_out: bool) -> tuple[Row, ...]:
    first: Row = (Button(say("r-list.children"), Goto("R.CHILD")),) if role == "guardian" else ()
    if any(place.is_ready and not place.is_inside for place in places):
        first = (*first, Button(say("u-list.nojoin"), Goto("U.NOJOIN")))
    if was_taken_out:
        first = (*first, Button(say("u-list.gone"), Goto("U.GONE")))
    last = (Button(say("u-list.profile"), Goto("A.PROFILE.CARD")), Button(say("u-list.help"), Goto("H.HELP")))
    return (first, last) if first else (last,)


def _turn(screen: str, page: PageOf[ChatPlace] | PageOf[Child]) -> tuple[Row, ...]:
    if page.is_only:
        return ()
    before, after = max(page.number - 1, 1), min(page.number + 1, page.pages)
    turn = (("prev", before), ("next", after))
    return (tuple(Button(say(f"u-list.{way}"), Goto(screen, {"n": number})) for way, number in turn),)
