"""Writes the ledger: who changed what and why, in the transaction of the change."""

from bot.errors import MaintenanceError
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.texts.dates import until
from models.chats import LedgerLine
from models.schools import School

BOT = "bot"
JOURNAL = "journal"
OPERATOR = "operator"
PERSON = "account:"
COMMAND, CLOSED, OPENED = "console-command", "maintenance-began", "maintenance-ended"
CHANGES_NOTHING = (COMMAND, CLOSED, OPENED)
"""What people may do while the school may only be looked at."""


def person(account_id: int) -> str:
    """The actor's name of a linked page."""
    return f"{PERSON}{account_id}"


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
) -> int:
    """Append one line and return its number.

    ``event`` names the sentence ``ledger-<event>``, ``details`` hold ids and codes, never names.
    ``run_id`` is the pass that did it, if it was one. ``MaintenanceError`` when a person changes something while the
    school may only be looked at.
    """
    if actor.startswith(PERSON) and event not in CHANGES_NOTHING:
        await refuse_in_maintenance(school)
    line = await LedgerLine.create(
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
    return line.id


async def refuse_in_maintenance(school: SchoolContext) -> None:
    """``MaintenanceError`` while the school may only be looked at."""
    row = await School.get_or_none(key=school.key).only("key", "read_only_until")
    if row is not None and row.read_only_until is not None and row.read_only_until > school.now():
        raise MaintenanceError(until(row.read_only_until, school.settings.time_zone, today=school.today()))
