"""The table of methods: name, what runs, and what a community may not call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.community import Community
from bot.sandbox.params import Params
from bot.sandbox.world import World

USER_TOKEN_ONLY = frozenset(
    {
        "messages.addChatUser",
        "messages.addChatUsers",
        "messages.allowMessagesFromGroup",
        "messages.denyMessagesFromGroup",
        "messages.getChat",
        "messages.getChatPreview",
        "messages.joinChatByInviteLink",
        "friends.add",
        "groups.join",
        "groups.invite",
    }
)


@dataclass(frozen=True)
class Call:
    """One call of a method by a community; `host` is the emulator's host and port as the caller sees it."""

    world: World
    community: Community
    params: Params
    host: str = ""

    @property
    def now(self) -> float:
        """Unix seconds by the emulator's clock."""
        return self.world.clock.now()

    @property
    def me(self) -> int:
        """The calling community as a member."""
        return self.community.member_id


Method = Callable[[Call], Any]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register what answers a method of this name."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register
