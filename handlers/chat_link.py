"""C.LINK, C.QR, C.SHEET: the chat's link, its QR code, and the sheet of personal invitations."""

from datetime import datetime

from bot.documents.drawing import poster_order
from bot.documents.poster import Poster
from bot.documents.qr import qr_png
from bot.domain.kinds import ChatState, StrangerPolicy
from bot.domain.permissions import Act
from bot.services import awaiting, chat_settings, chats, invite_sheet
from bot.services.dialogues import StoredDialogues
from bot.services.invite_sheet import Sheet
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed, chat_to
from handlers.card import shown_chat
from handlers.visit import Visit
from models.chats import Chat

NO_RIGHTS = "no-rights"

pages: Pages[Visit] = Pages()


@pages.screen("C.LINK")
async def link(visit: Visit) -> View:
    """The invite link, for keepers only, and the better ways beside it."""
    chat = await shown_chat(visit, Act.SHOW_LINK)
    acts = await allowed(visit, chat)
    here = {"c": chat.id}
    rows: list[Row] = [(Button(say("c-link.qr"), Do("C.QR.SHOW", here), Colour.MAIN),)]
    if outside := (await awaiting.outside(visit.school, chat)).count:
        rows.append((Button(say("c-link.await", count=outside), Goto("M.AWAIT", here)),))
    if Act.PRINT_CODES in acts and await invite_sheet.recipients(visit.school, visit.profile, chat):
        rows.append((Button(say("c-link.sheet"), Do("C.SHEET.SEND", here)),))
    rows += _rotation(chat, acts)
    return View(
        say("c-link", title=chat.title, link=await _link(visit, chat)),
        (*rows, (Button(say("c-link.back"), Goto("C.VIEW", here)),)),
    )


@pages.act("C.LINK.CHECK")
async def check(visit: Visit) -> Outcome:
    """Have the bot try again, once it was made an administrator."""
    chat = await chat_to(visit, Act.ROTATE_LINK)
    await chats.wake(visit.school, [chat.id])
    return Go("C.LINK", {"c": chat.id}, say("c-link-checking"))


@pages.screen("C.LINK.ROTATE")
async def ask_for_new(visit: Visit) -> View:
    """What a new link means."""
    chat = await shown_chat(visit, Act.ROTATE_LINK)
    last = await chat_settings.last_replacement(visit.school, chat)
    yes = Button(say("c-link-rotate.yes"), Do("C.LINK.RENEW", {"c": chat.id, "n": last.number}), Colour.DANGER)
    back = Button(say("c-link-rotate.back"), Goto("C.LINK", {"c": chat.id}))
    return View(say("c-link-rotate", title=chat.title), ((yes,), (back,)))


@pages.act("C.LINK.RENEW")
async def renew_link(visit: Visit) -> Outcome:
    """Wish a new link; the screen shows it when it is there."""
    chat = await chat_to(visit, Act.ROTATE_LINK)
    await chat_settings.wish_new_link(visit.school, visit.profile, chat, after=visit.number("n"))
    return Go("C.LINK", {"c": chat.id})


@pages.act("C.QR.SHOW")
async def send_qr(visit: Visit) -> Outcome:
    """Send the QR code as a picture; a second press of the same button sends no second one."""
    chat = await chat_to(visit, Act.SHOW_LINK)
    if not await _is_shown(visit, "C.QR"):
        text = say("c-qr-caption", title=chat.title)
        await visit.talker.picture(visit.page, text, qr_png(visit.school.settings.messages_url))
    return Go("C.QR", {"c": chat.id})


@pages.screen("C.QR")
async def qr(visit: Visit) -> View:
    """What the QR code does: it leads to the dialogue with the bot, so it neither goes stale nor lets strangers in."""
    chat = await shown_chat(visit, Act.SHOW_LINK)
    has_pdf = bool(visit.text("pdf"))
    pdf = Button(say("c-qr.pdf"), Do("C.QR.PRINT", {"c": chat.id}), Colour.MAIN)
    back = (Button(say("c-qr.back"), Goto("C.LINK", {"c": chat.id})),)
    return View(say("c-qr-printed" if has_pdf else "c-qr", title=chat.title), (back,) if has_pdf else ((pdf,), back))


@pages.act("C.QR.PRINT")
async def print_qr(visit: Visit) -> Outcome:
    """Send the QR code on a sheet of paper."""
    chat = await chat_to(visit, Act.SHOW_LINK)
    if not await _is_shown(visit, "C.QR", pdf="1"):
        settings = visit.school.settings
        about = Poster(settings.title, chat.title, settings.messages_url, say("c-qr-how-to"))
        name = say("c-qr-file", title=chat.title)
        await visit.talker.drawing(visit.page, say("c-qr-caption", title=chat.title), name, poster_order(about))
    return Go("C.QR", {"c": chat.id, "pdf": "1"})


@pages.screen("C.SHEET")
async def sheet(visit: Visit) -> View:
    """The sheet that was sent, and the way to void it."""
    chat = await shown_chat(visit, Act.PRINT_CODES)
    people = await invite_sheet.recipients(visit.school, visit.profile, chat)
    until = await invite_sheet.valid_until(visit.school, people)
    back = (Button(say("c-sheet.back"), Goto("C.LINK", {"c": chat.id})),)
    if until is None:
        return View(say("c-sheet-nobody"), (back,))
    text = say("c-sheet", title=chat.title, cards=len(people), day=_day(visit, until))
    return View(text, ((Button(say("c-sheet.new"), Goto("C.SHEET.NEW", {"c": chat.id})),), back))


@pages.act("C.SHEET.SEND")
async def send_sheet(visit: Visit) -> Outcome:
    """Order the sheet: the outbox draws it and sends it as the next message."""
    chat = await chat_to(visit, Act.PRINT_CODES)
    if await _is_shown(visit, "C.SHEET"):
        return Go("C.SHEET", {"c": chat.id})
    return await _send(visit, chat, await invite_sheet.order(visit.school, visit.profile, chat))


@pages.screen("C.SHEET.NEW")
async def ask_for_codes(visit: Visit) -> View:
    """What new codes mean."""
    chat = await shown_chat(visit, Act.PRINT_CODES)
    people = await invite_sheet.recipients(visit.school, visit.profile, chat)
    newest = await invite_sheet.newest_code(visit.school, people)
    yes = Button(say("c-sheet-new.yes"), Do("C.SHEET.RENEW", {"c": chat.id, "n": newest}), Colour.DANGER)
    back = Button(say("c-sheet-new.back"), Goto("C.SHEET", {"c": chat.id}))
    return View(say("c-sheet-new", title=chat.title), ((yes,), (back,)))


@pages.act("C.SHEET.RENEW")
async def renew_codes(visit: Visit) -> Outcome:
    """Void the codes that were there when the button was shown, and send a sheet of new ones."""
    chat = await chat_to(visit, Act.PRINT_CODES)
    fresh = await invite_sheet.renew(visit.school, visit.profile, chat, up_to=visit.number("n"))
    return await _send(visit, chat, fresh) if fresh else Go("C.SHEET", {"c": chat.id})


async def _send(visit: Visit, chat: Chat, ordered: Sheet) -> Outcome:
    caption = say("c-sheet-caption", title=chat.title, cards=ordered.cards, day=_day(visit, ordered.valid_until))
    await visit.talker.drawing(visit.page, caption, say("c-sheet-file", title=chat.title), ordered.order)
    return Go("C.SHEET", {"c": chat.id}, say("c-sheet-drawing"))


async def _link(visit: Visit, chat: Chat) -> str:
    """The link and who may use it, or why there is none to show."""
    if chat.is_link_leaked and chat.trouble == NO_RIGHTS:
        return say("c-link-no-rights")
    if chat.is_link_leaked:
        return say("c-link-changing")
    if not chat.link:
        return say("c-link-none")
    last = await chat_settings.last_replacement(visit.school, chat)
    replaced = say("c-link-replaced", moment=visit.said_moment(last.at)) if last.at else ""
    is_open = await chat_settings.policy_now(visit.school, chat) is StrangerPolicy.REPORT
    return say("c-link-open" if is_open else "c-link-guarded", link=chat.link, replaced=replaced)


def _rotation(chat: Chat, acts: frozenset[Act]) -> list[Row]:
    here = {"c": chat.id}
    if Act.ROTATE_LINK not in acts:
        return []
    if chat.is_link_leaked and chat.trouble == NO_RIGHTS:
        return [(Button(say("c-link.check"), Do("C.LINK.CHECK", here), Colour.MAIN),)]
    if chat.is_link_leaked:
        return [(Button(say("c-link.look"), Goto("C.LINK", here)),)]
    if chat.state is not ChatState.ACTIVE or not chat.link:
        return []
    return [(Button(say("c-link.rotate"), Goto("C.LINK.ROTATE", here), Colour.DANGER),)]


async def _is_shown(visit: Visit, screen: str, **params: str) -> bool:
    """Whether the dialogue is there already: then this is the second press of one button."""
    state = await StoredDialogues(visit.school).recall(visit.page)
    wanted = {"c": visit.number("c"), **params}
    return state.screen == screen and {name: state.params.get(name) for name in wanted} == wanted


def _day(visit: Visit, at: datetime) -> str:
    return day_and_month(at.astimezone(visit.school.settings.time_zone).date())
