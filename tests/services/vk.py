"""A messenger with one chat, which a test may let fail."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.domain.plan import Member
from bot.ports import ChatGlance, ChatLook


async def nothing() -> None:
    """Nothing happens meanwhile."""


class OneChat:
    """The ports to VK: what is inside, what was asked for, and the faults that answer instead (by method)."""

    def __init__(self, title: str = "8А — ученики", *members: Member) -> None:
        self.title = title
        self.members = {member.member_id: member for member in members}
        self.faults: dict[str, Exception] = {}
        self.asked: list[tuple[object, ...]] = []
        self.before: Callable[[], Awaitable[object]] = nothing
        self.meanwhile: Callable[[], Awaitable[object]] = nothing

    @property
    def looks(self) -> int:
        """How often the chat was read."""
        return sum(request[0] == "look" for request in self.asked)

    @property
    def changes(self) -> list[tuple[object, ...]]:
        """What was asked for but reading."""
        return [request for request in self.asked if request[0] not in ("look", "find")]

    async def glance(self, peer_ids: Sequence[int]) -> dict[int, ChatGlance]:
        self._ask("glance", *peer_ids)
        return {peer_id: ChatGlance(self.title, len(self.members)) for peer_id in peer_ids}

    async def look(self, peer_id: int) -> ChatLook:
        await self.before()
        self._ask("look")
        await self.meanwhile()
        return ChatLook(self.title, tuple(self.members.values()))

    async def find(self, title: str, known: Collection[int]) -> int | None:
        self._ask("find", title)
        return None

    async def create(self, title: str, member_ids: Sequence[int]) -> int:
        self._ask("create", title, *member_ids)
        self.title = title
        return 2_000_000_001

    async def rename(self, peer_id: int, title: str) -> None:
        self._ask("rename", title)
        self.title = title

    async def remove(self, peer_id: int, member_id: int) -> None:
        self._ask("remove", member_id)
        self.members.pop(member_id, None)

    async def set_admin(self, peer_id: int, member_id: int, *, is_admin: bool) -> None:
        self._ask("set_admin", member_id, is_admin)
        self.members[member_id] = Member(member_id, is_admin=is_admin)

    async def link(self, peer_id: int, *, replace: bool = False) -> str:
        self._ask("link", replace)
        return "https://vk.me/join/2"

    def _ask(self, *request: object) -> None:
        self.asked.append(request)
        if (fault := self.faults.get(str(request[0]))) is not None:
            raise fault
