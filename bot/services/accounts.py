"""Who a VK page is at school: its account, its journal records, its roles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.people import Account, PersonLink
from models.rows import holes, select

CONSENT_VERSION = "2026-11"
MESSENGER = "vk"
_PROFILE = """
SELECT account.id, shown_role, is_reachable, write_from, write_until, person_id FROM account
LEFT JOIN person_link ON person_link.account_id = account.id
WHERE account.school_id = ? AND messenger = ? AND messenger_id = ? AND erase_at IS NULL ORDER BY person_link.id
"""
_PAGES = """
SELECT person_id, messenger_id FROM person_link JOIN account ON account.id = person_link.account_id
WHERE person_link.school_id = ?
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A page as the conversation sees it. Without consent ``account_id`` is None; without links ``people`` is empty."""

    page: int
    account_id: int | None = None
    people: tuple[Person, ...] = ()
    shown_role: str = ""
    is_reachable: bool = True
    hours: tuple[int, int] | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the page is linked with somebody of the journal."""
        return bool(self.people)

    @property
    def roles(self) -> tuple[str, ...]:
        """The conversation's roles, staff first: ``staff``, ``guardian``, ``pupil``."""
        held = {role for person in self.people for role in person.roles}
        tests = (
            ("staff", any(role.is_staff for role in held)),
            ("guardian", Role.GUARDIAN in held),
            ("pupil", Role.PUPIL in held),
        )
        return tuple(name for name, holds in tests if holds)

    @property
    def role(self) -> str:
        """The role whose menu is shown: the chosen one, else the only one, else empty."""
        if self.shown_role in self.roles:
            return self.shown_role
        return self.roles[0] if len(self.roles) == 1 else ""

    @property
    def person_ids(self) -> tuple[str, ...]:
        """Source ids of the linked records."""
        return tuple(person.source_id for person in self.people)


async def profile_of(school: SchoolContext, page: int) -> Profile:
    """The profile of a VK page; whoever asked for deletion has taken the consent back."""
    rows = await select(_PROFILE, [school.key, MESSENGER, page])
    if not rows:
        return Profile(page)
    account = rows[0]
    people = await _active_people(school, [row["person_id"] for row in rows if row["person_id"] is not None])
    first, last = account["write_from"], account["write_until"]
    hours = (first, last) if first is not None and last is not None else None
    return Profile(page, account["id"], people, account["shown_role"], bool(account["is_reachable"]), hours)


async def same_page(school: SchoolContext, person_id: str) -> list[str]:
    """The records that are linked with the same page as this one, which comes first."""
    page = (await pages_of(school, [person_id])).get(person_id)
    links = PersonLink.filter(school_id=school.key, account__messenger_id=page).order_by("id")
    others = map(str, await links.values_list("person_id", flat=True)) if page is not None else ()
    return [person_id, *(one for one in others if one != person_id)]


async def linked_people(school: SchoolContext, account_id: int) -> tuple[Person, ...]:
    """The active journal records of an account."""
    ids = await PersonLink.filter(account_id=account_id).order_by("id").values_list("person_id", flat=True)
    return await _active_people(school, list(map(str, ids)))


async def who_was(school: SchoolContext, page: int) -> Person | None:
    """The first journal record behind a page, also one that is switched off: whoever has left keeps the name."""
    links = PersonLink.filter(school_id=school.key, account__messenger_id=page).order_by("id")
    ids = [str(person_id) for person_id in await links.values_list("person_id", flat=True)]
    known = await (await Roster.of(school.key, school.today())).people(ids)
    return next((known[person_id] for person_id in ids if person_id in known), None)


async def consent(school: SchoolContext, page: int) -> int:
    """Store that the page agreed to the consent of today's version, which ends a deletion; returns the account."""
    account, _ = await Account.get_or_create(
        school_id=school.key,
        messenger=MESSENGER,
        messenger_id=page,
        defaults={"consent_version": CONSENT_VERSION, "consent_at": school.now()},
    )
    if account.consent_version != CONSENT_VERSION:
        await Account.filter(id=account.id).update(consent_version=CONSENT_VERSION, consent_at=school.now())
    await Account.filter(id=account.id).update(erase_at=None)
    return account.id


async def show_role(account_id: int, role: str) -> None:
    """Remember whose menu the person wants to see."""
    await Account.filter(id=account_id).update(shown_role=role)


async def set_hours(account_id: int, hours: tuple[int, int] | None) -> None:
    """Remember in which hours of the day news may come: from the first until the second; None: the school's hours."""
    first, last = hours or (None, None)
    await Account.filter(id=account_id).update(write_from=first, write_until=last)


async def pages_of(school: SchoolContext, people: Sequence[str]) -> dict[str, int]:
    """VK pages by journal person, for those of ``people`` who are linked."""
    if not people:
        return {}
    rows = await select(f"{_PAGES} AND person_id IN ({holes(people)})", [school.key, *people])
    return {row["person_id"]: row["messenger_id"] for row in rows}


def humans(people: Collection[str], pages: Mapping[str, int]) -> int:
    """How many humans these people are: the records of one page are one; ``pages`` as ``pages_of`` gives them."""
    return len({pages.get(person_id, person_id) for person_id in people})


async def unreachable(school: SchoolContext, pages: Sequence[int]) -> int:
    """How many of these pages the community may not write to."""
    return await Account.filter(school_id=school.key, messenger_id__in=list(pages), is_reachable=False).count()


async def set_reachable(school: SchoolContext, page: int, *, is_reachable: bool) -> bool:
    """Store whether the community may write to the page; True when that is news."""
    changed = await Account.filter(
        school_id=school.key, messenger=MESSENGER, messenger_id=page, is_reachable=not is_reachable
    ).update(is_reachable=is_reachable)
    return bool(changed)


async def _active_people(school: SchoolContext, ids: Sequence[str]) -> tuple[Person, ...]:
    known = await (await Roster.of(school.key, school.today())).people(ids)
    return tuple(known[person_id] for person_id in ids if person_id in known and known[person_id].enabled)
