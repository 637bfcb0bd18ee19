"""What the oracle believes of the school, and who belongs to which chat by it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.domain.kinds import ChatKind, Part, Role, Verdict
from bot.domain.roster import Membership, Person, Snapshot, Unit
from models.chats import Chat, ChatPick
from tests.simulation.register import MembershipKey


@dataclass(frozen=True)
class Seat:
    """Why a person belongs: the people on whom it depends (a mother's children, else the person)."""

    subjects: frozenset[str]
    leads: bool = False
    is_by_hand: bool = False


class Why(NamedTuple):
    """One reason to belong: through whom, by whom it depends, and whether somebody decided it by hand."""

    person: str
    subject: str
    is_by_hand: bool


@dataclass
class Believed:
    """What the bot was told so far: the last whole reading, and what partial ones have added since."""

    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    memberships: dict[MembershipKey, Membership] = field(default_factory=dict)
    guardianships: set[tuple[str, str]] = field(default_factory=set)

    def hears(self, snapshot: Snapshot) -> None:
        """A reading that is not whole only adds; a whole one replaces everything."""
        if snapshot.verdict in (Verdict.FAILED, Verdict.EMPTY):
            return
        if snapshot.verdict is Verdict.OK:
            self.people, self.units, self.memberships, self.guardianships = {}, {}, {}, set()
        self.people |= {one.source_id: one for one in snapshot.people}
        self.units |= {one.source_id: one for one in snapshot.units}
        self.memberships |= {(one.unit_id, one.person_id, one.part): one for one in snapshot.memberships}
        self.guardianships |= {(one.guardian_id, one.pupil_id) for one in snapshot.guardianships}

    def is_on(self, person_id: str) -> bool:
        return person_id in self.people and self.people[person_id].enabled

    def roles(self, person_id: str) -> frozenset[Role]:
        return self.people[person_id].roles if person_id in self.people else frozenset()

    def is_staff(self, person_id: str) -> bool:
        return any(role.is_staff for role in self.roles(person_id))

    def holds(self, row: Membership) -> bool:
        return not row.ended and self.is_on(row.person_id)

    def seats(self, chat: Chat, picks: dict[str, ChatPick]) -> dict[str, Seat]:
        """Who belongs to a chat: by the journal, and before it by what people decided."""
        if chat.deleted_at is not None or not chat.state.is_ours:
            return {}
        seats = self._by_journal(chat)
        for person, pick in picks.items():
            if pick.is_in and self.is_on(person):
                seats.setdefault(person, Seat(frozenset({person}), is_by_hand=True))
        if chat.author_id and self.is_on(chat.author_id):
            seats[chat.author_id] = Seat(frozenset({chat.author_id}), leads=True, is_by_hand=True)
        for person, pick in picks.items():
            if not pick.is_in:
                seats.pop(person, None)
            elif pick.leads is not None and person in seats:
                seats[person] = replace(seats[person], leads=pick.leads)
        return seats

    def _by_journal(self, chat: Chat) -> dict[str, Seat]:
        unit = self.units.get(chat.unit_id)
        if unit is None or unit.year != chat.year or not chat.follows_journal:
            return {}
        rows = [row for row in self.memberships.values() if self.holds(row)]
        here = [row for row in rows if row.unit_id == chat.unit_id]
        pupils = {row.person_id for row in here if row.part is Part.PUPIL}
        if chat.kind is ChatKind.SUBJECT:
            return _alone(row.person_id for row in here)
        seats: dict[str, Seat] = {}
        if chat.kind is ChatKind.CLASS_PUPILS:
            seats = _alone(pupils)
        elif chat.kind is ChatKind.CLASS_PARENTS:
            children: dict[str, set[str]] = defaultdict(set)
            for guardian, pupil in self.guardianships:
                if pupil in pupils and self.is_on(guardian):
                    children[guardian].add(pupil)
            seats = {guardian: Seat(frozenset(mine)) for guardian, mine in children.items()}
        elif chat.kind is ChatKind.CLASS_COLLEAGUES:
            groups = {row.unit_id for row in rows if row.part is Part.PUPIL and row.person_id in pupils}
            taught = {chat.unit_id, *groups}
            seats = _alone(row.person_id for row in rows if row.part is Part.TEACHER and row.unit_id in taught)
        leaders = [row.person_id for row in here if row.part is Part.HOMEROOM]
        return seats | {person: Seat(frozenset({person}), leads=True) for person in leaders}


@dataclass
class Place:
    """A chat as the oracle sees it."""

    chat: Chat
    seats: dict[str, Seat]
    picks: dict[str, ChatPick]

    @property
    def leaders(self) -> int:
        return sum(seat.leads for seat in self.seats.values())


def _alone(people: Iterable[str]) -> dict[str, Seat]:
    return {person: Seat(frozenset({person})) for person in people}
