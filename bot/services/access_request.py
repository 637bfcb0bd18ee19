"""«Попросить доступ»: a colleague asks whoever answers for a chat to be taken in."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import accounts, chat_log, chat_settings, composition, console_roles, create_chat, ledger, picks
from bot.services.accounts import Profile
from bot.services.chat_log import Entry
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, LedgerLine

ASKED_EVERY = timedelta(hours=24)
ASKED, GIVEN, REFUSED = "access-asked", "access-given", "access-refused"


@dataclass(frozen=True, slots=True)
class Request:
    """The number of a request and who has made it."""

    number: int
    page: int
    person: Person


async def ask(school: SchoolContext, profile: Profile, chat: Chat) -> tuple[int, list[int]]:
    """Note the request and return its number and the pages that decide.

    Those are the keepers', or the administrators' if no keeper has linked.

    ``UserError`` when the same account asked less than a day ago, or when nobody can be asked.
    """
    if await is_fresh(school, profile, chat):
        raise UserError("n-ask-again")
    keepers = await composition.keepers(await Roster.of(school.key, school.today()), chat)
    pages = set((await accounts.pages_of(school, keepers)).values()) or set(await console_roles.administrators(school))
    if not pages:
        raise UserError("n-ask-nobody", whom=school.whom_to_ask())
    number = await ledger.note(school, ASKED, actor=ledger.person(profile.account_id or 0), chat_id=chat.id)
    return number, sorted(pages)


async def is_fresh(school: SchoolContext, profile: Profile, chat: Chat) -> bool:
    """Whether this account asked less than a day ago."""
    mine = LedgerLine.filter(chat_id=chat.id, event=ASKED, actor=ledger.person(profile.account_id or 0))
    return await mine.filter(at__gt=school.now() - ASKED_EVERY).exists()


async def answer_to(school: SchoolContext, chat: Chat, number: int) -> Entry | None:
    """The answer to a request, if somebody has given one."""
    answers = LedgerLine.filter(chat_id=chat.id, event__in=[GIVEN, REFUSED], id__gt=number)
    line = next((line for line in await answers if line.details.get("request") == number), None)
    return (await chat_log.entries_of(school, [line]))[0] if line else None


async def find(school: SchoolContext, chat: Chat, number: int) -> Request:
    """The request with this number.

    ``UserError`` when nobody has made it, or when the person does not work at the school any more or has no profile.
    """
    asked = await LedgerLine.get_or_none(id=number, chat_id=chat.id, event=ASKED)
    by_account = {
        ledger.person(account): person for account, person in (await chat_settings.heirs(school, chat)).items()
    }
    person = by_account.get(asked.actor) if asked else None
    if person is None:
        raise UserError("n-ask-gone")
    return Request(number, (await accounts.pages_of(school, [person.source_id]))[person.source_id], person)


async def grant(school: SchoolContext, profile: Profile, chat: Chat, request: Request, *, leads: bool) -> None:
    """Take the colleague into the chat; ``UserError`` when it is full."""
    person_id = request.person.source_id
    create_chat.refuse_too_many(school, len((await picks.now_in(school, chat)).members | {person_id}))
    await picks.change(school, chat, add=[person_id], lead=[person_id] if leads else ())
    await _answer(school, profile, chat, request, GIVEN)


async def refuse(school: SchoolContext, profile: Profile, chat: Chat, request: Request) -> None:
    """Leave the chat as it is."""
    await _answer(school, profile, chat, request, REFUSED)


async def _answer(school: SchoolContext, profile: Profile, chat: Chat, request: Request, event: str) -> None:
    actor, person_id = ledger.person(profile.account_id or 0), request.person.source_id
    await ledger.note(school, event, actor=actor, chat_id=chat.id, person=person_id, request=request.number)
