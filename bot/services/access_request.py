"""«Попросить доступ»: a colleague asks whoever answers for a chat to be taken in."""

from datetime import timedelta

from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import accounts, chat_settings, composition, create_chat, ledger, picks
from bot.services.accounts import Profile
from bot.services.held_plans import administrators
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, LedgerLine

ASKED_EVERY = timedelta(hours=24)
ASKED = "access-asked"


async def ask(school: SchoolContext, profile: Profile, chat: Chat) -> list[int]:
    """Note the request and return the pages that decide: the keepers', the administrators' if no keeper has linked.

    ``UserError`` when the same account asked less than a day ago, or when nobody can be asked.
    """
    if await is_fresh(school, profile, chat):
        raise UserError("n-ask-again")
    keepers = await composition.keepers(await Roster.of(school.key, school.today()), chat)
    pages = set((await accounts.pages_of(school, keepers)).values()) or set(await administrators(school))
    if not pages:
        raise UserError("n-ask-nobody", whom=school.whom_to_ask())
    await ledger.note(school, ASKED, actor=ledger.person(profile.account_id or 0), chat_id=chat.id)
    return sorted(pages)


async def is_fresh(school: SchoolContext, profile: Profile, chat: Chat) -> bool:
    """Whether this account asked less than a day ago."""
    mine = LedgerLine.filter(chat_id=chat.id, event=ASKED, actor=ledger.person(profile.account_id or 0))
    return await mine.filter(at__gt=school.now() - ASKED_EVERY).exists()


async def asker(school: SchoolContext, chat: Chat, account_id: int) -> tuple[int, Person]:
    """The page and the person of an account that has asked.

    ``UserError`` when it has not, or when the person does not work at the school any more or has no profile.
    """
    asked = LedgerLine.filter(chat_id=chat.id, event=ASKED, actor=ledger.person(account_id))
    person = (await chat_settings.heirs(school, chat)).get(account_id)
    if person is None or not await asked.exists():
        raise UserError("n-ask-gone")
    return (await accounts.pages_of(school, [person.source_id]))[person.source_id], person


async def grant(school: SchoolContext, profile: Profile, chat: Chat, person: Person, *, leads: bool) -> None:
    """Take the colleague into the chat; ``UserError`` when it is full."""
    create_chat.refuse_too_many(school, len((await picks.now_in(school, chat)).members | {person.source_id}))
    await picks.change(school, chat, add=[person.source_id], lead=[person.source_id] if leads else ())
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, "access-given", actor=actor, chat_id=chat.id, person=person.source_id)
