"""What a look has found and leaves to people: refusals, doubts, and whoever stands in."""

from collections.abc import Collection

from bot.domain.kinds import Verdict, Watch
from bot.domain.plan import Desired, Guarded, key_of
from bot.services import accounts, composition, held_plans, ledger, news, outages
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat
from models.database import transaction
from models.traffic import Dialogue

REPORTED = "refusal-stranger-reported"
CONTRADICTIONS = ("no-leader", "required-leader")


async def note_findings(
    school: SchoolContext, chat: Chat, desired: Desired, guarded: Guarded, *, is_counted: bool
) -> None:
    """Write what was refused or held to the ledger when it appears, and ask those who decide about what was held.

    ``is_counted``: it is the first round of a look.
    """
    async with transaction():
        await _note_new(school, chat, guarded)
        await held_plans.record(
            school,
            chat,
            guarded.held,
            {key_of(action) for action in guarded.actions},
            is_conclusive=_is_conclusive(desired, guarded),
            is_counted=is_counted and chat.run_id is not None,
        )


def codes_of(guarded: Guarded) -> list[str]:
    """What was held or refused, in the spelling of ``Chat.refusals``."""
    held = {f"hold-{item.code}:{getattr(item.action, 'member_id', None) or ''}" for item in guarded.held}
    return sorted(held | {f"refusal-{item.code}:{item.member_id or ''}" for item in guarded.refusals})


async def tell_stand_ins(school: SchoolContext, chat: Chat, pages: Collection[int]) -> None:
    """Whoever begins to lead a chat because its last leader has left is told why, and so are the owners."""
    if pages:
        await news.tell_pages(school, pages, say("stand-in-told", chat=chat.title))
        await outages.tell_owners(school, say("stand-in-owner", chat=chat.title))


async def show_anew(school: SchoolContext, screen: str) -> None:
    """Show a screen of the console anew to whoever looks at it."""
    for page in await Dialogue.filter(school_id=school.key, screen=screen).values_list("peer_id", flat=True):
        await news.show_anew(school, int(str(page)), (screen,))


def _is_conclusive(desired: Desired, guarded: Guarded) -> bool:
    """Whether everything would be planned that the journal wants, so that what is not planned is not wanted."""
    is_refused = any(refusal.code in CONTRADICTIONS for refusal in guarded.refusals)
    return desired.evidence is Verdict.OK and desired.watch is Watch.ON and not desired.is_over and not is_refused


async def _note_new(school: SchoolContext, chat: Chat, guarded: Guarded) -> None:
    held = [(f"hold-{item.code}", getattr(item.action, "member_id", None)) for item in guarded.held]
    refused = [(f"refusal-{item.code}", item.member_id) for item in guarded.refusals]
    now = codes_of(guarded)
    if now == chat.refusals:
        return
    new = [(code, page) for code, page in held + refused if f"{code}:{page or ''}" not in set(chat.refusals)]
    for code, page in new:
        account = (await accounts.profile_of(school, page)).account_id if page else None
        by = ledger.JOURNAL
        await ledger.note(school, code, actor=by, chat_id=chat.id, account_id=account, run_id=chat.run_id)
    await _tell_of_reported(school, chat, {page for code, page in new if page and code == REPORTED})
    await Chat.filter(id=chat.id).update(refusals=now)
    chat.refusals = now


async def _tell_of_reported(school: SchoolContext, chat: Chat, pages: Collection[int]) -> None:
    """In their first days strangers of an adopted chat only cause a word to its keepers."""
    if not pages:
        return
    roster = await Roster.of(school.key, school.today())
    keepers = await accounts.pages_of(school, await composition.keepers(roster, chat))
    text = say("stranger-reported", chat=chat.title, count=len(pages))
    await news.tell_pages(school, keepers.values(), text)
