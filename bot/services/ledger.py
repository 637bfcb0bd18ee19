"""Writes the ledger: who changed what and why, in the transaction of the change."""

from bot.services.school import SchoolContext
from models.chats import LedgerLine

BOT = "bot"
JOURNAL = "journal"
OPERATOR = "operator"


def person(account_id: int) -> str:
    """The actor's name of a linked page."""
    return f"account:{account_id}"


async def note(
    school: SchoolContext,
    event: str,
    *,
    actor: str = BOT,
    chat_id: int | None = None,
    account_id: int | None = None,
    stranger_id: int | None = None,
    **details: object,
) -> None:
    """Append one line; ``event`` names the sentence ``ledger-<event>``, ``details`` hold ids and codes, never names."""
    await LedgerLine.create(
        school=school.key,
        at=school.now(),
        actor=actor,
        event=event,
        chat_id=chat_id,
        account_id=account_id,
        stranger_id=stranger_id,
        details=details,
    )
