"""D: what an adopted chat becomes: one whose people the teacher keeps, the chat of a group, or the chat of a class."""

from bot.domain.kinds import ChatState
from bot.errors import ScreenOutdated, UserError
from bot.services import adoption
from bot.services.adoption import Place
from bot.services.chats import title_of
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import is_staff
from handlers.visit import Visit
from models.chats import Chat

PLACES_A_PAGE = 4

pages: Pages[Visit] = Pages()


@pages.screen("D.MAP")
async def choose(visit: Visit) -> View:
    """Where the people of the chat come from."""
    chat = await _found(visit)
    here = {"c": chat.id}
    rows: list[Row] = [(Button(say("d-map.custom"), Do("D.CUSTOM", here), Colour.GOOD),)]
    if await adoption.groups(visit.school, visit.profile):
        rows.append((Button(say("d-map.group"), Goto("D.GROUP", here)),))
    if await adoption.class_chats(visit.school, visit.profile):
        rows.append((Button(say("d-map.class"), Goto("D.CLASS", here)),))
    return View(say("d-map", title=chat.title), (*rows, (Button(say("d-map.back"), Goto("D.FOUND", here)),)))


@pages.screen("D.GROUP")
async def group(visit: Visit) -> View:
    """The person's own groups that have no chat."""
    return await _places(visit, "D.GROUP", await adoption.groups(visit.school, visit.profile))


@pages.screen("D.CLASS")
async def class_chat(visit: Visit) -> View:
    """The chats that the person's class lacks."""
    return await _places(visit, "D.CLASS", await adoption.class_chats(visit.school, visit.profile))


@pages.screen("D.PREVIEW")
async def preview(visit: Visit) -> View:
    """What the journal will make of the chat, before anything is changed."""
    chat = await _found(visit)
    place = await _place(visit)
    seen = await adoption.forecast(visit.school, chat, place)
    title = title_of(place.kind, place.unit)
    text = say(
        "d-preview",
        before=chat.title,
        title=title,
        expected=say("d-people", count=seen.expected),
        inside=seen.inside,
        invited=seen.invited,
        unlinked=seen.expected - seen.inside - seen.invited,
        others=say("d-preview-others", people=say("d-people", count=seen.others)) if seen.others else "",
    )
    params = {"c": chat.id, "k": place.kind.value, "u": place.unit.source_id}
    return View(
        text,
        (
            (Button(say("d-preview.adopt"), Do("D.PLACE", params), Colour.GOOD),),
            (Button(say("d-preview.back"), Goto("D.MAP", {"c": chat.id})),),
        ),
    )


@pages.act("D.CUSTOM")
async def custom(visit: Visit) -> Outcome:
    """Adopt as a chat whose people the teacher keeps."""
    chat = await _found(visit)
    await adoption.as_custom(visit.school, visit.profile, chat)
    return Go("D.DONE", {"c": chat.id})


@pages.act("D.PLACE")
async def put(visit: Visit) -> Outcome:
    """Adopt as the chat of a group or of a class."""
    chat = await _found(visit)
    await adoption.as_place(visit.school, visit.profile, chat, await _place(visit))
    return Go("D.DONE", {"c": chat.id})


@pages.screen("D.DONE")
async def done(visit: Visit) -> View:
    """Adopted."""
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if not is_staff(visit) or chat is None or chat.adopted_at is None:
        raise ScreenOutdated("")
    here = {"c": chat.id}
    rows: list[Row] = [(Button(say("d-done.card"), Goto("C.VIEW", here), Colour.MAIN),)]
    if (await adoption.inside(visit.school, chat)).unknown:
        rows.append((Button(say("d-found.unknown"), Goto("D.UNKNOWN", here)),))
    return View(say("d-done", title=chat.title), (*rows, (Button(say("d-done.home"), Goto("")),)))


async def _found(visit: Visit) -> Chat:
    """The found chat ``c`` as VK last showed it; a second press after the adoption leads to its result."""
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if chat is None or not is_staff(visit) or chat.author_id not in visit.profile.person_ids:
        raise ScreenOutdated("")
    if chat.state is not ChatState.FOUND or chat.trouble or chat.seen_at is None:
        raise ScreenOutdated("")
    return chat


async def _place(visit: Visit) -> Place:
    try:
        return await adoption.place(visit.school, visit.profile, visit.text("k"), visit.text("u"))
    except UserError as refusal:
        raise ScreenOutdated("", refusal.key) from refusal


async def _places(visit: Visit, screen: str, places: list[Place]) -> View:
    chat = await _found(visit)
    if not places:
        raise ScreenOutdated("")
    here = {"c": chat.id}
    page = page_of(places, visit.list_page, size=PLACES_A_PAGE)
    rows: list[Row] = []
    for one in page.items:
        params = {**here, "k": one.kind.value, "u": one.unit.source_id}
        rows.append((Button(title_of(one.kind, one.unit), Goto("D.PREVIEW", params)),))
    back = [Button(say("d-places.back"), Goto("D.MAP", here))]
    if not page.is_only:
        back.append(Button(say("d-places.prev"), Goto(screen, {**here, "n": max(page.number - 1, 1)})))
        back.append(Button(say("d-places.next"), Goto(screen, {**here, "n": min(page.number + 1, page.pages)})))
    return View(say("d-places", title=chat.title), (*rows, tuple(back)))
