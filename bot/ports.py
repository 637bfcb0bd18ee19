"""The narrow interfaces between rooms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.plan import Member


@dataclass(frozen=True, slots=True)
class Window:
    """The message that shows a person's screen: its number in the dialogue, or the outbox row that will tell it."""

    number: int | None = None
    row_id: int | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What an act has told a person; ``until`` then it stays on the screen, whatever else happens to that."""

    text: str = ""
    until: datetime | None = None


@dataclass(slots=True)
class DialogueState:
    """Where a person is: the screen, its parameters and the window that shows it.

    ``has_menu``: the menu stands below. ``is_plain``: the person's client shows no buttons inside messages.
    """

    screen: str = ""
    params: Mapping[str, int | str] = field(default_factory=dict)
    window: Window = Window()
    has_menu: bool = False
    confusions: int = 0
    is_plain: bool = False
    notice: Notice = Notice()


class Dialogues(Protocol):
    """Keeps the state of each private dialogue."""

    async def recall(self, page: int) -> DialogueState:
        """The state of the dialogue with ``page``, a fresh one if there is none; without a notice that had its time."""
        ...

    async def remember(self, page: int, state: DialogueState) -> None:
        """Store the state, in the caller's transaction."""
        ...


class Talker(Protocol):
    """Says things to people; everything is stored first, in the caller's transaction, and then sent in order."""

    async def say(self, page: int, text: str, keyboard: str = "") -> int:
        """Send a message and return its outbox row."""
        ...

    async def picture(self, page: int, text: str, png: bytes, keyboard: str = "") -> int:
        """Send a message with a picture and return its outbox row."""
        ...

    async def document(self, page: int, text: str, name: str, data: bytes) -> int:
        """Send a message with a document of this name and return its outbox row."""
        ...

    async def pin(self, peer_id: int, row_id: int) -> None:
        """Pin the message of an outbox row in its chat, once it is sent."""
        ...

    async def edit(self, page: int, window: Window, text: str, keyboard: str = "") -> None:
        """Replace the text and the keyboard of an earlier message."""
        ...

    async def answer(self, page: int, press_id: str, *, notice: str = "", url: str = "") -> None:
        """Answer a press: with a snackbar, with an address to open, or just stop the spinner."""
        ...


@dataclass(frozen=True, slots=True)
class ChatLook:
    """One chat as VK shows it, without the bot itself; ``names`` is what the pages inside call themselves.

    ``open_settings`` are VK's names of what every member may do, ``pinned`` is the number of the pinned message (0 for
    none); None if VK does not tell.
    """

    title: str
    members: tuple[Member, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    open_settings: tuple[str, ...] | None = None
    pinned: int | None = None


@dataclass(frozen=True, slots=True)
class ChatGlance:
    """The little of a chat that is cheap to read: its title and how many are inside, without the bot itself."""

    title: str
    inside: int


class ChatReader(Protocol):
    """Reads chats from the messenger. Errors: those of ``bot.errors``."""

    async def glance(self, peer_ids: Sequence[int]) -> dict[int, ChatGlance]:
        """Titles and counts of many chats; those that the messenger does not show are left out."""
        ...

    async def look(self, peer_id: int) -> ChatLook:
        """Title and members of a chat."""
        ...

    async def members(self, peer_id: int) -> tuple[Member, ...]:
        """Members of a chat, without the bot itself."""
        ...

    async def find(self, title: str, known: Collection[int]) -> int | None:
        """The peer of a chat of the community with this title that is not among ``known``."""
        ...


class ChatWriter(Protocol):
    """Changes chats in the messenger. Errors: those of ``bot.errors``; ``UnknownOutcomeError`` when nobody knows."""

    async def create(self, title: str, member_ids: Sequence[int]) -> int:
        """Make a chat, offering these members, and return its peer."""
        ...

    async def rename(self, peer_id: int, title: str) -> None:
        """Give the chat another title."""
        ...

    async def remove(self, peer_id: int, member_id: int) -> None:
        """Take somebody out; fine if they are out already."""
        ...

    async def set_admin(self, peer_id: int, member_id: int, *, is_admin: bool) -> None:
        """Make or unmake an administrator."""
        ...

    async def restrict(self, peer_id: int, member_id: int, *, is_muted: bool, seconds: int = 0) -> None:
        """Forbid somebody to write for so many seconds (0: without end), or let them write again."""
        ...

    async def link(self, peer_id: int, *, replace: bool = False) -> str:
        """The invite link; ``replace`` voids the old one."""
        ...


class SmsSender(Protocol):
    """Sends one text message."""

    async def send(self, phone: str, text: str) -> None:
        """Hand the message to the gateway. ``UnknownOutcomeError``: perhaps sent. ``PermanentError``: surely not."""
        ...
