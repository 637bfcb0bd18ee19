"""VK as far as a year needs it: rooms with people, private messages, outages, and deaths of the bot in between."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from bot.domain.plan import Member
from bot.errors import CommunityStoppedError, PermanentError, TemporaryError, UnknownOutcomeError
from bot.ports import ChatGlance, ChatLook
from bot.vk.errors import VkError

FIRST_PEER = 2_000_000_001


class Killed(BaseException):
    """The process of the bot dies here; no handler of an exception may notice."""


@dataclass
class Room:
    """A chat of VK. ``turns`` counts its invite links; ``is_leaked``: a stranger was put out since the newest one.

    ``muted_at``: when the bot first tried to silence a page.
    """

    peer_id: int
    title: str
    members: dict[int, Member] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    promoted_by_bot: set[int] = field(default_factory=set)
    muted_at: dict[int, datetime] = field(default_factory=dict)
    turns: int = 1
    is_leaked: bool = False

    @property
    def link(self) -> str:
        return f"https://vk.me/join/{self.peer_id}-{self.turns}"

    @property
    def people(self) -> set[int]:
        """Everybody inside but communities."""
        return {page for page in self.members if page > 0}

    @property
    def administrators(self) -> set[int]:
        return {page for page in self.people if self.members[page].is_admin}


@dataclass
class Weather:
    """How VK answers: the chance of each fault of a call, and how many calls are left until the bot dies."""

    is_away: bool = False
    is_stopped: bool = False
    flaky: float = 0.0
    calls_to_live: int | None = None


Watcher = Callable[[str, Room, int], None]


class Messenger:
    """The ports ``ChatReader`` and ``ChatWriter``, what people do in VK, and the letters that they get.

    ``invited``: the chats that a page has been invited to and not entered yet; ``called``: everybody ever invited.
    """

    def __init__(self, random: Random, now: Callable[[], datetime], *, may_return: bool) -> None:
        self.rooms: dict[int, Room] = {}
        self.weather = Weather()
        self.may_return = may_return
        self.closed: set[int] = set()
        self.invited: dict[int, set[int]] = {}
        self.called: set[tuple[int, int]] = set()
        self.touched: set[int] = set()
        self.watch: Watcher = lambda what, room, page: None
        self._random = random
        self._now = now
        self._letters = 0

    # --- what people do -------------------------------------------------------------------------------------------

    def enters(self, page: int, room: Room, link: str) -> bool:
        """Somebody opens an invite link; whether they are inside now."""
        is_barred = page in room.removed and not self.may_return
        if link != room.link or is_barred or page in room.members:
            return page in room.members
        self._puts(room, Member(page))
        return True

    def is_added(self, page: int, room: Room) -> None:
        """An administrator of the chat adds somebody by hand, whom VK lets in even after a removal."""
        room.removed.discard(page)
        self._puts(room, Member(page))

    def goes(self, page: int, room: Room) -> None:
        """Somebody leaves, or an administrator of the chat puts them out by hand; the time of a stranger goes on."""
        if room.members.pop(page, None) is not None:
            room.promoted_by_bot.discard(page)
            self.touched.add(room.peer_id)

    def is_made_leader(self, page: int, room: Room, *, is_admin: bool) -> None:
        """An administrator of the chat gives or takes the right by hand."""
        room.members[page] = room.members[page]._replace(is_admin=is_admin)
        room.promoted_by_bot.discard(page)
        self.touched.add(room.peer_id)

    def is_called(self, room: Room, title: str) -> None:
        """Somebody gives the chat another title."""
        room.title = title
        self.touched.add(room.peer_id)

    def opens_by_hand(self, title: str, members: Sequence[Member]) -> Room:
        """Somebody makes a chat and adds the community as an administrator."""
        room = self._room(title)
        room.members = {one.member_id: one for one in members}
        return room

    # --- the ports ------------------------------------------------------------------------------------------------

    async def glance(self, peer_ids: Sequence[int]) -> dict[int, ChatGlance]:
        self._before("glance")
        return {peer: ChatGlance(self.rooms[peer].title, len(self.rooms[peer].members)) for peer in peer_ids}

    async def look(self, peer_id: int) -> ChatLook:
        self._before("look")
        room = self.rooms[peer_id]
        return ChatLook(room.title, tuple(room.members.values()))

    async def members(self, peer_id: int) -> tuple[Member, ...]:
        self._before("members")
        return tuple(self.rooms[peer_id].members.values())

    async def find(self, title: str, known: Collection[int]) -> int | None:
        self._before("find")
        return max((room.peer_id for room in self.rooms.values() if self._is_found(room, title, known)), default=None)

    async def create(self, title: str, member_ids: Sequence[int]) -> int:
        self._before("create")
        room = self._room(title)
        self._after("create")
        return room.peer_id

    async def rename(self, peer_id: int, title: str) -> None:
        self._before("rename")
        self.rooms[peer_id].title = title
        self._after("rename")

    async def remove(self, peer_id: int, member_id: int) -> None:
        self._before("remove")
        room = self.rooms[peer_id]
        if member_id in room.members and room.members[member_id].is_owner:
            raise VkError("messages.removeChatUser", 945)
        if member_id in room.members:
            self.watch("remove", room, member_id)
            del room.members[member_id]
            room.removed.add(member_id)
            room.promoted_by_bot.discard(member_id)
            room.muted_at.pop(member_id, None)
        self._after("remove")

    async def set_admin(self, peer_id: int, member_id: int, *, is_admin: bool) -> None:
        self._before("set_admin")
        room = self.rooms[peer_id]
        if member_id not in room.members:
            raise VkError("messages.setMemberRole", 935)
        if not is_admin:
            self.watch("demote", room, member_id)
        room.members[member_id] = room.members[member_id]._replace(is_admin=is_admin)
        (room.promoted_by_bot.add if is_admin else room.promoted_by_bot.discard)(member_id)
        self._after("set_admin")

    async def restrict(self, peer_id: int, member_id: int, *, is_muted: bool, seconds: int = 0) -> None:
        room = self.rooms[peer_id]
        if is_muted:
            room.muted_at.setdefault(member_id, self._now())
        self._before("restrict")
        if member_id not in room.members or room.members[member_id].is_admin:
            raise VkError("messages.changeConversationMemberRestrictions", 100)
        room.members[member_id] = room.members[member_id]._replace(is_muted=is_muted)
        if not is_muted:
            room.muted_at.pop(member_id, None)
        self._after("restrict")

    async def link(self, peer_id: int, *, replace: bool = False) -> str:
        self._before("link")
        room = self.rooms[peer_id]
        if replace:
            room.turns += 1
            room.is_leaked = False
        self._after("link")
        return room.link

    # --- letters: the little of ``VkApi`` that the outbox asks for -------------------------------------------------

    async def call(self, method: str, **params: Any) -> Any:
        """Take a letter; invitations in it are remembered by page."""
        self._before(method)
        if method != "messages.send":
            return 1
        self._letters += 1
        answers = [self._delivered(int(peer), params) for peer in str(params["peer_ids"]).split(",")]
        self._after(method)
        return answers

    call_urgently = call

    def _delivered(self, peer_id: int, params: dict[str, Any]) -> dict[str, Any]:
        if peer_id in self.closed:
            return {"peer_id": peer_id, "error": {"code": 901, "description": ""}}
        for chat_id in _joins(params.get("keyboard")):
            self.invited.setdefault(peer_id, set()).add(chat_id)
            self.called.add((chat_id, peer_id))
        return {"peer_id": peer_id, "message_id": 0, "conversation_message_id": self._letters}

    # --- weather --------------------------------------------------------------------------------------------------

    def _before(self, method: str) -> None:
        weather = self.weather
        if weather.calls_to_live is not None:
            weather.calls_to_live -= 1
            if weather.calls_to_live < 0:
                raise Killed
        if weather.is_stopped:
            raise CommunityStoppedError(method)
        if weather.is_away or self._random.random() < weather.flaky:
            raise self._random.choice([TemporaryError, UnknownOutcomeError])(method)
        if self._random.random() < weather.flaky / 8:
            raise PermanentError(method)

    def _after(self, method: str) -> None:
        """The change is made, the answer is lost."""
        if self._random.random() < self.weather.flaky:
            raise UnknownOutcomeError(method)

    def _room(self, title: str) -> Room:
        room = Room(FIRST_PEER + len(self.rooms), title)
        self.rooms[room.peer_id] = room
        return room

    def _puts(self, room: Room, member: Member) -> None:
        room.members[member.member_id] = member
        self.touched.add(room.peer_id)

    @staticmethod
    def _is_found(room: Room, title: str, known: Collection[int]) -> bool:
        is_by_hand = any(member.is_owner for member in room.members.values())
        return room.title == title and room.peer_id not in known and not is_by_hand


def _joins(keyboard: object) -> list[int]:
    """The chats that a message invites to."""
    rows = json.loads(str(keyboard))["buttons"] if keyboard else []
    payloads = [json.loads(button["action"].get("payload") or "{}") for row in rows for button in row]
    return [int(payload["c"]) for payload in payloads if payload.get("a") == "JOIN"]
