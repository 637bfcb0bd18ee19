"""What reconciliation reads, and the typed actions that it plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.kinds import Ending, Verdict
from bot.domain.membership import Departure, Reason, Standing

# --- desired: what the journal and the links say ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """A VK page that should be inside. ``is_reachable``: the community may write to it, so an invitation can arrive."""

    member_id: int
    standing: Standing
    reasons: tuple[Reason, ...]
    is_staff: bool = False
    is_reachable: bool = True


@dataclass(frozen=True, slots=True)
class Desired:
    """Who should be in one chat. ``departed`` are pages that once belonged and how their last reason ended.

    ``evidence`` is the verdict on the newest reading of the journal: unless it is ``ok``, absence proves nothing.
    ``needs_staff``: a chat with pupils never loses its last member of staff; ``former_staff``: departed who were.
    ``is_closing``: the chat was deleted by somebody who may, so everybody goes. ``reports_strangers``: they are only
    told of, not taken out.
    """

    title: str
    wanted: Mapping[int, Wanted]
    departed: Mapping[int, Departure] = field(default_factory=dict)
    evidence: Verdict = Verdict.OK
    needs_staff: bool = False
    former_staff: frozenset[int] = frozenset()
    is_closing: bool = False
    reports_strangers: bool = False


# --- observed: what VK says ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A page inside a chat, as read from VK. Communities have negative ids and are never touched."""

    member_id: int
    is_admin: bool = False
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Observed:
    """One chat as VK shows it; ``exists`` is False before it was created. Members do not include the bot itself."""

    exists: bool
    title: str = ""
    members: Mapping[int, Member] = field(default_factory=dict)


# --- memory: what was done before, and how it ended ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Invitation:
    """The newest invitation of a page. Not delivered: tried again from ``retry_at`` on (None: never by itself)."""

    is_delivered: bool
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger remembers of one chat.

    ``is_first_run``: the chat already had people when it was first looked at. ``promoted`` are the pages that were made
    administrators by reconciliation: only such a right is ever taken back. ``is_link_leaked``: a stranger came in
    by the invite link, and it has not been replaced since.
    """

    invitations: Mapping[int, Invitation] = field(default_factory=dict)
    endings: Mapping[int, Ending] = field(default_factory=dict)
    promoted: frozenset[int] = frozenset()
    is_link_leaked: bool = False
    is_first_run: bool = False


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


Action = Create | Rename | Invite | Promote | Demote | Remove | Evict | ReplaceLink | Close | Leave


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
    """Brakes on removals of one chat: more than both numbers together allow is held (strictly greater)."""

    removals_people: int = 2
    removals_percent: int = 15


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
