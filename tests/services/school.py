"""A school without VK: a database of its own, a clock that a test moves, a journal that a test writes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import config
from bot.domain.events import Event, load
from bot.domain.kinds import ChatKind, ChatState, Part, Role, UnitKind, Verdict
from bot.domain.roster import Guardianship, Membership, Person, Remark, Snapshot, Unit
from bot.keys import ServerKey
from bot.metrics import LatestErrors
from bot.services import accounts
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat
from models.people import PersonLink
from models.schools import School
from models.traffic import InboxEvent, OutboxMessage
from scheduler.rosters import Rosters

KEY = "school12"
SECRET_KEY = "a key that is long enough for a test, and no more than that"
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""A Monday, 12:00 in Perm."""
YEAR = "2026/2027"
OWNER = 900


class MovedClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


def context(folder: Path, clock: MovedClock, *, daily_budget: int = 300, **school: Any) -> SchoolContext:
    """The school as use cases know it; ``school`` are settings of its own that differ from the usual ones."""
    content = {
        "title": "Школа № 12",
        "group_id": 1,
        "token": "token",
        "owners": [OWNER],
        "time_zone": "Asia/Yekaterinburg",
        "journal": {"path": folder / "journal"},
        "reconcile": {"starts_in_preview": False},
        **school,
    }
    whole = {"secret_key": SECRET_KEY, "sms": {"daily_budget": daily_budget}, "schools": {KEY: content}}
    settings = config.build(whole, place="test")
    errors = LatestErrors(clock.now())
    return SchoolContext(KEY, settings.schools[KEY], settings.sms, ServerKey(SECRET_KEY), clock, errors)


@dataclass
class Journal:
    """A journal that says what a test wants it to say, read as every other journal is."""

    school: SchoolContext
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    memberships: dict[tuple[str, str, Part], Membership] = field(default_factory=dict)
    guardianships: list[Guardianship] = field(default_factory=list)
    verdict: Verdict = Verdict.OK
    problems: tuple[Remark, ...] = ()

    @property
    def rosters(self) -> Rosters:
        """The coordinator that reads this journal."""
        return Rosters(self.school, self.read)

    def read(self, path: Path, today: date) -> Snapshot:
        """What the journal says now."""
        if self.verdict in (Verdict.FAILED, Verdict.EMPTY):
            return Snapshot(self.verdict, problems=self.problems)
        return Snapshot(
            self.verdict,
            "Школа № 12",
            tuple(self.people.values()),
            tuple(self.units.values()),
            tuple(self.memberships.values()),
            tuple(self.guardianships),
            self.problems,
        )

    async def is_read(self) -> None:
        """Have the journal read and taken over."""
        await self.rosters.accept()

    def person(self, person_id: str, *roles: Role, phones: Iterable[str] = (), enabled: bool = True) -> None:
        """Somebody of the journal; the id serves as the name."""
        self.people[person_id] = Person(person_id, person_id, "Имя", "", frozenset(roles), tuple(phones), enabled)

    def unit(self, unit_id: str, *, kind: UnitKind = UnitKind.CLASS, active: bool = True) -> None:
        """A class or a group; the id serves as the title."""
        self.units[unit_id] = Unit(unit_id, kind, unit_id, YEAR, active=active)

    def joins(self, person_id: str, unit_id: str, part: Part, **dates: Any) -> None:
        """Somebody has a part in a unit."""
        self.memberships[unit_id, person_id, part] = Membership(unit_id, person_id, part, **dates)


def small(school: SchoolContext) -> Journal:
    """8А with its teacher Петров, two pupils, a mother, and Химик, who teaches a group with one of the pupils; 8Б."""
    journal = Journal(school)
    journal.person("Петров", Role.TEACHER, phones=["+79120000101"])
    journal.person("Химик", Role.TEACHER, Role.GUARDIAN)
    journal.person("Белов", Role.PUPIL, phones=["+79120000301"])
    journal.person("Чернов", Role.PUPIL)
    journal.person("Белова", Role.GUARDIAN, phones=["+79120000201"])
    for unit_id in ("8А", "8Б"):
        journal.unit(unit_id)
    journal.unit("8А химия", kind=UnitKind.GROUP)
    journal.joins("Петров", "8А", Part.HOMEROOM)
    journal.joins("Белов", "8А", Part.PUPIL)
    journal.joins("Чернов", "8А", Part.PUPIL)
    journal.joins("Белов", "8А химия", Part.PUPIL)
    journal.joins("Химик", "8А химия", Part.TEACHER)
    journal.guardianships.append(Guardianship("Белова", "Белов"))
    return journal


async def roster_of(school: SchoolContext) -> Roster:
    """The visible roster of today."""
    return await Roster.of(school.key, school.today())


async def pupils_chat(**fields: Any) -> Chat:
    """The chat of the pupils of 8А, which VK has already."""
    of_8a = {"school_id": KEY, "year": YEAR, "kind": ChatKind.CLASS_PUPILS, "unit_id": "8А", "title": "8А — ученики"}
    return await Chat.create(**of_8a, state=ChatState.ACTIVE, peer_id=2_000_000_001, created_at=NOON, **fields)


async def without_other_chats() -> None:
    """Nobody wants the chats of 8А for parents and for colleagues, so that one chat of it is all there is."""
    for kind in (ChatKind.CLASS_PARENTS, ChatKind.CLASS_COLLEAGUES):
        fields: dict[str, Any] = {"school_id": KEY, "year": YEAR, "kind": kind, "unit_id": "8А", "created_at": NOON}
        await Chat.create(title=kind.value, state=ChatState.CLOSED, **fields)


async def linked(school: SchoolContext, page: int, *people: str, method: str = "code") -> int:
    """A page that has consented and is linked with these people; returns its account."""
    account_id = await accounts.consent(school, page)
    for person_id in people:
        await PersonLink.create(
            school_id=school.key,
            account_id=account_id,
            person_id=person_id,
            method=method,
            linked_at=school.now(),
        )
    return account_id


async def told(school: SchoolContext, page: int) -> list[str]:
    """What was said to a page, in order."""
    rows = await OutboxMessage.filter(school_id=school.key, peer_id=page, kind="send").order_by("id")
    return [str(json.loads(school.server_key.decrypt(row.body))["message"]) for row in rows]


async def own_events(school: SchoolContext) -> list[Event]:
    """What the handlers will hear of, in order."""
    rows = await InboxEvent.filter(school_id=school.key).order_by("id")
    return [load(school.server_key.decrypt(row.body)) for row in rows]


async def number_of(school: SchoolContext) -> int:
    """The number of the visible roster."""
    return (await School.get(key=school.key)).roster_number
