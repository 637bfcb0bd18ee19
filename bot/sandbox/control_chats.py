"""Control API: what people do with chats, and what VK holds of them."""

from aiohttp import web

from bot.sandbox import chat_life
from bot.sandbox.acts import address
from bot.sandbox.control_body import Body, person_in
from bot.sandbox.conversation import Chat
from bot.sandbox.methods_read import PERMISSIONS
from bot.sandbox.people import Person
from bot.sandbox.stage import STAGE
from bot.sandbox.views import chat_view
from bot.sandbox.world import World


def routes() -> list[web.RouteDef]:
    """Addresses of this part."""
    return [
        web.get("/chats", chats),
        web.post("/people/{id}/create_chat", create_chat),
        web.post("/people/{id}/leave", leave),
        web.post("/people/{id}/kick", kick),
        web.post("/people/{id}/promote", promote),
        web.post("/people/{id}/rename", rename),
        web.post("/people/{id}/close", close),
        web.post("/people/{id}/invite", invite),
    ]


async def chats(request: web.Request) -> web.Response:
    """Every chat, members with roles."""
    world = request.app[STAGE].world
    return web.json_response([chat_view(world, chat) for chat in world.chats])


async def create_chat(request: web.Request) -> web.Response:
    """A person makes a chat by hand, also with communities in it."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    others = [*body.numbers("members"), *(-one for one in body.numbers("communities"))]
    chat = chat_life.create(world, person.id, body.text("title"), [one for one in others if one != person.id])
    community, peer = address(world, chat)
    return web.json_response({"community": community, "peer": peer, "link": chat.link})


async def leave(request: web.Request) -> web.Response:
    """Leave a chat."""
    _, world, person, chat = await _asked(request)
    chat_life.leave(world, chat, person.id)
    return web.json_response({})


async def kick(request: web.Request) -> web.Response:
    """Remove somebody as an administrator of the chat."""
    body, world, person, chat = await _asked(request)
    chat_life.kick(world, chat, person.id, body.number("member"))
    return web.json_response({})


async def promote(request: web.Request) -> web.Response:
    """Give (`admin` true, the default) or take the administrator's role."""
    body, world, person, chat = await _asked(request)
    chat_life.set_role(world, chat, person.id, body.number("member"), is_admin=bool(body.get("admin", True)))
    return web.json_response({})


async def rename(request: web.Request) -> web.Response:
    """Give the chat another title."""
    body, world, person, chat = await _asked(request)
    chat.require_member(person.id)
    chat_life.rename(world, chat, person.id, body.text("title"))
    return web.json_response({})


async def close(request: web.Request) -> web.Response:
    """Leave these `settings` (VK's names, such as `invite`) to the creator and the administrators, and no others."""
    body, world, person, chat = await _asked(request)
    chat.require_admin(person.id)
    wanted = set(body.get("settings") or ())
    if not wanted <= PERMISSIONS.keys():
        raise ValueError(f"settings should be some of {', '.join(PERMISSIONS)}")
    chat.closed = wanted
    world.announce("chat", title=chat.title)
    return web.json_response({})


async def invite(request: web.Request) -> web.Response:
    """Bring somebody in; a negative member is a community."""
    body, world, person, chat = await _asked(request)
    chat_life.invite(world, chat, person.id, body.number("member"))
    return web.json_response({})


async def _asked(request: web.Request) -> tuple[Body, World, Person, Chat]:
    body, world = await Body.read(request), request.app[STAGE].world
    return body, world, person_in(request), body.chat(world)
