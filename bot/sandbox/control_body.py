"""Reading the requests of the control API; complaints are ValueError (400) and LookupError (409)."""

import json
from typing import Any, Self

from aiohttp import web

from bot.sandbox.community import Community
from bot.sandbox.conversation import CHAT_PEER_BASE, Chat, Conversation
from bot.sandbox.people import Person
from bot.sandbox.stage import STAGE
from bot.sandbox.world import World

_MISSING = object()


class Body:
    """The JSON object of one request."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    @classmethod
    async def read(cls, request: web.Request) -> Self:
        """The body of the request, an empty one counts as an empty object."""
        text = await request.text()
        fields = json.loads(text) if text else {}
        if not isinstance(fields, dict):
            raise ValueError("the body should be a JSON object")
        return cls(fields)

    @property
    def fields(self) -> dict[str, Any]:
        """Everything that was sent."""
        return self._fields

    def get(self, name: str, default: Any = _MISSING) -> Any:
        """A field as it is; None when it is absent and no default is given."""
        return self._fields.get(name, None if default is _MISSING else default)

    def text(self, name: str, default: Any = _MISSING) -> str:
        """A text field."""
        return str(self._need(name, default))

    def number(self, name: str, default: Any = _MISSING) -> int:
        """A whole number."""
        return int(self._need(name, default))

    def numbers(self, name: str) -> list[int]:
        """A list of whole numbers, empty when absent."""
        return [int(one) for one in self._fields.get(name) or []]

    def json_text(self, name: str) -> str | None:
        """A value as JSON text; a text stays as it is."""
        value = self._fields.get(name)
        return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def community(self, world: World) -> Community:
        """The named community, the first one when none is named."""
        number = self.number("community", next(iter(world.communities)))
        if number not in world.communities:
            raise LookupError("no such community")
        return world.communities[number]

    def chat(self, world: World) -> Chat:
        """The chat by `community` and `peer`; community 0 numbers chats no community was ever in."""
        peer = self.number("peer")
        if self.get("community") == 0:
            return world.chats[peer - CHAT_PEER_BASE - 1]
        return self.community(world).chat(peer)

    def _need(self, name: str, default: Any) -> Any:
        value = self._fields.get(name, default)
        if value is _MISSING or value is None:
            raise ValueError(f"{name} is missing")
        return value


def person_in(request: web.Request) -> Person:
    """The person of the address; 404 when there is nobody such."""
    number = request.match_info["id"]
    person = request.app[STAGE].world.people.find(int(number)) if number.isdecimal() else None
    if person is None:
        raise web.HTTPNotFound(text="no such person")
    return person


def asked_conversation(world: World, person_id: int, body: Body) -> Conversation:
    """The chat, or the dialog with the community when `peer` is absent, zero or minus the community."""
    peer = body.number("peer", 0)
    return body.chat(world) if peer > 0 else body.community(world).dialog(person_id)
