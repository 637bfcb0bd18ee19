"""Control API: people, what they see, and what they do in their dialogs."""

import asyncio
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.sandbox import acts
from bot.sandbox.control_body import Body, asked_conversation, person_in
from bot.sandbox.conversation import Dialog
from bot.sandbox.keyboard import find_button
from bot.sandbox.stage import STAGE
from bot.sandbox.views import conversation_view, dialogs_view

ANSWER_WAIT_SECONDS = 5.0
REFUSALS = (9, 18, 900, 902)


def routes() -> list[web.RouteDef]:
    """Addresses of this part."""
    return [
        web.get("/people", list_people),
        web.post("/people", add_person),
        web.get("/people/{id}/dialogs", dialogs),
        web.get("/people/{id}/messages", messages),
        web.post("/people/{id}/write", write),
        web.post("/people/{id}/start", start),
        web.post("/people/{id}/open", open_url),
        web.post("/people/{id}/press", press),
        web.post("/people/{id}/allow", allow),
        web.post("/people/{id}/deny", deny),
        web.post("/people/{id}/block", block),
        web.post("/people/{id}/client", client),
    ]


async def list_people(request: web.Request) -> web.Response:
    """Everybody who fits the search."""
    found = request.app[STAGE].world.people.search(request.query.get("search", ""))
    fields = ("id", "name", "about", "phone", "featured")
    return web.json_response([{name: getattr(person, name) for name in fields} for person in found])


async def add_person(request: web.Request) -> web.Response:
    """A new VK page."""
    body, world = await Body.read(request), request.app[STAGE].world
    person = world.people.add(body.text("name"), about=body.text("about", ""), phone=body.text("phone", ""))
    world.announce("people")
    return web.json_response({"id": person.id})


async def dialogs(request: web.Request) -> web.Response:
    """The list of the person's conversations, the newest first."""
    return web.json_response(dialogs_view(request.app[STAGE].world, person_in(request)))


async def messages(request: web.Request) -> web.Response:
    """What is on the person's screen, or its `newest` messages; looking at it reads it."""
    world, person = request.app[STAGE].world, person_in(request)
    community_id = int(request.query.get("community", "0")) or next(iter(world.communities))
    body = Body({"community": community_id, "peer": int(request.query.get("peer", "0"))})
    conversation = asked_conversation(world, person.id, body)
    newest = int(request.query.get("newest", "0"))
    return web.json_response(conversation_view(world, person, conversation, community_id, newest=newest))


async def write(request: web.Request) -> web.Response:
    """Write a message."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    conversation = asked_conversation(world, person.id, body)
    message = acts.write(world, person.id, conversation, body.text("text"), body.json_text("payload"))
    return web.json_response({"cmid": message.cmid})


async def start(request: web.Request) -> web.Response:
    """Press «Начать»."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    message = acts.start(world, person.id, body.community(world).dialog(person.id))
    return web.json_response({"cmid": message.cmid})


async def open_url(request: web.Request) -> web.Response:
    """Follow a link."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    return web.json_response(acts.open_link(world, person.id, body.text("url")))


async def press(request: web.Request) -> web.Response:
    """Press a button of a message or of the keyboard below; with `payload` one that a message had before an edit."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    conversation = asked_conversation(world, person.id, body)
    if payload := body.json_text("payload"):
        cmid, button = body.number("cmid"), {"action": {"type": "callback", "payload": payload}}
    else:
        cmid, keyboard = acts.keyboard_at(conversation, body.number("cmid", 0))
        button = find_button(keyboard, label=body.get("label"), row=body.get("row"), col=body.get("col"))
    kind = button["action"]["type"]
    if kind == "open_link":
        return web.json_response({"kind": "link", "url": button["action"]["link"]})
    if kind != "callback":
        acts.press_text(world, person.id, conversation, cmid, button)
        return web.json_response({"kind": "text"})
    event = acts.press_callback(world, person.id, conversation, cmid, button)
    with suppress(TimeoutError):
        await asyncio.wait_for(event.answered.wait(), float(body.get("wait_seconds", ANSWER_WAIT_SECONDS)))
    shown: dict[str, Any] = {"kind": "callback", "event_id": event.event_id, "answered": event.answered.is_set()}
    return web.json_response(shown | {"answer": event.answer, "seconds": event.seconds})


async def allow(request: web.Request) -> web.Response:
    """Let the community write."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    acts.allow(world, body.community(world), person.id)
    return web.json_response({})


async def deny(request: web.Request) -> web.Response:
    """Forbid the community to write."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    acts.deny(world, body.community(world), person.id)
    return web.json_response({})


async def block(request: web.Request) -> web.Response:
    """Shut the community out with VK's code: 900 blacklist, 902 privacy, 18 the page is gone, 9 too much for now."""
    body, world, person = await Body.read(request), request.app[STAGE].world, person_in(request)
    code = body.number("code", 902)
    if code not in REFUSALS:
        raise ValueError(f"code should be one of {REFUSALS}")
    if code == 18:
        person.deactivated = "banned"
    else:
        dialog: Dialog = body.community(world).dialog(person.id)
        dialog.refusal = code
    world.announce("dialog", person=person.id)
    return web.json_response({})


async def client(request: web.Request) -> web.Response:
    """Take an app that shows buttons inside messages, or (`inline` false) an old one that does not."""
    body, person = await Body.read(request), person_in(request)
    person.has_inline = bool(body.get("inline"))
    request.app[STAGE].world.announce("dialog", person=person.id)
    return web.json_response({})
