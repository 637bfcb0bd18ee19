"""How people link while others walk: by a fresh personal code or by their number; and how they unlink."""

import asyncio
import contextvars
from typing import TYPE_CHECKING

from bot.sandbox.driver import DrivenPerson
from bot.services import ledger, personal_codes
from bot.services.roster import Roster
from models import database
from models.database import transaction
from models.roster import RosterPerson
from tests.flows.world import KEY
from tests.walker.looking import look

if TYPE_CHECKING:
    from tests.walker.walk import Walk

ONWARD = ("A.CONSENT.YES", "A.WHO.THIS", "A.FOUND.YES", "A.PROFILE", "A.PROFILE.CREATE")
QUESTIONS = 8
SILENT_MINUTES = 16
LINKED = "SELECT 1 FROM person_link JOIN account ON account.id = account_id WHERE messenger_id = {page}"


def is_linked(walk: "Walk", person: DrivenPerson) -> bool:
    """Whether a page belongs to somebody of the journal."""
    return bool(walk.rows(LINKED.format(page=person.id)))


async def by_code(walk: "Walk", person: DrivenPerson, name: str = "") -> None:
    """Link a page that is not linked to somebody of the journal, whom it is called after, by a fresh personal code."""
    if is_linked(walk, person):
        return
    await _opens_sheet(walk, person, name or person.name)
    if not is_linked(walk, person):
        # After too many wrong codes the bot looks at none for a while.
        await walk.world.later(minutes=SILENT_MINUTES)
        await _opens_sheet(walk, person, name or person.name)
    assert is_linked(walk, person), f"{person.name} cannot link by a code"


async def by_phone(walk: "Walk", person: DrivenPerson) -> None:
    """Link somebody by the number that the journal has."""
    number = await walk.world.phone(person.name)
    await walk.world.asks_by_phone(person, number)
    await person.write(await walk.world.sandbox.sms_code(number))
    await _answers(walk, person)
    assert is_linked(walk, person), f"{person.name} cannot link by the number"


async def code_of(walk: "Walk", name: str) -> personal_codes.Printed | None:
    """A personal code that works, as the next sheet would show it; None for somebody who is linked."""
    # In a context of its own the table of contents of Tortoise is not that of the bot.
    return await asyncio.get_running_loop().create_task(_issued(walk, name), context=contextvars.Context())


async def _issued(walk: "Walk", name: str) -> personal_codes.Printed | None:
    family, given = name.split()[:2]
    async with database.opened(walk.world.settings.database), transaction():
        row = await RosterPerson.filter(school=KEY, family=family, given=given, until=None).first()
        roster = await Roster.of(KEY, walk.school().today())
        people = await roster.people([row.person_id] if row else [])
        printed = await personal_codes.issue(walk.school(), people.values(), actor=ledger.OPERATOR)
    return printed[0] if printed else None


async def _opens_sheet(walk: "Walk", person: DrivenPerson, name: str) -> None:
    printed = await code_of(walk, name)
    assert printed is not None, f"another page is {name}"
    await person.opens(printed.link)
    await person.start()
    await _answers(walk, person)


async def _answers(walk: "Walk", person: DrivenPerson) -> None:
    """Go on through whatever linking asks."""
    await walk.settled()
    for _ in range(QUESTIONS):
        sight = await look(walk.rows, person, set())
        onward = [button for button in sight.window if button.kind.target in ONWARD]
        if is_linked(walk, person) or not onward:
            break
        await person.press_at(**onward[0].place)
        await walk.settled()


async def undone(walk: "Walk", person: DrivenPerson, *, erase: bool) -> None:
    """«Отвязать профиль» or «Удалить мои данные», with the word that it asks for."""
    await walk.opens(person, {"s": "X.TYPED", "w": "erase" if erase else "unlink", "t": await walk.timestamp()})
    sight = await look(walk.rows, person, set())
    await person.write("УДАЛИТЬ" if "УДАЛИТЬ" in sight.text else "ОТВЯЗАТЬ")
    await walk.settled()
