"""People of a feed: names, roles of today, phones, and who is whose guardian."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.kinds import Role
from bot.domain.roster import Guardianship, Person
from bot.domain.russian import mobile_phones
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.schools import School
from bot.journals.tables import Row
from bot.journals.words import BOOLEANS, ROLES, is_active, items, read_date

_NO_PATRONYMIC = frozenset({"", "-", "—", "–", "нет", "отсутствует"})
_ROUNDED_BY_EXCEL = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


def read_people(feed: Feed, users: Mapping[str, Row], school: School, today: date, notes: Notes) -> dict[str, Person]:
    """Read everybody of the users table with the roles that are valid today in this school."""
    roles = _roles(feed, users, school, today, notes)
    return {key: _person(row, frozenset(roles[key]), notes) for key, row in users.items()}


def unique_rows(rows: Iterable[Row], notes: Notes) -> dict[str, Row]:
    """Key rows by sourcedId; rows without one are left out, of rows that contradict each other the first is kept."""
    unique: dict[str, Row] = {}
    for row in rows:
        if not row["sourcedId"]:
            notes.incomplete(Code.MISSING_VALUE, row.place, column="sourcedId")
        elif unique.setdefault(row["sourcedId"], row).cells != row.cells:
            notes.incomplete(Code.DUPLICATE_ID, row.place)
    return unique


def _roles(feed: Feed, users: Mapping[str, Row], school: School, today: date, notes: Notes) -> Mapping[str, set[Role]]:
    roles: dict[str, set[Role]] = defaultdict(set)
    if feed.roles is None:
        for key, row in users.items():
            if _is_here(row, _org_ids(row), school, feed.orgs.file, notes):
                _add_role(roles[key], row, notes)
        return roles
    for row in feed.roles.rows:
        if row["userSourcedId"] not in users:
            notes.repair(Code.DANGLING, row.place, column="userSourcedId", target=feed.users.file)
        elif _is_valid(row, today, notes) and _is_here(
            row, {row["orgSourcedId"]} - {""}, school, feed.orgs.file, notes
        ):
            _add_role(roles[row["userSourcedId"]], row, notes)
    return roles


def _add_role(roles: set[Role], row: Row, notes: Notes) -> None:
    word = ROLES.read(row, "role", notes)
    if word and word[1]:
        roles.add(word[1])
    elif word:
        notes.repair(Code.ROLE_UNUSED, row.place, role=word[0])


def _is_valid(row: Row, today: date, notes: Notes) -> bool:
    begin_on, end_on = read_date(row, "beginDate", notes), read_date(row, "endDate", notes)
    return is_active(row, notes) and (begin_on or today) <= today <= (end_on or today)


def _is_here(row: Row, org_ids: set[str], school: School, orgs_file: str, notes: Notes) -> bool:
    if org_ids & school.org_ids:
        return True
    if org_ids & school.known_org_ids:
        notes.repair(Code.ROLE_ELSEWHERE, row.place)
        return False
    if org_ids:
        notes.repair(Code.DANGLING, row.place, column="orgSourcedId", target=orgs_file)
    return school.is_only


def _org_ids(user: Row) -> set[str]:
    return {*items(user["orgSourcedIds"]), user["primaryOrgSourcedId"]} - {""}


def _person(row: Row, roles: frozenset[Role], notes: Notes) -> Person:
    for column in ("familyName", "givenName"):
        if not row[column]:
            notes.repair(Code.NAME_EMPTY, row.place, column=column)
    patronymic = row["middleName"]
    return Person(
        source_id=row["sourcedId"],
        family=row["familyName"],
        given=row["givenName"],
        patronymic="" if patronymic.casefold() in _NO_PATRONYMIC else patronymic,
        roles=roles,
        phones=_phones(row, notes),
        enabled=_is_enabled(row, notes),
    )


def _is_enabled(row: Row, notes: Notes) -> bool:
    if not row["enabledUser"]:
        notes.repair(Code.DEFAULT_VALUE, row.place, column="enabledUser", read="true")
    word = BOOLEANS.read(row, "enabledUser", notes)
    return is_active(row, notes) and (word is None or word[1])


def _phones(row: Row, notes: Notes) -> tuple[str, ...]:
    phones: list[str] = []
    for cell in filter(None, (row["sms"], row["phone"])):
        found = mobile_phones(cell)
        if not found:
            notes.repair(Code.PHONE_EXCEL if _ROUNDED_BY_EXCEL.search(cell) else Code.PHONE_UNUSABLE, row.place)
        phones += found
    return tuple(dict.fromkeys(phones))


def read_guardianships(
    users: Mapping[str, Row], people: Mapping[str, Person], pupil_ids: frozenset[str], notes: Notes
) -> tuple[Guardianship, ...]:
    """Unite what pupils say of their guardians and guardians of their pupils; the agent of a pupil is a guardian."""
    pairs: dict[Guardianship, None] = {}
    for row in users.values():
        for agent in items(row["agentSourcedIds"]):
            if agent not in people:
                notes.repair(Code.DANGLING, row.place, column="agentSourcedIds", target=row.file)
            elif pair := _guardianship(people[row["sourcedId"]], people[agent], pupil_ids):
                pairs[pair] = None
            else:
                notes.repair(Code.AGENT_WITHOUT_PUPIL, row.place)
    return tuple(pairs)


def _guardianship(person: Person, agent: Person, pupil_ids: frozenset[str]) -> Guardianship | None:
    if person is agent:
        return None
    is_own_guardian = person.source_id in pupil_ids and (
        agent.source_id not in pupil_ids or Role.GUARDIAN in agent.roles or Role.GUARDIAN not in person.roles
    )
    if is_own_guardian:
        return Guardianship(agent.source_id, person.source_id)
    return Guardianship(person.source_id, agent.source_id) if agent.source_id in pupil_ids else None


def with_guardian_role(people: Mapping[str, Person], guardianships: Iterable[Guardianship]) -> dict[str, Person]:
    """Give every guardian the role, whatever the roles of the feed say."""
    guardians = {pair.guardian_id for pair in guardianships}
    return {
        key: replace(person, roles=person.roles | {Role.GUARDIAN}) if key in guardians else person
        for key, person in people.items()
    }


def people_of_school(
    users: Mapping[str, Row],
    people: Mapping[str, Person],
    school: School,
    member_ids: Iterable[str],
    pairs: Iterable[Guardianship],
) -> tuple[Person, ...]:
    """Leave out people of other schools of the same feed."""
    if school.is_only:
        return tuple(people.values())
    here = set(member_ids)
    for key, row in users.items():
        if school.org_ids & _org_ids(row):
            here.add(key)
    here |= {pair.guardian_id for pair in pairs if pair.pupil_id in here}
    return tuple(person for key, person in people.items() if key in here)
