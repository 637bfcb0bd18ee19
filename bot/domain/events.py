"""What happened, as handlers see it: in VK, or in the bot's own work when a person has to hear of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Written:
    """A page wrote to the community. ``payload`` comes from a text button, ``ref`` from a deep link.

    ``is_text`` is False for a sticker, a voice message or another attachment alone. ``has_inline``: whether the client
    shows buttons inside messages, None if that is not known.
    """

    page: int
    text: str
    payload: Mapping[str, object] = field(default_factory=dict)
    ref: str = ""
    is_text: bool = True
    has_inline: bool | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A page pressed a callback button of message ``message_number`` in the dialogue ``peer_id``.

    ``is_answered``: its handler came too late, the button spins no more and VK takes no other answer.
    """

    page: int
    peer_id: int
    press_id: str
    message_number: int
    payload: Mapping[str, object]
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """A page allowed (or forbade) messages from the community."""

    page: int
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a page's window shows has changed: show it anew if it is one of ``screens``."""

    page: int
    screens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """Reconciliation wants a page in these chats: say so in one message."""

    page: int
    chats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """The journal has another number for a page that linked by phone: ask whether it is still the same person."""

    page: int


@dataclass(frozen=True, slots=True)
class Added:
    """A page added the community to the group chat ``peer_id``."""

    page: int
    peer_id: int


@dataclass(frozen=True, slots=True)
class Called:
    """A page wrote in the group chat ``peer_id`` what may be a command."""

    page: int
    peer_id: int
    text: str


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """The page of a guardian is asked to let the pupil ``pupil_id`` belong to chats."""

    page: int
    pupil_id: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """The page is asked to decide about the held plan ``plan_id``."""

    page: int
    plan_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """People have changed the ``title`` or the ``pin`` of a chat in VK again: the page is asked whether that stays."""

    page: int
    chat_id: int
    about: str


_ALL = (Called, Written, Pressed, Allowed, Refreshed, Invited, NumberChanged, Added, ConsentAsked, Doubted, Asked)
Event = (
    Called | Written | Pressed | Allowed | Refreshed | Invited | NumberChanged | Added | ConsentAsked | Doubted | Asked
)
_KINDS: dict[str, Callable[..., Event]] = {kind.__name__.lower(): kind for kind in _ALL}


def dump(event: Event) -> str:
    """The event as it is stored."""
    return json.dumps({"kind": type(event).__name__.lower(), **asdict(event)}, ensure_ascii=False)


def load(body: str) -> Event:
    """The event that ``dump`` stored."""
    content = json.loads(body)
    kind = _KINDS[content.pop("kind")]
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in content.items()})
