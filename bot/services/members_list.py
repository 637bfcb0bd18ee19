"""Everybody of a chat, one line each: who they are, whether they have joined, and whether they lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.kinds import Ending
from bot.domain.membership import Standing
from bot.domain.roster import Person
from bot.domain.russian import full_name, normal_name
from bot.services import accounts, composition
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import PersonLink


class State(StrEnum):
    """Where somebody is on the way into a chat, as VK and the links show it (text ``state-<value>``).

    ``LEAVING`` is inside and does not belong any more, ``REMOVED`` neither belongs nor is inside.
    """

    INSIDE = "inside"
    INVITED = "invited"
    COMING = "coming"
    FAILED = "failed"
    STOPPED = "stopped"
    CLOSED = "closed"
    LEFT = "left"
    UNLINKED = "unlinked"
    LEAVING = "leaving"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """One human of a chat; ``others`` are further records of the same page that belong there, a parent who teaches.

    ``at`` is when the state began, where that is known. ``leads`` is what VK shows, ``is_to_lead`` what is wanted;
    ``is_locked``: answers for the chat, so neither leaves nor stops leading. ``obstacle`` names the sentence that says
    why a wish about the person was not carried out. ``is_silent``: inside and may not write, until ``silent_until`` if
    that ends by itself.
    """

    person: Person
    state: State
    page: int | None = None
    at: datetime | None = None
    leads: bool = False
    is_to_lead: bool = False
    is_locked: bool = False
    obstacle: str = ""
    is_silent: bool = False
    silent_until: datetime | None = None
    others: tuple[Person, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """All records of the human that the chat has to do with."""
        return (self.person, *self.others)

    @property
    def ids(self) -> list[str]:
        """What the journal calls them."""
        return [person.source_id for person in self.people]

    @property
    def name(self) -> str:
        """The full name."""
        return full_name(self.person.family, self.person.given, self.person.patronymic)


async def lines_of(school: SchoolContext, chat: Chat) -> list[Line]:
    """Everybody who belongs to the chat: administrators first, then by name."""
    roster = await Roster.of(school.key, school.today())
    seats = await composition.of_chat(roster, chat)
    lines = _together(await _lines(school, roster, chat, await roster.people(seats), seats))
    return sorted(lines, key=lambda line: (not line.leads, normal_name(line.name)))


async def line_of(school: SchoolContext, chat: Chat, person_id: str) -> Line | None:
    """One person in relation to the chat, also somebody who no longer belongs; None if the journal knows nobody."""
    roster = await Roster.of(school.key, school.today())
    seats = await composition.of_chat(roster, chat)
    same = [one for one in await accounts.same_page(school, person_id) if one in seats and one != person_id]
    known = await roster.people([person_id, *same])
    if person_id not in known:
        return None
    people = {one: known[one] for one in (person_id, *same) if one in known}
    return _together(await _lines(school, roster, chat, people, seats))[0]


async def outsiders(chat: Chat, lines: Iterable[Line]) -> int:
    """How many pages are inside that none of these people is linked with."""
    known = {line.page for line in lines}
    inside = ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0)
    return sum(row.member_id not in known for row in await inside)


async def _lines(
    school: SchoolContext,
    roster: Roster,
    chat: Chat,
    people: Mapping[str, Person],
    seats: composition.Composition,
) -> list[Line]:
    links = PersonLink.filter(school_id=school.key, person_id__in=list(people)).prefetch_related("account")
    by_person = {link.person_id: link for link in await links}
    rows = {row.member_id: row for row in await ChatMember.filter(chat_id=chat.id)}
    keepers = set(await composition.keepers(roster, chat))
    obstacles = _obstacles(chat)
    lines = []
    for person_id, person in people.items():
        link, seat = by_person.get(person_id), seats.get(person_id)
        page = link.account.messenger_id if link else None
        row = rows.get(page or 0)
        state, at = state_of(link, row) if seat else _gone(row)
        line = Line(
            person,
            state,
            page,
            at,
            leads=bool(row and row.is_inside and row.is_admin),
            is_to_lead=bool(seat and seat.standing is Standing.ADMIN),
            is_locked=person_id in keepers or bool(row and row.is_inside and row.is_owner),
            obstacle=obstacles.get(page or 0, ""),
            is_silent=bool(row and row.is_inside and _is_silent(row, school.now())),
            silent_until=row.muted_until if row and row.is_mute_wished else None,
        )
        lines.append(line)
    return lines


def _together(lines: Iterable[Line]) -> list[Line]:
    """One line for each page, however many records it has."""
    found: dict[str | int, Line] = {}
    for line in lines:
        key = line.person.source_id if line.page is None else line.page
        found[key] = _joined(found[key], line) if key in found else line
    return list(found.values())


def _joined(first: Line, other: Line) -> Line:
    """Both records in one line; whoever belongs by either belongs."""
    shown = other if first.state in (State.LEAVING, State.REMOVED) else first
    return replace(
        shown,
        person=first.person,
        others=(*first.others, other.person),
        is_to_lead=first.is_to_lead or other.is_to_lead,
        is_locked=first.is_locked or other.is_locked,
    )


def state_of(link: PersonLink | None, row: ChatMember | None) -> tuple[State, datetime | None]:
    """How far somebody who belongs has come, and since when."""
    if link is None:
        return State.UNLINKED, None
    if row is not None and row.is_inside:
        return State.INSIDE, None
    if row is not None and row.ending is Ending.LEFT:
        return State.LEFT, row.ending_at
    if not link.account.is_reachable:
        return State.CLOSED, None
    invitation = row.invitation if row else ""
    if invitation in ("handed", "sent"):
        return State.INVITED, row.invited_at if row else None
    return State(invitation) if invitation in (State.FAILED, State.STOPPED) else State.COMING, None


def _is_silent(row: ChatMember, now: datetime) -> bool:
    """Whether VK shows it, or a keeper has wished it a moment ago."""
    if not row.is_mute_wished:
        return row.is_muted
    return row.muted_until is None or row.muted_until > now


def _gone(row: ChatMember | None) -> tuple[State, datetime | None]:
    if row is not None and row.is_inside:
        return State.LEAVING, None
    return State.REMOVED, row.ending_at if row else None


def _obstacles(chat: Chat) -> dict[int, str]:
    """Why the newest plan held something back, by page."""
    pairs = [refusal.rpartition(":") for refusal in chat.refusals if refusal.startswith("hold-")]
    return {int(page): code for code, _, page in pairs if page}
