"""K: the chats in which the bot cannot work, and a letter to those who can mend it."""

from collections import defaultdict

from bot.domain.console import Level
from bot.domain.kinds import ChatState
from bot.services import accounts, composition, ledger, news
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import is_staff
from handlers.card import turn
from handlers.console.level import need
from handlers.visit import Visit
from models.chats import Chat

BROKEN = (ChatState.PAUSED, ChatState.GONE)
CHATS_A_PAGE = 3

pages: Pages[Visit] = Pages()


@pages.screen("K.RIGHTS")
async def rights(visit: Visit) -> View:
    """How many chats are in order, and what is wrong in each of the others."""
    await need(visit, Level.OPERATOR)
    everything = await _chats(visit)
    broken = [chat for chat in everything if chat.state in BROKEN]
    page = page_of(broken, visit.list_page, size=CHATS_A_PAGE)
    lines = [say("k-rights-line", title=chat.title, why=say(f"trouble-{_trouble(chat)}")) for chat in page.items]
    rows: list[Row] = []
    if broken:
        rows.append((Button(say("k-rights.tell"), Do("K.RIGHTS.TELL"), Colour.MAIN),))
    if is_staff(visit):
        rows += [(Button(chat.title, Goto("C.VIEW", {"c": chat.id})),) for chat in page.items]
    text = say("k-rights", good=len(everything) - len(broken), all=len(everything), lines="\n".join(lines))
    return View(text, (*rows, *turn("K.RIGHTS", page, {}), (Button(say("k-rights.back"), Goto("K.HEALTH")),)))


@pages.act("K.RIGHTS.TELL")
async def tell(visit: Visit) -> Outcome:
    """Write to everybody who answers for a broken chat how to mend it: one letter a person."""
    await need(visit, Level.OPERATOR)
    roster = await Roster.of(visit.school.key, visit.school.today())
    letters: dict[int, list[str]] = defaultdict(list)
    for chat in await _chats(visit):
        if chat.state in BROKEN:
            line = say("k-rights-line", title=chat.title, why=say(f"trouble-{_trouble(chat)}"))
            for page in (await accounts.pages_of(visit.school, await composition.keepers(roster, chat))).values():
                letters[page].append(line)
    for page, lines in sorted(letters.items()):
        await news.tell_pages(visit.school, [page], say("k-rights-letter", lines="\n".join(lines)))
    actor = ledger.by(visit.profile)
    await ledger.note(visit.school, "rights-asked-for", actor=actor, people=len(letters))
    return Stay(say("k-rights-told", count=len(letters)))


async def _chats(visit: Visit) -> list[Chat]:
    alive = Chat.filter(
        school_id=visit.school.key, deleted_at__isnull=True, is_archived=False, peer_id__not_isnull=True
    )
    return [chat for chat in await alive.order_by("title", "id") if chat.state.is_ours]


def _trouble(chat: Chat) -> str:
    """What is wrong; a chat whose trouble was mended a moment ago is still looked at."""
    return chat.trouble or ("gone" if chat.state is ChatState.GONE else "no-rights")
