"""Messages and the two kinds of conversations: a dialog with a community, and a chat."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import VkError

CHAT_PEER_BASE = 2_000_000_000


@dataclass
class Message:
    """One message; `sender` is a person's id or minus the community's id, moments are Unix seconds."""

    cmid: int
    sender: int
    at: float
    text: str
    message_id: int = 0
    random_id: int = 0
    keyboard: dict[str, Any] | None = None
    payload: str | None = None
    action: dict[str, Any] | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)
    ref: str = ""
    ref_source: str = ""
    edited_at: float | None = None
    snackbars: dict[int, list[str]] = field(default_factory=dict)


@dataclass
class BottomKeyboard:
    """The ordinary keyboard under the input line and the message that brought it."""

    cmid: int
    keyboard: dict[str, Any]


@dataclass
class Conversation:
    """Messages with numbers that grow from one, and the keyboard that is shown now."""

    messages: list[Message] = field(default_factory=list)
    bottom: BottomKeyboard | None = None
    last_cmid: int = 0
    read_up_to: dict[int, int] = field(default_factory=dict)

    def add(self, sender: int, at: float, text: str, **rest: Any) -> Message:
        """Write a message down under the next number."""
        self.last_cmid += 1
        message = Message(self.last_cmid, sender, at, text, **rest)
        self.messages.append(message)
        self.read_up_to[sender] = message.cmid
        self._show(message)
        return message

    def message(self, cmid: int) -> Message:
        """The message with this number; VkError 100 when there is none."""
        for message in reversed(self.messages):
            if message.cmid == cmid:
                return message
        raise VkError(100, "cmid is invalid")

    def remove(self, message: Message) -> None:
        """Take a message away for everybody, with the keyboard it brought."""
        self.messages.remove(message)
        if self.bottom is not None and self.bottom.cmid == message.cmid:
            self.bottom = None

    def unread_by(self, member: int) -> int:
        """How many messages of others came after the last one this member has read."""
        seen = self.read_up_to.get(member, 0)
        return sum(1 for message in self.messages if message.cmid > seen and message.sender != member)

    def _show(self, message: Message) -> None:
        keyboard = message.keyboard
        if keyboard is not None and not keyboard.get("inline"):
            self.bottom = BottomKeyboard(message.cmid, keyboard) if keyboard["buttons"] else None


@dataclass
class Dialog(Conversation):
    """A person's private dialog with a community; `refusal` is 900 or 902 while the person shuts it out."""

    person_id: int = 0
    is_allowed: bool = False
    refusal: int = 0
    pending_ref: tuple[str, str] | None = None


@dataclass
class Member:
    """One member of a chat, a person or (negative id) a community."""

    id: int
    invited_by: int
    joined_at: float
    sees_from: int = 1
    is_admin: bool = False
    read_only_until: float = 0.0


@dataclass
class Chat(Conversation):
    """A chat; every community that ever was in it knows it under a peer of its own.

    `closed`: the settings that its people left to the creator and the administrators.
    """

    title: str = ""
    owner: int = 0
    link_token: str = ""
    members: dict[int, Member] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    former: dict[int, tuple[int, int]] = field(default_factory=dict)
    peers: dict[int, int] = field(default_factory=dict)
    pinned_cmid: int = 0
    closed: set[str] = field(default_factory=set)

    @property
    def link(self) -> str:
        """The invitation everybody may join by until it is reset."""
        return f"https://vk.me/join/{self.link_token}"

    def seen_by(self, person_id: int) -> list[Message]:
        """Messages from the entry to the exit of this person; LookupError for who never was in the chat."""
        if person_id in self.members:
            first, last = self.members[person_id].sees_from, self.last_cmid
        elif person_id in self.former:
            first, last = self.former[person_id]
        else:
            raise LookupError("not in this chat")
        return [message for message in self.messages if first <= message.cmid <= last]

    def part_with(self, member: int) -> None:
        """Take a member out; what he saw until now stays with him."""
        gone = self.members.pop(member)
        self.former[member] = (gone.sees_from, self.last_cmid)

    def is_admin(self, member: int) -> bool:
        """Whether this member is in the chat and may administer it."""
        return member in self.members and (member == self.owner or self.members[member].is_admin)

    def require_member(self, member: int) -> Member:
        """The member; VkError 935 when nobody of this id is in the chat."""
        if member not in self.members:
            raise VkError(935)
        return self.members[member]

    def require_admin(self, actor: int, code: int = 925) -> None:
        """VkError 917 for an outsider, `code` for an ordinary member."""
        if actor not in self.members:
            raise VkError(917)
        if not self.is_admin(actor):
            raise VkError(code)
