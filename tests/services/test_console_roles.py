"""Levels of the console: where each comes from, when a given one rests, and who may give it."""

import pytest

from bot.domain.console import Level
from bot.domain.kinds import Role
from bot.errors import UserError
from bot.services import accounts, console_roles
from bot.services.school import SchoolContext
from models.chats import LedgerLine
from tests.services.school import OWNER, Journal, linked

HEAD, TEACHER, CHEMIST, MOTHER = 310, 311, 312, 313


async def _school(school: SchoolContext, journal: Journal) -> None:
    journal.person("Директор", Role.ADMINISTRATOR)
    await journal.is_read()
    for page, person in ((HEAD, "Директор"), (TEACHER, "Петров"), (CHEMIST, "Химик"), (MOTHER, "Белова")):
        await linked(school, page, person)


async def _level(school: SchoolContext, page: int) -> Level | None:
    return await console_roles.level_of(school, await accounts.profile_of(school, page))


async def _grant(school: SchoolContext, page: int, to: int, level: Level) -> None:
    await console_roles.grant(
        school, await accounts.profile_of(school, page), await accounts.profile_of(school, to), level
    )


async def _revoke(school: SchoolContext, page: int, of: int) -> None:
    await console_roles.revoke(school, await accounts.profile_of(school, page), await accounts.profile_of(school, of))


async def test_owners_stand_in_the_configuration_and_administrators_in_the_journal(
    school: SchoolContext, journal: Journal
) -> None:
    await _school(school, journal)
    assert await _level(school, OWNER) is Level.OWNER
    assert await _level(school, HEAD) is Level.ADMINISTRATOR
    assert await _level(school, TEACHER) is None


async def test_a_given_level_holds_changes_and_ends_and_each_time_stands_in_the_ledger(
    school: SchoolContext, journal: Journal
) -> None:
    await _school(school, journal)
    await _grant(school, HEAD, TEACHER, Level.OPERATOR)
    assert await _level(school, TEACHER) is Level.OPERATOR
    await _grant(school, HEAD, TEACHER, Level.OBSERVER)
    assert await _level(school, TEACHER) is Level.OBSERVER
    await _revoke(school, HEAD, TEACHER)
    await _revoke(school, HEAD, TEACHER)
    assert await _level(school, TEACHER) is None
    lines = await LedgerLine.filter(event__startswith="console-role").order_by("id")
    assert [(line.event, line.details) for line in lines] == [
        ("console-role-given", {"level": "operator"}),
        ("console-role-given", {"level": "observer"}),
        ("console-role-taken", {}),
    ]


async def test_nobody_gives_or_takes_at_or_above_the_own_level(school: SchoolContext, journal: Journal) -> None:
    await _school(school, journal)
    await _grant(school, OWNER, TEACHER, Level.ADMINISTRATOR)
    await _grant(school, HEAD, CHEMIST, Level.OPERATOR)
    for page, to, level in (
        (HEAD, CHEMIST, Level.ADMINISTRATOR),
        (HEAD, CHEMIST, Level.OWNER),
        (OWNER, CHEMIST, Level.OWNER),
        (HEAD, TEACHER, Level.OBSERVER),
        (CHEMIST, TEACHER, Level.OBSERVER),
    ):
        with pytest.raises(UserError, match="k-role-refused"):
            await _grant(school, page, to, level)
    with pytest.raises(UserError, match="k-role-refused"):
        await _revoke(school, HEAD, TEACHER)
    with pytest.raises(UserError, match="k-role-self"):
        await _grant(school, TEACHER, TEACHER, Level.OBSERVER)


async def test_only_linked_staff_can_be_given_a_level(school: SchoolContext, journal: Journal) -> None:
    await _school(school, journal)
    for page in (MOTHER, 999):
        with pytest.raises(UserError, match="k-role-not-staff"):
            await _grant(school, HEAD, page, Level.OBSERVER)


async def test_a_level_rests_while_its_holder_does_not_work_at_the_school(
    school: SchoolContext, journal: Journal
) -> None:
    await _school(school, journal)
    await _grant(school, HEAD, TEACHER, Level.OPERATOR)
    journal.person("Петров", Role.TEACHER, enabled=False)
    await journal.is_read()
    assert await _level(school, TEACHER) is None
    assert TEACHER not in [one.profile.page for one in await console_roles.holders(school)]


async def test_holders_are_listed_from_the_highest_down(school: SchoolContext, journal: Journal) -> None:
    await _school(school, journal)
    await _grant(school, HEAD, TEACHER, Level.OBSERVER)
    await _grant(school, HEAD, CHEMIST, Level.OPERATOR)
    found = [(one.profile.page, one.level, one.is_given) for one in await console_roles.holders(school)]
    assert found == [
        (OWNER, Level.OWNER, False),
        (HEAD, Level.ADMINISTRATOR, False),
        (CHEMIST, Level.OPERATOR, True),
        (TEACHER, Level.OBSERVER, True),
    ]
