"""Who is who in the console: owners of the configuration, administrators of the journal, and roles that were given."""

from dataclasses import dataclass
from typing import Any

from bot.domain.console import Level, level_named, may_grant, may_revoke
from bot.domain.kinds import Role
from bot.errors import UserError
from bot.services import accounts, ledger
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.people import Account
from models.steering import ConsoleRole

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a level in the console; ``is_given``: by a person here, not by the journal or the configuration."""

    profile: Profile
    level: Level
    is_given: bool


async def level_of(school: SchoolContext, profile: Profile) -> Level | None:
    """The level of a page, None outside the console; a role rests while its holder does not work at the school."""
    if profile.page in school.settings.owners:
        return Level.OWNER
    if any(Role.ADMINISTRATOR in person.roles for person in profile.people):
        return Level.ADMINISTRATOR
    if profile.account_id is None or STAFF not in profile.roles:
        return None
    given = await ConsoleRole.get_or_none(school_id=school.key, account_id=profile.account_id)
    return level_named(given.level) if given else None


async def holders(school: SchoolContext) -> list[Holder]:
    """Everybody with a level, the highest first, then by name; somebody whose role rests is left out."""
    given = {role.account_id for role in await ConsoleRole.filter(school_id=school.key)}
    pages = {account.messenger_id for account in await Account.filter(id__in=list(given))}
    pages |= set(school.settings.owners) | set(await _administrators(school))
    found = [Holder(who, level, who.account_id in given) for who, level in await _levels(school, pages)]
    return sorted(found, key=lambda one: (-one.level, [person.family for person in one.profile.people]))


async def administrators(school: SchoolContext) -> set[int]:
    """The pages of the administrators and the owners."""
    return {holder.profile.page for holder in await holders(school) if holder.level >= Level.ADMINISTRATOR}


async def grant(school: SchoolContext, profile: Profile, target: Profile, level: Level) -> None:
    """Give ``target`` a level in place of the one before; ``UserError`` when ``profile`` may not, or it cannot work."""
    before = await _checked(school, profile, target)
    own = await level_of(school, profile)
    if own is None or not may_grant(own, level, before):
        raise UserError("k-role-refused")
    given = {"level": level.code, "granted_by": profile.account_id, "granted_at": school.now()}
    await ConsoleRole.update_or_create(school_id=school.key, account_id=target.account_id, defaults=given)
    await _note(school, profile, target, "console-role-given", level=level.code)


async def revoke(school: SchoolContext, profile: Profile, target: Profile) -> None:
    """Take away the level that ``target`` was given; ``UserError`` when ``profile`` may not."""
    before = await _checked(school, profile, target)
    own = await level_of(school, profile)
    if own is None or not may_revoke(own, before):
        raise UserError("k-role-refused")
    if await ConsoleRole.filter(school_id=school.key, account_id=target.account_id).delete():
        await _note(school, profile, target, "console-role-taken")


async def _checked(school: SchoolContext, profile: Profile, target: Profile) -> Level | None:
    """The level of ``target`` now; ``UserError`` for somebody who could not have one."""
    if target.page == profile.page:
        raise UserError("k-role-self")
    if target.account_id is None or STAFF not in target.roles:
        raise UserError("k-role-not-staff")
    return await level_of(school, target)


async def _levels(school: SchoolContext, pages: set[int]) -> list[tuple[Profile, Level]]:
    profiles = [await accounts.profile_of(school, page) for page in sorted(pages)]
    levels = [(who, await level_of(school, who)) for who in profiles]
    return [(who, level) for who, level in levels if level is not None]


async def _administrators(school: SchoolContext) -> list[int]:
    roster = await Roster.of(school.key, school.today())
    people = [person.source_id for person in await roster.administrators()]
    return list((await accounts.pages_of(school, people)).values())


async def _note(school: SchoolContext, profile: Profile, target: Profile, event: str, **details: Any) -> None:
    actor = ledger.by(profile)
    await ledger.note(school, event, actor=actor, account_id=target.account_id, **details)
