"""Reads and changes chats: the ports in terms of VK's methods."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.domain.plan import Member
from bot.errors import NoRightsError, PermanentError, UnknownOutcomeError
from bot.ports import ChatGlance, ChatLook
from bot.vk.api import VkApi
from bot.vk.errors import VkError

CHAT_PEER = 2_000_000_000
MEMBERS_PAGE = 1000
CONVERSATIONS_PAGE = 200
CHATS_A_GLANCE = 100
NOT_A_MEMBER = 935
# VK names no limit; so many at once are known to work, and whoever is left out is invited.
MOST_AT_CREATION = 450


class VkChats:
    """The ``ChatReader`` and ``ChatWriter`` of one community."""

    def __init__(self, api: VkApi, group_id: int) -> None:
        self._api = api
        self._group_id = group_id

    async def glance(self, peer_ids: Sequence[int]) -> dict[int, ChatGlance]:
        """Titles and counts of many chats; those that VK does not show are left out."""
        pages = await asyncio.gather(
            *(
                self._api.call(
                    "messages.getConversationsById",
                    peer_ids=",".join(map(str, peer_ids[start : start + CHATS_A_GLANCE])),
                    group_id=self._group_id,
                )
                for start in range(0, len(peer_ids), CHATS_A_GLANCE)
            )
        )
        return {
            item["peer"]["id"]: ChatGlance(item["chat_settings"]["title"], item["chat_settings"]["members_count"] - 1)
            for page in pages
            for item in page["items"]
        }

    async def look(self, peer_id: int) -> ChatLook:
        """Title and members; the community itself is left out."""
        found = await self._api.call("messages.getConversationsById", peer_ids=peer_id, group_id=self._group_id)
        if not found["items"]:
            # VK hides a chat from a bot that is no administrator there instead of giving an error.
            raise NoRightsError("messages.getConversationsById: the chat is not shown")
        rows, names = await self._members(peer_id, extended=True)
        settings = found["items"][0]["chat_settings"]
        pinned = int(settings.get("pinned_message", {}).get("conversation_message_id", 0))
        return ChatLook(settings["title"], self._without_us(rows), names, _open_to_all(settings), pinned)

    async def members(self, peer_id: int) -> tuple[Member, ...]:
        """Who is inside; the community itself is left out."""
        rows, _ = await self._members(peer_id)
        return self._without_us(rows)

    async def find(self, title: str, known: Collection[int]) -> int | None:
        """The newest chat with this title among the community's conversations that is not ``known``."""
        offset, found = 0, None
        while True:
            page = await self._api.call(
                "messages.getConversations", offset=offset, count=CONVERSATIONS_PAGE, group_id=self._group_id
            )
            for item in page["items"]:
                conversation = item["conversation"]
                peer_id = conversation["peer"]["id"]
                chat = conversation.get("chat_settings", {})
                is_ours = chat.get("owner_id") == -self._group_id
                if is_ours and chat.get("title") == title and peer_id not in known:
                    found = max(found or 0, peer_id)
            offset += CONVERSATIONS_PAGE
            if offset >= page["count"]:
                return found

    async def create(self, title: str, member_ids: Sequence[int]) -> int:
        """Make the chat; when VK refuses the members as a whole, once more without them."""
        try:
            answer = await self._create(title, member_ids)
        except UnknownOutcomeError:
            raise
        except PermanentError:
            if not member_ids:
                raise
            answer = await self._create(title, ())
        # VK's schema says an object, its older documents and much code say a number.
        return CHAT_PEER + int(answer["chat_id"] if isinstance(answer, dict) else answer)

    async def rename(self, peer_id: int, title: str) -> None:
        """Give the chat another title."""
        await self._api.call("messages.editChat", chat_id=peer_id - CHAT_PEER, title=title)

    async def remove(self, peer_id: int, member_id: int) -> None:
        """Take somebody out; fine if they are out already."""
        try:
            await self._api.call("messages.removeChatUser", chat_id=peer_id - CHAT_PEER, member_id=member_id)
        except VkError as error:
            if error.code != NOT_A_MEMBER:
                raise

    async def set_admin(self, peer_id: int, member_id: int, *, is_admin: bool) -> None:
        """Make or unmake an administrator, by a method that VK does not document."""
        role = "admin" if is_admin else "member"
        await self._api.call("messages.setMemberRole", peer_id=peer_id, member_id=member_id, role=role)

    async def restrict(self, peer_id: int, member_id: int, *, is_muted: bool, seconds: int = 0) -> None:
        """Forbid or allow somebody to write, by a method that VK does not document."""
        span = {"for": seconds} if seconds else {}
        await self._api.call(
            "messages.changeConversationMemberRestrictions",
            peer_id=peer_id,
            member_ids=member_id,
            action="ro" if is_muted else "rw",
            **span,
        )

    async def link(self, peer_id: int, *, replace: bool = False) -> str:
        """The invite link; ``replace`` voids the old one."""
        answer = await self._api.call("messages.getInviteLink", peer_id=peer_id, reset=replace, group_id=self._group_id)
        return str(answer["link"])

    async def _create(self, title: str, member_ids: Sequence[int]) -> Any:
        params: dict[str, object] = {"title": title, "group_id": self._group_id}
        if member_ids:
            params["user_ids"] = list(member_ids[:MOST_AT_CREATION])
        return await self._api.call("messages.createChat", **params)

    def _without_us(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Member, ...]:
        return tuple(
            Member(
                row["member_id"],
                is_admin=bool(row.get("is_admin")),
                is_owner=bool(row.get("is_owner")),
                is_muted=bool(row.get("is_restricted_to_write")),
            )
            for row in rows
            if row["member_id"] != -self._group_id
        )

    async def _members(self, peer_id: int, **more: object) -> tuple[list[dict[str, Any]], dict[int, str]]:
        """The rows of all pages, and the names of people by page."""
        rows: list[dict[str, Any]] = []
        names: dict[int, str] = {}
        while True:
            page = await self._api.call(
                "messages.getConversationMembers",
                peer_id=peer_id,
                offset=len(rows),
                count=MEMBERS_PAGE,
                group_id=self._group_id,
                **more,
            )
            rows += page["items"]
            names |= {one["id"]: f"{one['last_name']} {one['first_name']}" for one in page.get("profiles", ())}
            if len(rows) >= page["count"] or not page["items"]:
                return rows, names


def _open_to_all(settings: Mapping[str, Any]) -> tuple[str, ...] | None:
    permissions = settings.get("permissions")
    return None if permissions is None else tuple(sorted(name for name, who in permissions.items() if who == "all"))
