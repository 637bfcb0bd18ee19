"""The dry run of all chats: made in the background, kept in memory, and out of date as soon as its facts change."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from tortoise.functions import Count, Max
from tortoise.models import Model

from bot.domain.plan import Action, Demote, Evict, Guarded, Held, Invite, Promote, Remove
from bot.services import limits
from bot.services.school import SchoolContext
from models.chats import Chat, ChatPick
from models.people import PersonLink
from models.schools import Reading, School
from models.steering import Exclusion, HeldPlan

NUMBER_LENGTH = 6


@dataclass(frozen=True, slots=True)
class ChatPlan:
    """What would be done with one chat now."""

    chat_id: int
    title: str
    guarded: Guarded


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """What would be done with all chats, those without a change left out; ``number`` tells it from other plans."""

    number: str
    stamp: str
    taken_at: datetime
    looked_at: int
    chats: tuple[ChatPlan, ...]

    @property
    def actions(self) -> list[Action]:
        """Everything that would be done now."""
        return [action for chat in self.chats for action in chat.guarded.actions]

    @property
    def held(self) -> list[Held]:
        """Everything that the brakes hold."""
        return [held for chat in self.chats for held in chat.guarded.held]


@dataclass(slots=True)
class Survey:
    """The newest dry run of this process; ``bell`` is rung and ``is_wanted`` set when somebody wants a new one."""

    newest: SchoolPlan | None = None
    is_wanted: bool = False
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def current(self, school: SchoolContext) -> SchoolPlan | None:
        """The newest plan if its facts still hold; None has a new one made."""
        if self.newest is not None and self.newest.stamp == await stamp_of(school):
            return self.newest
        self.is_wanted = True
        self.bell.set()
        return None


def plan_of(stamp: str, taken_at: datetime, looked_at: int, chats: list[ChatPlan]) -> SchoolPlan:
    """A plan with its number, which depends on everything that it says."""
    changed = tuple(chat for chat in chats if chat.guarded.actions or chat.guarded.held)
    said = repr([(chat.chat_id, chat.guarded.actions, chat.guarded.held) for chat in changed])
    number = hashlib.blake2b((stamp + said).encode(), digest_size=16).hexdigest()[:NUMBER_LENGTH].upper()
    return SchoolPlan(number, stamp, taken_at, looked_at, changed)


def counts(plan: SchoolPlan) -> dict[str, int]:
    """How many people would be invited and removed, and how many rights would change."""
    kinds = {"invited": (Invite,), "removed": (Remove, Evict), "rights": (Promote, Demote)}
    return {name: sum(isinstance(action, kind) for action in plan.actions) for name, kind in kinds.items()}


async def stamp_of(school: SchoolContext) -> str:
    """A fingerprint of the facts that plans are made of: the journal, the links, and what people have decided."""
    row = await School.get(key=school.key)
    reading = await Reading.filter(school_id=school.key).order_by("-id").first()
    decided = await HeldPlan.filter(school_id=school.key, decided_at__not_isnull=True).order_by("-decided_at").first()
    tables = [await _size(model, school) for model in (PersonLink, ChatPick, Chat, Exclusion)]
    gone = await Chat.filter(school_id=school.key, deleted_at__not_isnull=True).count()
    facts = (
        row.roster_number,
        row.paused_until,
        row.started_at,
        reading.verdict if reading else None,
        decided.decided_at if decided else None,
        await limits.of(school),
        tables,
        gone,
    )
    return hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()


async def _size(model: type[Model], school: SchoolContext) -> tuple[int, int]:
    found = await model.filter(school_id=school.key).annotate(rows=Count("id"), last=Max("id")).values("rows", "last")
    return (int(found[0]["rows"]), int(found[0]["last"] or 0)) if found else (0, 0)
