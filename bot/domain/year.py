"""The school year turns: which class of the journal goes on which class of before, and what becomes of every chat."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.kinds import CLASS_CHATS, ChatKind
from bot.domain.roster import Unit

ALIKE_PERCENT = 60
"""A class goes on another one when at least so many of the pupils of either are the same."""

LAST_PARALLELS = (9, 11)
"""Classes that may end with their year; every other one without a continuation is a question."""

Key = tuple[str, str]
"""A class or a group of one year: its id and its year."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A class with its pupils: those that it has, or the last ones known of it."""

    unit: Unit
    pupils: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeptChat:
    """A chat that somebody still uses. ``is_ended``: the journal itself has closed its class or group."""

    chat_id: int
    kind: ChatKind
    key: Key
    title: str
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class Continuation:
    """A class that goes on under another key; ``alike`` of its pupils are in both."""

    before: Cohort
    after: Cohort
    chats: tuple[KeptChat, ...]

    @property
    def alike(self) -> int:
        """How many pupils both have."""
        return len(self.before.pupils & self.after.pupils)

    @property
    def is_alike(self) -> bool:
        """Whether most pupils of either are in the other: never true of two classes with the same one."""
        size = max(len(self.before.pupils), len(self.after.pupils))
        return size > 0 and self.alike * 100 >= size * ALIKE_PERCENT

    @property
    def is_named(self) -> bool:
        """Whether the journal says so itself: the same id, or the same letter one parallel on."""
        before, after = self.before.unit, self.after.unit
        if before.source_id == after.source_id:
            return True
        step = 0 if before.year == after.year else 1
        is_next = before.parallel is not None and after.parallel == before.parallel + step
        return is_next and before.letter == after.letter

    @property
    def is_refuted(self) -> bool:
        """Whether both classes have pupils and not a single one of them is the same."""
        return bool(self.before.pupils and self.after.pupils) and not self.alike


@dataclass(frozen=True, slots=True)
class Doubt:
    """A class of which nobody but a person can say what it has become; the likeliest continuation first."""

    before: Cohort
    chats: tuple[KeptChat, ...]
    choices: tuple[Continuation, ...] = ()


@dataclass(frozen=True, slots=True)
class Over:
    """A class whose chats lead nowhere."""

    chats: tuple[KeptChat, ...]


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What becomes of the chats that the journal has left behind; nothing of it is done before a person says so.

    ``year`` is the newest year of the journal. ``continuing``: classes of last year that are sure to go on.
    ``renumbered``: classes that look like having got another id within the year. ``over``: chats of last year's classes
    that lead nowhere, ``groups``: chats of last year's groups. ``fresh``: classes without a chat that go on nothing;
    ``waiting``: those of them that get chats by themselves, once their teacher is linked.
    ``closed``: chats of this year whose class or group the journal has closed, which needs no plan of the year.
    """

    year: str = ""
    continuing: tuple[Continuation, ...] = ()
    renumbered: tuple[Continuation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    over: tuple[KeptChat, ...] = ()
    groups: tuple[KeptChat, ...] = ()
    fresh: tuple[Unit, ...] = ()
    waiting: tuple[Unit, ...] = ()
    closed: tuple[KeptChat, ...] = ()

    @property
    def has_turned(self) -> bool:
        """Whether chats of an earlier year wait for a decision."""
        is_doubted = any(doubt.before.unit.year < self.year for doubt in self.doubts)
        return is_doubted or bool(self.continuing or self.over or self.groups)

    @property
    def claimed(self) -> frozenset[str]:
        """Classes that may go on an older chat: none is made for them before that is decided."""
        doubted = [choice for doubt in self.doubts for choice in doubt.choices]
        return frozenset(one.after.unit.source_id for one in (*self.continuing, *self.renumbered, *doubted))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan of the year is made from.

    ``chats`` are those that the journal has left behind, ``before`` their classes as they were, ``now`` the classes of
    ``year`` that have pupils, ``taken`` those of them that have chats, ``unled`` those whose teacher is not linked.
    """

    year: str
    chats: tuple[KeptChat, ...] = ()
    before: Mapping[Key, Cohort] = field(default_factory=dict)
    now: tuple[Cohort, ...] = ()
    taken: frozenset[str] = frozenset()
    unled: frozenset[str] = frozenset()


def plan_year(facts: Facts) -> YearPlan:
    """What could become of every chat that was left behind."""
    families: dict[Key, list[KeptChat]] = defaultdict(list)
    groups = tuple(chat for chat in facts.chats if chat.kind is ChatKind.SUBJECT)
    for chat in facts.chats:
        if chat.kind in CLASS_CHATS:
            families[chat.key].append(chat)
    fates = [_fate(facts, facts.before[key], tuple(chats)) for key, chats in sorted(families.items())]
    sure = [fate for fate in fates if isinstance(fate, Continuation)]
    ended = [chat for fate in fates if isinstance(fate, Over) for chat in fate.chats]
    plan = YearPlan(
        year=facts.year,
        continuing=tuple(one for one in sure if one.before.unit.year < facts.year),
        renumbered=tuple(one for one in sure if one.before.unit.year >= facts.year),
        doubts=tuple(fate for fate in fates if isinstance(fate, Doubt)),
        over=tuple(chat for chat in ended if chat.key[1] < facts.year),
        groups=tuple(chat for chat in groups if chat.key[1] < facts.year),
        closed=tuple(chat for chat in (*ended, *groups) if chat.key[1] >= facts.year and chat.is_ended),
    )
    free = [one.unit for one in facts.now if one.unit.source_id not in facts.taken | plan.claimed]
    return replace(
        plan,
        fresh=tuple(unit for unit in free if unit.source_id not in facts.unled),
        waiting=tuple(unit for unit in free if unit.source_id in facts.unled),
    )


def _fate(facts: Facts, before: Cohort, chats: tuple[KeptChat, ...]) -> Continuation | Doubt | Over:
    """What a class goes on as, or that it is over, or that only a person can tell."""
    found = [one for after in facts.now for one in [Continuation(before, after, chats)] if _is_possible(one)]
    choices = sorted(found, key=_likelihood)
    is_within_year = before.unit.year >= facts.year
    if choices and choices[0].is_alike and (choices[0].is_named or is_within_year):
        is_taken = choices[0].after.unit.source_id in facts.taken
        return Over(chats) if is_taken else choices[0]
    free = tuple(one for one in choices if one.after.unit.source_id not in facts.taken and not is_within_year)
    if free:
        return Doubt(before, chats, free)
    may_end = chats[0].is_ended if is_within_year else _may_end_with_year(facts, before.unit)
    return Over(chats) if may_end else Doubt(before, chats)


def _likelihood(one: Continuation) -> tuple[bool, bool, int, str]:
    return not (one.is_alike and one.is_named), not one.is_alike, -one.alike, one.after.unit.source_id


def _is_possible(one: Continuation) -> bool:
    return one.is_alike or (one.is_named and not one.is_refuted)


def _may_end_with_year(facts: Facts, unit: Unit) -> bool:
    """Whether a class may have ended with its year: after the 9th, after the 11th, or after the last of its school."""
    parallels = [cohort.unit.parallel for cohort in facts.now if cohort.unit.parallel is not None]
    is_last = unit.parallel is not None and unit.parallel >= max(parallels, default=LAST_PARALLELS[-1])
    return is_last or unit.parallel in LAST_PARALLELS
