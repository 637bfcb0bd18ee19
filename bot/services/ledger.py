"""Writes the ledger: who changed what and why, in the transaction of the change."""

from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from models.chats import LedgerLine

BOT = "bot"
JOURNAL = "journal"
OPERATOR = "operator"


def person(account_id: int) -> str:
    """The actor's name of a linked page."""
    return f"account:{account_id}"


def by(profile: Profile) -> str:
    """The actor's name of whoever is in the dialogue; an owner need not have consented to anything."""
    return person(profile.account_id) if profile.account_id is not None else OPERATOR


async def note(
    school: SchoolContext,
    event: str,
    *,
    actor: str = BOT,
    chat_id: int | None = None,
    account_id: int | None = None,
    stranger_id: int | None = None,
    run_id: int | None = None,
    **details: object,
) -> None:
    """Append one line; ``event`` names the sentence ``ledger-<event>``, ``details`` hold ids and codes, never names.

    ``run_id`` is the pass that did it, if it was one.
    """
    await LedgerLine.create(
        school=school.key,
        at=school.now(),
        actor=actor,
        event=event,
        chat_id=chat_id,
        account_id=account_id,
        stranger_id=stranger_id,
        run_id=run_id,
        details=details,
    )
