"""What reconciliation reads, and the typed actions that it plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from bot.domain.kinds import Ending, StrangerPolicy, Verdict, Watch
from bot.domain.membership import Departure, Reason, Standing

# --- desired: what the journal and the links say ------------------------------------------------------------------


class Wanted(NamedTuple):
    """A VK page that should be inside. ``is_reachable``: the community may write to it, so an invitation can arrive.

    ``is_new``: the journal has put the person into the chat since its last accepted snapshot.
    """

    member_id: int
    standing: Standing
    reasons: tuple[Reason, ...]
    is_staff: bool = False
    is_reachable: bool = True
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Desired:
    """Who should be in one chat. ``departed`` are pages that once belonged and how their last reason ended.

    ``evidence`` is the verdict on the newest reading of the journal: unless it is ``ok``, absence proves nothing.
    ``needs_staff``: a chat with pupils never loses its last member of staff; ``former_staff``: departed who were.
    ``is_closing``: the chat was deleted by somebody who may, so everybody goes. ``is_over``: its class or group has
    ended in the journal, what becomes of the chat is decided with the plan of the school year.

    ``protected``: the school's administrators and the creator of the chat, as long as the journal shows them active.
    ``required``: who answers for the chat, so must lead it. ``leaders``: how many people should lead it, linked or not.
    ``stand_ins``: who could lead it when the last leader leaves the school, the best first.
    ``people_before``: how many people the last accepted snapshot put into the chat, ``people_new``: how many the
    journal has put there since, linked or not. ``muted`` may not write for now.
    """

    title: str
    wanted: Mapping[int, Wanted]
    departed: Mapping[int, Departure] = field(default_factory=dict)
    evidence: Verdict = Verdict.OK
    watch: Watch = Watch.ON
    strangers: StrangerPolicy = StrangerPolicy.STRICT
    needs_staff: bool = False
    former_staff: frozenset[int] = frozenset()
    is_closing: bool = False
    is_over: bool = False
    protected: frozenset[int] = frozenset()
    required: frozenset[int] = frozenset()
    leaders: int = 1
    stand_ins: tuple[Wanted, ...] = ()
    people_before: int = 0
    people_new: int = 0
    muted: frozenset[int] = frozenset()


# --- observed: what VK says ---------------------------------------------------------------------------------------


class Member(NamedTuple):
    """A page inside a chat, as read from VK. Communities have negative ids and are never touched."""

    member_id: int
    is_admin: bool = False
    is_owner: bool = False
    is_muted: bool = False


@dataclass(frozen=True)
class Observed:
    """One chat as VK shows it; ``exists`` is False before it was created. Members do not include the bot itself."""

    exists: bool
    title: str = ""
    members: Mapping[int, Member] = field(default_factory=dict)

    @cached_property
    def people(self) -> Sequence[Member]:
        """Everybody inside but communities, by id."""
        return [member for page, member in sorted(self.members.items()) if page > 0]


# --- memory: what was done before, and how it ended ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Invitation:
    """The newest invitation of a page. Not delivered: tried again from ``retry_at`` on (None: never by itself)."""

    is_delivered: bool
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """What a named person has decided about a held plan. Keys are those of ``key_of``.

    ``asked`` is everything that the plan held, ``granted`` the part that may be done: none of it any more as soon as
    something would be held that was not asked. What was asked and not granted stays undone in any case.
    """

    asked: frozenset[str]
    granted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger remembers of one chat.

    ``is_first_run``: the chat already had people when it was first looked at. ``promoted`` are the pages that were made
    administrators by reconciliation: only such a right is ever taken back. ``is_link_leaked``: a stranger came in
    by the invite link, and it has not been replaced since. ``muted`` are the pages that the bot has silenced, with the
    moment: only those may ever write again. ``absent``: two good snapshots at least a day apart do not mention them.
    ``stand_ins`` lead the chat because its last leader left. ``approval`` is what was decided about what was held.
    ``restored_title`` is a title that people have changed again after it was given back: it is not given back any more.
    """

    invitations: Mapping[int, Invitation] = field(default_factory=dict)
    endings: Mapping[int, Ending] = field(default_factory=dict)
    promoted: frozenset[int] = frozenset()
    is_link_leaked: bool = False
    is_first_run: bool = False
    muted: Mapping[int, datetime] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()
    stand_ins: frozenset[int] = frozenset()
    approval: Approval | None = None
    restored_title: str = ""


# --- the plan -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Create:
    """Make the chat and offer these pages to VK at once."""

    title: str
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rename:
    """Give the chat the title that the journal gives it."""

    title: str
    before: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Void the invitation of somebody who no longer belongs."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Invite:
    """Send a personal invitation."""

    member_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Promote:
    """Make a member an administrator of the chat."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Demote:
    """Take back an administrator's right that reconciliation once gave."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Mute:
    """Forbid somebody to write."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Unmute:
    """Let somebody write again whom the bot has silenced."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out somebody whose reasons have ended."""

    member_id: int
    departure: Departure


@dataclass(frozen=True, slots=True)
class Evict:
    """Take out a stranger: somebody who never belonged here."""

    member_id: int


@dataclass(frozen=True, slots=True)
class ReplaceLink:
    """Void the invite link after an eviction, once for all strangers of a pass."""


@dataclass(frozen=True, slots=True)
class Close:
    """Everybody is out of a chat that was deleted."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The community itself goes from a chat that nobody wants it in, and forgets the chat."""


Action = (
    Create
    | Rename
    | Withdraw
    | Invite
    | Promote
    | Demote
    | Mute
    | Unmute
    | Remove
    | Evict
    | ReplaceLink
    | Close
    | Leave
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was deliberately not done; ``code`` names the sentence ``refusal-<code>``."""

    code: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions in the order in which they are done, and what was refused on the way."""

    actions: tuple[Action, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of the brakes: more than both numbers of a pair allow together is held (strictly greater).

    ``stranger_minutes``: how long a stranger may stay silent in a chat with the soft policy before they go.
    """

    removals_people: int = 2
    removals_percent: int = 15
    arrivals_people: int = 5
    arrivals_percent: int = 100
    archives_percent: int = 20
    stranger_minutes: int = 15


@dataclass(frozen=True, slots=True)
class Held:
    """An action that waits for a named person; ``code`` names the sentence ``hold-<code>``."""

    action: Action
    code: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """A plan after the guard: what may be done now, what is held and why, what was refused."""

    actions: tuple[Action, ...] = ()
    held: tuple[Held, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def key_of(action: Action) -> str:
    """What tells an action of a chat from every other one: its kind and the page, ``remove:17``."""
    member_id = getattr(action, "member_id", None)
    kind = type(action).__name__.lower()
    return kind if member_id is None else f"{kind}:{member_id}"
