"""Who decides about what was held, and who has decided."""

from bot.services import accounts, composition, console_roles
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat
from models.people import Account
from models.steering import HeldPlan


async def of_chat(school: SchoolContext, chat: Chat) -> set[int]:
    """The pages of those who decide about a chat: whoever answers for it, and the administrators."""
    roster = await Roster.of(school.key, school.today())
    keepers = await accounts.pages_of(school, await composition.keepers(roster, chat))
    return set(keepers.values()) | await console_roles.administrators(school)


async def may_first_still_decide(school: SchoolContext, row: HeldPlan) -> bool:
    """Whether whoever has decided first would be asked today as well."""
    if row.chat is None or row.decided_by is None:
        return False
    account = await Account.get_or_none(id=row.decided_by) if row.decided_by > 0 else None
    page = account.messenger_id if account else -row.decided_by
    return page in await of_chat(school, row.chat)


def was_first(row: HeldPlan, profile: Profile) -> bool:
    """Whether the first decision was theirs; an owner may have got an account since."""
    return row.decided_by in (number_of(profile), -profile.page)


def number_of(profile: Profile) -> int:
    """The account of whoever decides; an owner without one is told apart by the page."""
    return profile.account_id if profile.account_id is not None else -profile.page
