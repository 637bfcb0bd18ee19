"""M: which chats to show, the deleted ones, and what else there is."""

from bot.domain.permissions import Act
from bot.errors import ScreenOutdated
from bot.services import chat_lists, console_roles, delete_chat
from bot.services.chat_lists import Group
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Open, Row, View
from handlers.access import chat_to, is_staff
from handlers.card import shown_chat, turn
from handlers.visit import MESSENGER_URL, Visit
from models.chats import Chat

BINNED_A_PAGE = 4

pages: Pages[Visit] = Pages()


@pages.screen("M.FILTER")
async def choose(visit: Visit) -> View:
    """The groups of chats that there are, with their sizes."""
    _staff(visit)
    own = [spot.chat for spot in await chat_lists.own(visit.school, visit.profile)]
    sizes = {group: sum(chat_lists.belongs(chat, group) for chat in own) for group in Group}
    may_see_all = chat_lists.is_administrator(visit.profile)
    sizes[Group.SCHOOL] = len(await chat_lists.of_school(visit.school)) if may_see_all else 0
    buttons = [_showing(group, size) for group, size in sizes.items() if size or group is Group.ALL]
    if deleted := len(await delete_chat.in_bin(visit.school, visit.profile)):
        buttons.append(Button(say("m-filter.bin", count=deleted), Goto("M.BIN")))
    pairs = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return View(say("m-filter"), (*pairs, (Button(say("m-filter.back"), Goto("M.LIST")),)))


@pages.screen("M.BIN")
async def deleted(visit: Visit) -> View:
    """The chats that can still be brought back."""
    _staff(visit)
    page = page_of(await delete_chat.in_bin(visit.school, visit.profile), visit.list_page, size=BINNED_A_PAGE)
    lines = [
        say("m-bin-line", title=chat.title, day=_day(visit, chat), until=_last_day(visit, chat)) for chat in page.items
    ]
    rows: list[Row] = [
        (Button(say("m-bin.restore", title=chat.title), Goto("M.BIN.RESTORE", {"c": chat.id})),) for chat in page.items
    ]
    text = say("m-bin", lines="\n".join(lines) or say("m-bin-empty"))
    return View(text, (*rows, *turn("M.BIN", page, {}), (Button(say("m-bin.back"), Goto("M.FILTER")),)))


@pages.screen("M.BIN.RESTORE")
async def ask(visit: Visit) -> View:
    """What bringing a chat back means."""
    chat = await shown_chat(visit, Act.RESTORE)
    if not delete_chat.is_restorable(visit.school, chat):
        raise ScreenOutdated("M.BIN", "m-bin-too-late" if chat.deleted_at else "e-gone")
    count = await delete_chat.returning(visit.school, chat)
    yes = Button(say("m-bin-restore.yes"), Do("M.BIN.RESTORE.YES", {"c": chat.id}), Colour.GOOD)
    text = say("m-bin-restore", title=chat.title, people=say("c-will-be-invited", count=count))
    return View(text, ((yes,), (Button(say("m-bin-restore.back"), Goto("M.BIN")),)))


@pages.act("M.BIN.RESTORE.YES")
async def restore(visit: Visit) -> Outcome:
    """Bring it back."""
    chat = await chat_to(visit, Act.RESTORE)
    await delete_chat.restore(visit.school, visit.profile, chat)
    return Go("C.VIEW", {"c": chat.id}, say("m-restored"))


@pages.screen("M.MORE")
async def more(visit: Visit) -> View:
    """Everything that is not a chat of one's own."""
    _staff(visit)
    rows: list[Row] = [
        (Button(say("m-more.profile"), Goto("A.PROFILE.CARD")), Button(say("m-more.help"), Goto("H.HELP"))),
        (Button(say("m-more.adopt"), Goto("D.HOW")),),
        (Button(say("m-more.await"), Goto("M.AWAIT")),),
        (Button(say("m-more.messenger"), Open(MESSENGER_URL)),),
    ]
    if await console_roles.level_of(visit.school, visit.profile) is not None:
        rows.append((Button(say("m-more.console"), Goto("K.MENU")),))
    return View(say("m-more"), (*rows, (Button(say("m-more.back"), Goto("M.LIST")),)))


def _showing(group: Group, size: int) -> Button:
    label = say("m-filter.group", group=say(f"m-group-{group.value}"), count=size)
    return Button(label, Goto("M.LIST") if group is Group.ALL else Goto("M.LIST", {"f": group.value}))


def _day(visit: Visit, chat: Chat) -> str:
    return day_and_month((chat.deleted_at or visit.now).astimezone(visit.school.settings.time_zone).date())


def _last_day(visit: Visit, chat: Chat) -> str:
    until = (chat.deleted_at or visit.now) + delete_chat.KEPT
    return day_and_month(until.astimezone(visit.school.settings.time_zone).date())


def _staff(visit: Visit) -> None:
    if not is_staff(visit):
        raise ScreenOutdated("", "e-no-access")
