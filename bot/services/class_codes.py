"""Personal codes of a whole class, of the staff, or of one person, ordered in the console."""

from collections.abc import Collection, Sequence

from bot.domain.console import Level
from bot.domain.kinds import Role
from bot.domain.roster import Person, Unit
from bot.errors import UserError
from bot.services import accounts, console_roles, invite_sheet, ledger, people_search, personal_codes
from bot.services.accounts import Profile
from bot.services.invite_sheet import Sheet
from bot.services.personal_codes import Printed
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.people import PersonLink

STAFF = "staff"


async def recipients(school: SchoolContext, profile: Profile, unit_id: str) -> list[Person]:
    """Who of a class, or of ``STAFF``, has not linked and may get a code from this person."""
    found = await people_search.unlinked(school)
    if unit_id == STAFF:
        people: Sequence[Person] = found.staff
    else:
        people = next((group for unit, group in found.by_class if unit.source_id == unit_id), ())
    return await _within_reach(school, profile, people)


async def may_give(school: SchoolContext, profile: Profile, person: Person) -> bool:
    """Whether this person has not linked and may get a code from the page of ``profile``."""
    is_linked = await PersonLink.exists(school_id=school.key, person_id=person.source_id)
    return not is_linked and bool(await _within_reach(school, profile, [person]))


async def unit(school: SchoolContext, unit_id: str) -> Unit | None:
    """An active class."""
    roster = await Roster.of(school.key, school.today())
    return next((one for one in await roster.classes() if one.source_id == unit_id), None)


async def printed(school: SchoolContext, profile: Profile, people: Collection[Person]) -> list[Printed]:
    """Codes for these people: those that still work, and new ones for the others; ``UserError`` for nobody."""
    if not people:
        raise UserError("k-codes-nobody")
    return await personal_codes.issue(school, people, actor=ledger.by(profile))


async def order(school: SchoolContext, profile: Profile, people: Collection[Person], title: str) -> Sheet:
    """The sheet of these people's codes; ``UserError`` for nobody."""
    cards = await printed(school, profile, people)
    await ledger.note(school, "sheet-printed", actor=ledger.by(profile), cards=len(cards))
    until = min(one.expires_at for one in cards)
    return Sheet(len(cards), until, await invite_sheet.drawn(school, title, cards))


async def replace(school: SchoolContext, profile: Profile, people: Collection[Person], *, up_to: int) -> bool:
    """Void these people's codes up to the number ``up_to`` and make new ones; False when that was done before."""
    revoked = await invite_sheet.living(school, people).filter(id__lte=up_to).update(is_revoked=True)
    await printed(school, profile, people)
    return bool(revoked)


async def teachers(school: SchoolContext, unit_id: str) -> list[int]:
    """The pages of the class teacher, usually one; none when nobody of them has linked."""
    roster = await Roster.of(school.key, school.today())
    return sorted((await accounts.pages_of(school, await roster.homeroom_teachers(unit_id))).values())


async def _within_reach(school: SchoolContext, profile: Profile, people: Sequence[Person]) -> list[Person]:
    """Whoever holds a code can become that person: nobody gets codes of people above or beside themselves.

    An operator gets those of pupils and guardians, an administrator those of the staff too, and only an owner those of
    administrators.
    """
    level = await console_roles.level_of(school, profile)
    if level is None or level < Level.OPERATOR:
        return []
    roster = await Roster.of(school.key, school.today())
    heads = {person.source_id for person in people if Role.ADMINISTRATOR in person.roles}
    if level < Level.ADMINISTRATOR:
        beyond = await invite_sheet.employed(roster, people)
    else:
        beyond = set() if level is Level.OWNER else heads
    return [person for person in people if person.source_id not in beyond]
