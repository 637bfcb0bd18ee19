"""One emulated community: its dialogs, its numbering of chats, its two long poll feeds and its callback servers."""

from typing import Any

from bot.sandbox.callback_servers import CallbackServers
from bot.sandbox.conversation import CHAT_PEER_BASE, Chat, Conversation, Dialog
from bot.sandbox.errors import VkError
from bot.sandbox.event_names import API_VERSION, EVENTS_OFF, EVENTS_ON
from bot.sandbox.feed import Feed
from bot.sandbox.settings import CommunitySettings
from bot.sandbox.tokens import Tokens

RIGHTS = {"photos": 4, "messages": 4096, "docs": 131072, "manage": 262144}


class Community:
    """What VK holds about one community."""

    def __init__(self, settings: CommunitySettings, tokens: Tokens) -> None:
        self.id = settings.id
        self.title = settings.title
        self.screen_name = settings.screen_name
        self.token = settings.token
        self.rights = dict(RIGHTS)
        self.dialogs: dict[int, Dialog] = {}
        self.chats: dict[int, Chat] = {}
        self.bots_feed = Feed(tokens)
        self.user_feed = Feed(tokens)
        self.callback_servers = CallbackServers(tokens.next(8))
        self.is_long_poll_enabled = True
        self.events = {name: int(name in EVENTS_ON) for name in (*EVENTS_ON, *EVENTS_OFF)}
        self.cleared: dict[int, int] = {}
        self.sent: dict[tuple[int, int], tuple[int, int]] = {}
        self._message_ids = 0
        self._tokens = tokens

    @property
    def member_id(self) -> int:
        """The community as a member of chats and an author of messages."""
        return -self.id

    def answers_to(self, name: str) -> bool:
        """Whether this is one of the community's names in links and parameters."""
        return name in (self.screen_name, str(self.id), f"club{self.id}", f"public{self.id}")

    def dialog(self, person_id: int) -> Dialog:
        """The private dialog with a person, begun when there was none."""
        return self.dialogs.setdefault(person_id, Dialog(person_id=person_id))

    def add_chat(self, chat: Chat) -> int:
        """Give a chat this community's next number; returns the peer."""
        if self.id not in chat.peers:
            chat.peers[self.id] = CHAT_PEER_BASE + len(self.chats) + 1
            self.chats[chat.peers[self.id]] = chat
        return chat.peers[self.id]

    def chat(self, peer_id: int) -> Chat:
        """The chat under this peer; VkError 927 when there is none."""
        if peer_id not in self.chats:
            raise VkError(927)
        return self.chats[peer_id]

    def conversation(self, peer_id: int) -> Conversation:
        """The chat or the dialog under this peer; VkError 927 or 936 when there is none."""
        if peer_id > CHAT_PEER_BASE:
            return self.chat(peer_id)
        if peer_id not in self.dialogs:
            raise VkError(936)
        return self.dialogs[peer_id]

    def peer(self, conversation: Conversation) -> int:
        """The peer under which this community knows the conversation."""
        return conversation.peers[self.id] if isinstance(conversation, Chat) else _person(conversation)

    def next_message_id(self) -> int:
        """Number of the next message of the private dialogs."""
        self._message_ids += 1
        return self._message_ids

    def emit(self, kind: str, body: dict[str, Any]) -> None:
        """Bring an event by Bots Long Poll and to each callback server, as far as they subscribed to its kind."""
        event_id = self._tokens.next()
        envelope = {"type": kind, "event_id": event_id, "v": API_VERSION, "group_id": self.id, "object": body}
        if self.is_long_poll_enabled and self.events.get(kind):
            self.bots_feed.append(envelope)
        for server in self.callback_servers:
            server.offer(kind, envelope)


def _person(conversation: Conversation) -> int:
    assert isinstance(conversation, Dialog)  # noqa: S101 - the only other kind
    return conversation.person_id
