"""U, R: one chat as a pupil or a parent sees it, the way out of it, and help for who cannot get in."""

from bot.domain.kinds import CLASS_CHATS
from bot.domain.permissions import Act
from bot.domain.roster import Person
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated, UserError
from bot.services import composition, leave_chat, mute
from bot.services.places import ChatPlace, places_of
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed, chat_to
from handlers.visit import Visit
from models.chats import Chat

JOINS_SHOWN = 4
CARDS = {"staff": "C.VIEW", "pupil": "U.CHAT", "guardian": "R.CHAT"}

pages: Pages[Visit] = Pages()


@pages.screen("U.CHAT")
async def pupils(visit: Visit) -> View:
    """A chat as a pupil sees it."""
    return await _card(visit, "U.LIST", "pupil")


@pages.screen("R.CHAT")
async def guardians(visit: Visit) -> View:
    """A chat as a parent sees it."""
    return await _card(visit, "R.LIST", "guardian")


@pages.screen("U.NOJOIN")
async def nojoin(visit: Visit) -> View:
    """Somebody belongs to chats and cannot get in: a fresh link, another page, or the teacher's hand."""
    places = await _outside(visit)
    if not places:
        raise ScreenOutdated("", "u-nojoin-inside")
    rows: list[Row] = [
        (Button(say("u-list.join", title=place.chat.title), Do("JOIN", {"c": place.chat.id}), Colour.GOOD),)
        for place in places[:JOINS_SHOWN]
    ]
    ask = (Button(say("u-nojoin.ask"), Do("U.NOJOIN.ASK")),)
    return View(say("u-nojoin"), (*rows, ask, (Button(say("u-nojoin.back"), Goto("")),)))


@pages.act("U.NOJOIN.ASK")
async def ask_teacher(visit: Visit) -> Outcome:
    """Whoever leads these chats is asked to add the person by hand."""
    told = [await leave_chat.ask_to_add(visit.school, visit.profile, one.chat) for one in await _outside(visit)]
    return Stay(say("u-nojoin-told" if any(told) else "u-nojoin-nobody"))


@pages.screen("R.LEAVE")
async def leave(visit: Visit) -> View:
    """Leave the chat?"""
    chat = await _chat_to_leave(visit)
    here = {"c": chat.id}
    return View(
        say("r-leave", title=chat.title),
        (
            (Button(say("r-leave.yes"), Do("R.LEAVE.YES", here), Colour.DANGER),),
            (Button(say("r-leave.no"), Goto(CARDS.get(visit.profile.role, ""), here)),),
        ),
    )


@pages.act("R.LEAVE.YES")
async def left(visit: Visit) -> Outcome:
    """Leave; nobody invites again until the person presses «Вступить»."""
    chat = await chat_to(visit, Act.LEAVE)
    await leave_chat.leave(visit.school, visit.profile, chat)
    return Go("", notice=say("r-left", title=chat.title))


async def _card(visit: Visit, back: str, role: str) -> View:
    place = await _place(visit, back, role)
    here = {"c": place.chat.id}
    rows: list[Row] = []
    if place.is_ready:
        label = say("u-chat.open" if place.is_inside else "u-chat.join")
        colour = Colour.MAIN if place.is_inside else Colour.GOOD
        rows.append((Button(label, Do("JOIN", here), colour),))
        if not place.is_inside:
            rows.append((Button(say("u-list.nojoin"), Goto("U.NOJOIN")),))
    if not place.has_left and Act.LEAVE in await allowed(visit, place.chat):
        rows.append((Button(say("u-chat.leave"), Goto("R.LEAVE", here)),))
    return View(await _text(visit, place), (*rows, (Button(say("u-chat.back"), Goto(back)),)))


async def _text(visit: Visit, place: ChatPlace) -> str:
    """Who leads the chat and why one is there; of the others only staff and administrators are named."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    seats = await composition.of_chat(roster, place.chat)
    people = await roster.people(seats)
    keepers = await composition.keepers(roster, place.chat)
    staff = [one for key, one in people.items() if key not in keepers and any(role.is_staff for role in one.roles)]
    leading = [people[key] for key, seat in seats.items() if seat.standing == "admin" and key in people]
    led = "u-chat-led" if place.chat.kind in CLASS_CHATS else "u-chat-kept"
    lines = [
        say(led, teacher=_names([people[key] for key in keepers if key in people])),
        say("u-chat-why", reasons="; ".join(await _reasons(roster, place))),
        say("u-chat-admins", names=_names(leading)),
        *([say("u-chat-staff", names=_names(staff))] if staff else []),
        *([say("u-chat-readers")] if place.chat.writers == mute.STAFF else []),
    ]
    return say("u-chat", title=place.chat.title, lines="\n".join(lines))


def _names(people: list[Person]) -> str:
    names = sorted(short_name(one.family, one.given, one.patronymic) for one in people)
    return ", ".join(names) or say("u-no-teacher")


async def _place(visit: Visit, fallback: str, role: str) -> ChatPlace:
    chat_id = visit.number("c")
    for place in await places_of(visit.school, visit.profile):
        if place.chat.id == chat_id and role in place.roles:
            return place
    raise ScreenOutdated(fallback if visit.profile.is_linked else "A.START")


async def _outside(visit: Visit) -> list[ChatPlace]:
    places = await places_of(visit.school, visit.profile)
    return [place for place in places if place.is_ready and not place.is_inside]


async def _chat_to_leave(visit: Visit) -> Chat:
    try:
        return await chat_to(visit, Act.LEAVE)
    except UserError as refusal:
        raise ScreenOutdated("", refusal.key) from refusal


async def _reasons(roster: Roster, place: ChatPlace) -> list[str]:
    units = await roster.units([reason.unit_id for reason in place.reasons])
    children = await roster.people([reason.pupil_id for reason in place.reasons if reason.pupil_id])
    return [
        say(
            f"reason-{reason.code}",
            unit=units[reason.unit_id].title if reason.unit_id in units else "",
            child=children[reason.pupil_id].given if reason.pupil_id in children else "",
        )
        for reason in place.reasons
        if reason.unit_id in units or not reason.unit_id
    ]
