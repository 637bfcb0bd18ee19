"""C, U, R: one chat, as its staff and as its other members see it; and the way in."""

from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import accounts, composition, invitations
from bot.services.places import ChatPlace, places_of
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Follow, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.visit import Visit
from models.chats import ChatMember

pages: Pages[Visit] = Pages()


@pages.act("JOIN")
async def join(visit: Visit) -> Outcome:
    """Check the right anew and answer with the link of this moment, so that no invitation goes stale."""
    return Follow(await invitations.join_link(visit.school, visit.profile, visit.number("c")))


@pages.screen("C.VIEW")
async def card(visit: Visit) -> View:
    """A chat as its staff see it: counts by state, administrators, when it was last compared."""
    place = await _place(visit, "M.LIST", "staff")
    text = say("c-view", **await _facts(visit, place))
    if place.chat.trouble:
        text = f"{say('c-trouble', why=say(f'trouble-{place.chat.trouble}'))}\n\n{text}"
    return View(text, (*_way_in(place, "c-view"), (Button(say("c-view.back"), Goto("M.LIST")),)))


@pages.screen("U.CHAT")
async def pupils(visit: Visit) -> View:
    """A chat as a pupil sees it."""
    return await _members_card(visit, "U.LIST", "pupil")


@pages.screen("R.CHAT")
async def guardians(visit: Visit) -> View:
    """A chat as a parent sees it."""
    return await _members_card(visit, "R.LIST", "guardian")


async def _members_card(visit: Visit, back: str, role: str) -> View:
    place = await _place(visit, back, role)
    roster = await Roster.of(visit.school.key, visit.school.today())
    teachers = await roster.people(await composition.keepers(roster, place.chat))
    names = [short_name(one.family, one.given, one.patronymic) for one in teachers.values()]
    text = say(
        "u-chat",
        title=place.chat.title,
        teacher=", ".join(names) or say("u-no-teacher"),
        reasons="; ".join(await _reasons(roster, place)),
    )
    return View(text, (*_way_in(place, "u-chat"), (Button(say("u-chat.back"), Goto(back)),)))


async def _place(visit: Visit, fallback: str, role: str) -> ChatPlace:
    chat_id = visit.number("c")
    for place in await places_of(visit.school, visit.profile):
        if place.chat.id == chat_id and role in place.roles:
            return place
    raise ScreenOutdated(fallback if visit.profile.is_linked else "A.START")


def _way_in(place: ChatPlace, key: str) -> tuple[Row, ...]:
    if not place.is_ready:
        return ()
    label = say(f"{key}.open" if place.is_inside else f"{key}.join")
    colour = Colour.MAIN if place.is_inside else Colour.GOOD
    return ((Button(label, Do("JOIN", {"c": place.chat.id}), colour),),)


async def _facts(visit: Visit, place: ChatPlace) -> dict[str, object]:
    chat = place.chat
    roster = await Roster.of(visit.school.key, visit.school.today())
    expected = await composition.of_chat(roster, chat)
    pages_by_person = await accounts.pages_of(visit.school, list(expected))
    rows = {row.member_id: row for row in await ChatMember.filter(chat_id=chat.id)}
    inside = {row.member_id for row in rows.values() if row.is_inside}
    invited = sum(1 for row in rows.values() if row.invitation in ("handed", "sent") and not row.is_inside)
    admins = await roster.people([one for one, page in pages_by_person.items() if page in rows and rows[page].is_admin])
    day = day_and_month(chat.created_at.astimezone(visit.school.settings.time_zone).date())
    return {
        "title": chat.title,
        "created": say("c-created", day=day) if place.is_ready else say("c-making"),
        "inside": place.inside,
        "expected": place.expected,
        "invited": invited,
        "unlinked": len(set(expected) - set(pages_by_person)),
        "closed": await _closed(visit, [page for page in pages_by_person.values() if page not in inside]),
        "admins": ", ".join(short_name(one.family, one.given, one.patronymic) for one in admins.values())
        or say("c-no-admins"),
        "checked": say("c-checked", moment=visit.said_moment(chat.seen_at)) if chat.seen_at else say("c-not-checked"),
    }


async def _closed(visit: Visit, outside: list[int]) -> str:
    """Who cannot be invited because they closed the community's messages."""
    count = await accounts.unreachable(visit.school, outside)
    return say("c-closed", count=count) if count else ""


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
