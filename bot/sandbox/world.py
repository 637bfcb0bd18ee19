"""The emulated VK as a whole: people, communities, chats, switches and who watches them change."""

import asyncio
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.community import Community
from bot.sandbox.conversation import Chat
from bot.sandbox.errors import VkError
from bot.sandbox.people import People, Person
from bot.sandbox.presses import Presses
from bot.sandbox.settings import SandboxSettings, Switches
from bot.sandbox.tokens import Tokens
from bot.sandbox.uploads import Uploads


class World:
    """Plain state without HTTP; refusals are VkError."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.clock = SandboxClock()
        self.tokens = Tokens(settings.seed)
        self.switches = Switches()
        self.people = People()
        self.communities = {one.id: Community(one, self.tokens) for one in settings.communities}
        self.chats: list[Chat] = []
        self.presses = Presses(self.clock, self.tokens)
        self.uploads = Uploads(self.tokens)
        self.watchers: set[asyncio.Queue[dict[str, Any] | None]] = set()

    def announce(self, kind: str, **details: Any) -> None:
        """Tell everybody who watches that something changed."""
        for watcher in self.watchers:
            watcher.put_nowait({"kind": kind, **details})

    def close(self) -> None:
        """Let the readers of feeds and the watchers go."""
        for community in self.communities.values():
            community.bots_feed.close()
            community.user_feed.close()
        for watcher in self.watchers:
            watcher.put_nowait(None)

    def community_of(self, token: str) -> Community | None:
        """The community that this token speaks for."""
        return next((one for one in self.communities.values() if one.token == token), None)

    def person(self, person_id: int) -> Person:
        """The person with this id; VkError 936 when VK knows nobody such."""
        person = self.people.find(person_id)
        if person is None:
            raise VkError(936)
        return person

    def name(self, member_id: int) -> str:
        """The name shown for a member or an author."""
        if member_id < 0:
            return self.communities[-member_id].title if -member_id in self.communities else "?"
        person = self.people.find(member_id)
        return person.name if person else "?"

    def new_chat(self, title: str, owner: int) -> Chat:
        """An empty chat with a link of its own."""
        chat = Chat(title=title, owner=owner, link_token=self.new_link_token())
        self.chats.append(chat)
        return chat

    def new_link_token(self) -> str:
        """The part of an invite link after the slash; ends like the real ones."""
        return f"{self.tokens.next()}/_{self.tokens.next(6)}="

    def chat_by_link(self, url: str) -> Chat | None:
        """The chat whose present link this is."""
        return next((chat for chat in self.chats if chat.link == url), None)
