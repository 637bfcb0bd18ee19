"""M.AWAIT: who has not come into the chats yet, and reminders to those who were invited."""

from bot.domain.permissions import Act
from bot.errors import ScreenOutdated
from bot.services import awaiting, chat_lists, invite_sheet
from bot.services.awaiting import Outside
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed, chat_to, is_staff
from handlers.card import kept, shown_chat, turn
from handlers.visit import Visit
from models.chats import Chat

CHATS_A_PAGE = 3

pages: Pages[Visit] = Pages()


@pages.screen("M.AWAIT")
async def waiting(visit: Visit) -> View:
    """One chat if there is a parameter for it, else all chats in which somebody is missing."""
    if "c" in visit.params:
        return await _one(visit)
    if not is_staff(visit):
        raise ScreenOutdated("", "e-no-access")
    rows: list[Row] = []
    missing = await _missing(visit)
    page = page_of(missing, visit.list_page, size=CHATS_A_PAGE)
    for chat, outside in page.items:
        label = say("m-await-button", title=chat.title, count=outside.count)
        rows.append((Button(label, Goto("M.AWAIT", {"c": chat.id})),))
    rows += turn("M.AWAIT", page, {})
    if await awaiting.remindable(visit.school, await _reminded_chats(visit)):
        rows.append((Button(say("m-await.remind"), Goto("M.AWAIT.SEND")),))
    lines = [_line(chat, outside) for chat, outside in page.items]
    lines.append(say("m-await-legend") if lines else say("m-await-everybody"))
    said = "" if page.is_only else "\n" + say("list-page", page=page.number, pages=page.pages, chats=len(missing))
    text = say("m-await", lines="\n".join(lines), page=said)
    return View(text, (*rows, (Button(say("m-await.back"), Goto("M.MORE")),)))


@pages.screen("M.AWAIT.SEND")
async def ask(visit: Visit) -> View:
    """Whom a reminder would reach now."""
    if not is_staff(visit):
        raise ScreenOutdated("", "e-no-access")
    here = kept(visit, "c")
    if here:
        await shown_chat(visit, Act.REMIND)
    found = await awaiting.remindable(visit.school, await _reminded_chats(visit))
    back = (Button(say("m-await-send.back"), Goto("M.AWAIT", here)),)
    count = len({member.member_id for member in found})
    if not count:
        return View(say("m-await-send-nobody"), (back,))
    yes = Button(say("m-await-send.yes"), Do("M.AWAIT.REMIND", here), Colour.GOOD)
    return View(say("m-await-send", people=say("m-await-people", count=count)), ((yes,), back))


@pages.act("M.AWAIT.REMIND")
async def remind(visit: Visit) -> Outcome:
    """Remind them; a second press finds nobody to remind."""
    count = await awaiting.remind(visit.school, visit.profile, await _reminded_chats(visit))
    return Go("M.AWAIT", kept(visit, "c"), say("m-await-sent", count=count) if count else "")


async def _one(visit: Visit) -> View:
    chat = await shown_chat(visit, Act.SEE_STATES)
    acts, here = await allowed(visit, chat), {"c": chat.id}
    outside = await awaiting.outside(visit.school, chat)
    people = await invite_sheet.recipients(visit.school, visit.profile, chat) if Act.PRINT_CODES in acts else []
    rows: list[Row] = [(Button(say("m-await-chat.members"), Goto("C.MEMBERS", here)),)]
    if Act.REMIND in acts and await awaiting.remindable(visit.school, [chat.id]):
        rows.append((Button(say("m-await.remind"), Goto("M.AWAIT.SEND", here)),))
    if people:
        rows.append((Button(say("m-await-chat.sheet"), Do("C.SHEET.SEND", here)),))
    until = await invite_sheet.valid_until(visit.school, people) if people else None
    day = day_and_month(until.astimezone(visit.school.settings.time_zone).date()) if until else ""
    text = say(
        "m-await-chat",
        title=chat.title,
        unlinked=outside.unlinked,
        invited=outside.invited,
        closed=outside.closed,
        codes=say("m-await-codes", day=day) if day else "",
    )
    return View(text, (*rows, (Button(say("m-await.back"), Goto("M.AWAIT")),)))


async def _missing(visit: Visit) -> list[tuple[Chat, Outside]]:
    """The person's chats in which somebody is missing."""
    own = await chat_lists.own(visit.school, visit.profile)
    short = [spot.chat for spot in own if spot.place is None or spot.place.inside < spot.place.expected]
    found = [(chat, await awaiting.outside(visit.school, chat)) for chat in short]
    return [(chat, outside) for chat, outside in found if outside.count]


async def _reminded_chats(visit: Visit) -> list[int]:
    """The chat of the parameter, or every chat in which this person may remind somebody."""
    if "c" in visit.params:
        return [(await chat_to(visit, Act.REMIND)).id]
    own = {spot.chat.id: spot.chat for spot in await chat_lists.own(visit.school, visit.profile)}
    waiting = {member.chat_id for member in await awaiting.remindable(visit.school, own)}
    return [chat_id for chat_id in sorted(waiting) if Act.REMIND in await allowed(visit, own[chat_id])]


def _line(chat: Chat, outside: Outside) -> str:
    states = (
        (outside.unlinked, "m-await-unlinked"),
        (outside.invited, "m-await-invited"),
        (outside.closed, "m-await-closed"),
    )
    said = " · ".join(say(key, count=count) for count, key in states if count)
    return say("m-await-line", title=chat.title, people=say("m-await-people", count=outside.count), states=said)
