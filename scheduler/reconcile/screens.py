"""Has the screens that speak of a chat shown anew, in the transaction that changes the chat: a crash loses none."""

from collections.abc import Collection

from bot.services import accounts, composition, news
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat

CHAT_SCREENS = ("A.DONE", "M.LIST", "M.EMPTY", "C.VIEW", "U.LIST", "U.CHAT", "R.LIST", "R.CHAT")


async def renew(school: SchoolContext, chat: Chat, pages: Collection[int]) -> None:
    """Show anew what its keepers and these pages see of the chat."""
    roster = await Roster.of(school.key, school.today())
    keepers = await accounts.pages_of(school, await composition.keepers(roster, chat))
    for page in sorted({page for page in pages if page > 0} | set(keepers.values())):
        await news.show_anew(school, page, CHAT_SCREENS)
