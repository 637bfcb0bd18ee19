"""What planning has to know of several chats, read by a few questions for all of them together."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.domain.kinds import ChatKind, Ending, Part, Verdict
from bot.domain.membership import Reason
from bot.domain.plan import Limits, Member, Observed
from bot.services import accounts, held_terms, limits
from bot.services.held_roster import HeldRoster
from bot.services.school import SchoolContext
from models import planning_queries
from models.chats import Chat, ChatPick
from models.planning_queries import Link
from models.schools import Reading, School
from models.steering import HeldPlan

FRESH = timedelta(minutes=10)
"""What the audit has found unchanged need not be read once more."""


class Relation(NamedTuple):
    """A page in relation to a chat: the columns of ``ChatMember`` that planning asks for, as SQLite holds them."""

    member_id: int
    is_inside: int
    is_admin: int
    is_owner: int
    is_muted: int
    is_promoted: int
    is_mute_wished: int
    spelled_reasons: str
    invitation: str
    retries: str | None
    leaves: str | None
    ended: str | None
    muted: str | None
    mute_ends: str | None
    missing: str | None

    @property
    def reasons(self) -> list[Reason]:
        """Why the page belonged."""
        return list(_reasons(self.spelled_reasons))

    def has(self, reason: Reason) -> bool:
        """Whether it is one of the reasons."""
        # Reading them takes time, and most pages have none of those that are asked for.
        return reason.code in self.spelled_reasons and reason in self.reasons

    @property
    def leaving(self) -> Ending | None:
        """How VK was asked to remove the page."""
        return Ending(self.leaves) if self.leaves else None

    @property
    def ending(self) -> Ending | None:
        """How it ended."""
        return Ending(self.ended) if self.ended else None

    @property
    def retry_at(self) -> datetime | None:
        """When a failed invitation is tried again."""
        return _moment(self.retries)

    @property
    def muted_at(self) -> datetime | None:
        """When the bot silenced the page."""
        return _moment(self.muted)

    @property
    def muted_until(self) -> datetime | None:
        """Until when a keeper wants it silent."""
        return _moment(self.mute_ends)

    @property
    def missing_since(self) -> datetime | None:
        """The first good reading without a mention."""
        return _moment(self.missing)


@lru_cache(maxsize=4096)
def _reasons(spelled: str) -> tuple[Reason, ...]:
    return tuple(Reason(**reason) for reason in json.loads(spelled))


def _moment(spelled: str | None) -> datetime | None:
    return datetime.fromisoformat(spelled) if spelled else None


@dataclass(frozen=True, slots=True)
class Facts:
    """The school as it is now, and its rows of some chats; ``heads`` are the pages of the school's administrators.

    ``read_at``: when the journal was last read whole. ``asking`` are chats with a held plan that is not settled.
    """

    school: SchoolContext
    row: School | None
    roster: HeldRoster
    evidence: Verdict
    read_at: datetime | None
    heads: tuple[int, ...]
    limits: Limits
    relations: Mapping[int, list[Relation]]
    picks: Mapping[int, dict[str, ChatPick]]
    asking: frozenset[int]
    _links: dict[str, Link | None] = field(default_factory=dict)
    _linked: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    async def of(cls, school: SchoolContext, chats: Sequence[Chat]) -> "Facts":
        """Everything about these chats."""
        ids = [chat.id for chat in chats]
        earlier = {chat.accepted_number for chat in chats} - {0}
        roster = await HeldRoster.remembering(school.key, school.today(), earlier)
        heads = [person.source_id for person in await roster.administrators()]
        found = cls(
            school=school,
            row=await School.get_or_none(key=school.key),
            roster=roster,
            evidence=await evidence(school),
            read_at=await last_whole_reading(school),
            heads=tuple(sorted((await accounts.pages_of(school, heads)).values())),
            limits=await limits.of(school),
            relations=await _relations(ids),
            picks=await _picks(ids),
            asking=await _asking(ids),
        )
        await found._ask_ahead(chats)
        return found

    async def links(self, people: Iterable[str]) -> list[Link]:
        """Those of these people who are linked."""
        people = list(people)
        if new := {one for one in people if one not in self._links}:
            found = await planning_queries.links_of(self.school.key, new)
            self._links.update((one, found.get(one)) for one in new)
        return [link for one in people if (link := self._links[one]) is not None]

    async def pages_of(self, people: Iterable[str]) -> list[int]:
        """Their pages."""
        return [link.page for link in await self.links(people)]

    async def linked_with(self, pages: Collection[int]) -> Mapping[int, set[str]]:
        """Whom these pages are linked with."""
        if new := {page for page in pages if page not in self._linked}:
            self._linked.update((page, set()) for page in new)
            for page, person_id in await planning_queries.linked_with(self.school.key, new):
                self._linked[page].add(person_id)
        return self._linked

    def last_seen(self, chat: Chat) -> Observed:
        """What VK showed when it was last looked at."""
        return _last_seen(chat, self.relations[chat.id])

    async def _ask_ahead(self, chats: Sequence[Chat]) -> None:
        """Read in advance, for all chats together, what planning will ask for of each."""
        at = {chat.unit_id for chat in chats}
        roster = self.roster
        await roster.units(at)
        rows = await roster.active(units=at)
        people = {row.person_id for row in rows}
        pupils: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.part is Part.PUPIL:
                pupils[row.unit_id].add(row.person_id)
        parents = [chat.unit_id for chat in chats if chat.kind is ChatKind.CLASS_PARENTS]
        families = await roster.guardians(set[str]().union(*(pupils[unit_id] for unit_id in parents)))
        people |= {guardian for family in families.values() for guardian in family}
        colleagues = [chat.unit_id for chat in chats if chat.kind is ChatKind.CLASS_COLLEAGUES]
        learners = set[str]().union(*(pupils[unit_id] for unit_id in colleagues))
        groups = {row.unit_id for row in await roster.active(people=learners, part=Part.PUPIL)}
        people |= {row.person_id for row in await roster.active(units=groups, part=Part.TEACHER)}
        people |= {person_id for mine in self.picks.values() for person_id in mine}
        people |= {chat.author_id for chat in chats if chat.author_id}
        await roster.people(people)
        await self.links(people)

    async def ask_ahead_of_gone(self, gone: Iterable[Relation]) -> None:
        """Read in advance what tells how their reasons ended."""
        gone = list(gone)
        await self.linked_with([row.member_id for row in gone])
        reasons = [reason for row in gone for reason in row.reasons]
        subjects = {reason.pupil_id or reason.person_id for reason in reasons} - {""}
        await self.roster.people(subjects | {reason.person_id for reason in reasons})
        memberships = await self.roster.memberships(people=subjects)
        await self.roster.units({row.unit_id for row in memberships})


async def last_seen(chat: Chat) -> Observed:
    """What VK showed when it was last looked at."""
    return _last_seen(chat, (await _relations([chat.id]))[chat.id])


def _last_seen(chat: Chat, relations: Iterable[Relation]) -> Observed:
    members = {
        row.member_id: Member(row.member_id, bool(row.is_admin), bool(row.is_owner), bool(row.is_muted))
        for row in relations
        if row.is_inside
    }
    return Observed(chat.peer_id is not None, chat.title, members)


async def evidence(school: SchoolContext) -> Verdict:
    """The verdict on the newest reading of the journal."""
    newest = await Reading.filter(school_id=school.key).order_by("-id").first()
    return newest.verdict if newest else Verdict.OK


async def last_whole_reading(school: SchoolContext) -> datetime | None:
    """When the journal was last read whole."""
    newest = await Reading.filter(school_id=school.key, verdict=Verdict.OK).order_by("-id").first()
    return newest.taken_at if newest else None


async def _relations(chats: Collection[int]) -> dict[int, list[Relation]]:
    found: dict[int, list[Relation]] = {chat_id: [] for chat_id in chats}
    for chat_id, *row in await planning_queries.members(chats):
        found[chat_id].append(Relation._make(row))
    return found


async def _picks(chats: Collection[int]) -> dict[int, dict[str, ChatPick]]:
    found: dict[int, dict[str, ChatPick]] = {chat_id: {} for chat_id in chats}
    for pick in await ChatPick.filter(chat_id__in=list(chats)):
        found[pick.chat_id][pick.person_id] = pick
    return found


async def _asking(chats: Collection[int]) -> frozenset[int]:
    rows = HeldPlan.filter(chat_id__in=list(chats), kind=held_terms.CHAT, state__in=held_terms.LIVE)
    ids: list[int] = await rows.values_list("chat_id", flat=True)  # type: ignore[assignment]
    return frozenset(ids)
