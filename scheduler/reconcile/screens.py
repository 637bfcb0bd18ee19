"""Has the screens that speak of a chat shown anew, in the transaction that changes the chat: a crash loses none."""

from collections.abc import Collection

from bot.services import accounts, composition, news
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat
from models.traffic import Dialogue

CHAT_SCREENS = (
    "A.DONE",
    "M.LIST",
    "M.EMPTY",
    "C.VIEW",
    "C.SET",
    "C.CLOSED",
    "C.FIX",
    "C.MEMBERS",
    "C.MEMBER",
    "C.SYNC",
    "C.SYNC.OWN",
    "C.DEL.RUN",
    "C.DEL.DONE",
    "C.DEL.PART",
    "C.LINK",
    "C.SAVED",
    "N.PROGRESS",
    "N.DONE",
    "N.PARTIAL",
    "U.LIST",
    "U.CHAT",
    "R.LIST",
    "R.CHAT",
    "D.FOUND",
    "D.UNKNOWN",
)
OF_ONE_CHAT = tuple(screen for screen in CHAT_SCREENS if screen.startswith("C."))


async def renew(school: SchoolContext, chat: Chat, pages: Collection[int]) -> None:
    """Show anew what its keepers, these pages and whoever looks at the chat's own screens see of it."""
    roster = await Roster.of(school.key, school.today())
    keepers = await accounts.pages_of(school, await composition.keepers(roster, chat))
    looking = await Dialogue.filter(school_id=school.key, screen__in=OF_ONE_CHAT).values_list("peer_id", "params")
    viewers = {int(page) for page, params in looking if params.get("c") == chat.id}
    for page in sorted({page for page in pages if page > 0} | set(keepers.values()) | viewers):
        await news.show_anew(school, page, CHAT_SCREENS)
