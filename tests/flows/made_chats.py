"""Chats that somebody has made by hand, for stories that begin after that."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.roster import Person
from bot.sandbox.driver import DrivenPerson
from bot.services import accounts, create_chat, drafts
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models import database
from models.database import transaction
from models.roster import RosterPerson
from tests.flows.world import KEY, World


async def made_by_hand(world: World, title: str, *, author: DrivenPerson, members: Sequence[str]) -> None:
    """A custom chat of these people, as the last press of the conversation makes it."""
    assert world.application is not None
    school = world.application.context(KEY)
    async with database.opened(world.settings.database), transaction():
        picked = tuple([person.source_id for name in members for person in await _called(school, name)])
        profile = await accounts.profile_of(school, author.id)
        sketch = await drafts.begin(school, author.id, drafts.CUSTOM, title=title)
        await create_chat.create(school, profile, replace(sketch, members=picked))
    await world.inside(title, author)
    await world.calm()


async def _called(school: SchoolContext, name: str) -> list[Person]:
    """The records of somebody: a parent who teaches has two."""
    family, given = name.split()[:2]
    roster = await Roster.of(school.key, school.today())
    rows = await RosterPerson.filter(school=school.key, family=family, given=given)
    people = await roster.people([row.person_id for row in rows])
    assert people, f"nobody is called {name}"
    return list(people.values())
