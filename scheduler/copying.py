"""Makes the copies of the database that somebody wished in the console."""

import asyncio

import structlog

from bot.errors import OperatorError
from bot.services import copies, ledger, outages
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models import database
from models.database import transaction

log = structlog.get_logger()


async def copy(school: SchoolContext) -> None:
    """Copy and check the database in a thread, drop what is too many, and tell the owners how it went."""
    target = copies.place(school.now())
    try:
        await asyncio.to_thread(database.copy, copies.database(), target)
    except OperatorError as error:
        log.warning("copy_failed", school=school.key, error=str(error))
        async with transaction():
            await outages.tell_owners(school, say("copy-failed"))
        return
    copies.drop_old()
    async with transaction():
        await ledger.note(school, copies.MADE)
        await outages.tell_owners(school, say("copy-made", name=target.name))
    school.bells.outbox.set()
