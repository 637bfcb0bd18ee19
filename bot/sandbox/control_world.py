"""Control API: state, clock, switches, faults, feeds, the wire and live events."""

import asyncio
import json
from dataclasses import asdict, fields
from typing import Any

from aiohttp import web

from bot.sandbox.control_body import Body
from bot.sandbox.settings import Switches
from bot.sandbox.stage import STAGE, Stage

KEEPALIVE_SECONDS = 15.0


def routes() -> list[web.RouteDef]:
    """Addresses of this part."""
    return [
        web.get("/state", state),
        web.get("/clock", get_clock),
        web.post("/clock", move_clock),
        web.get("/switches", get_switches),
        web.post("/switches", set_switches),
        web.post("/faults", add_fault),
        web.delete("/faults", withdraw_faults),
        web.post("/feeds", break_feed),
        web.get("/wire", wire),
        web.get("/pressed", pressed),
        web.get("/events", events),
    ]


async def state(request: web.Request) -> web.Response:
    """The whole at a glance; `activity` tells whether anything is still going on."""
    stage = request.app[STAGE]
    communities = [
        {"id": one.id, "title": one.title, "screen_name": one.screen_name} for one in stage.world.communities.values()
    ]
    shown = {
        "now": stage.world.clock.text(),
        "communities": communities,
        "switches": asdict(stage.world.switches),
        "people_count": len(stage.world.people),
        "journal": stage.journal is not None,
        "activity": _activity(stage),
    }
    return web.json_response(shown)


async def get_clock(request: web.Request) -> web.Response:
    """The emulator's time."""
    return web.json_response({"now": request.app[STAGE].world.clock.text()})


async def move_clock(request: web.Request) -> web.Response:
    """Move forward by `advance_seconds` or `to` a moment."""
    body, world = await Body.read(request), request.app[STAGE].world
    if body.get("to"):
        world.clock.move_to(body.text("to"))
    else:
        world.clock.advance(float(body.text("advance_seconds")))
    world.announce("clock", now=world.clock.text())
    return await get_clock(request)


async def get_switches(request: web.Request) -> web.Response:
    """Positions of all switches."""
    return web.json_response(asdict(request.app[STAGE].world.switches))


async def set_switches(request: web.Request) -> web.Response:
    """Move the named switches, all or none of them."""
    body, world = await Body.read(request), request.app[STAGE].world
    known = {one.name: one for one in fields(Switches)}
    for name, value in body.fields.items():
        if name not in known or type(value) is not type(getattr(world.switches, name)):
            raise ValueError(f"no switch {name} with such a value")
        if value not in known[name].metadata.get("choices", (value,)):
            raise ValueError(f"{name} should be one of {known[name].metadata['choices']}")
    for name, value in body.fields.items():
        setattr(world.switches, name, value)
    world.announce("switches")
    return await get_switches(request)


async def add_fault(request: web.Request) -> web.Response:
    """Plan a fault; `times` 1 by default, 0 until it is withdrawn."""
    body = await Body.read(request)
    return web.json_response(asdict(request.app[STAGE].faults.add(body.fields)))


async def withdraw_faults(request: web.Request) -> web.Response:
    """Forget all faults."""
    request.app[STAGE].faults.withdraw()
    return web.json_response({})


async def break_feed(request: web.Request) -> web.Response:
    """Let a long poll fail: `expire_key` (failed 2), `lose` (3), `forget_old` (1), `redeliver`."""
    body, world = await Body.read(request), request.app[STAGE].world
    number, name = body.number("group_id", next(iter(world.communities))), body.text("feed", "bots")
    if number not in world.communities or name not in ("bots", "user"):
        raise ValueError("no such feed")
    community = world.communities[number]
    feed = community.bots_feed if name == "bots" else community.user_feed
    feed.act(body.get("act"), body.get("count"))
    return web.json_response({"last": feed.last})


async def wire(request: web.Request) -> web.Response:
    """Rows of the journal from `since` on."""
    log = request.app[STAGE].wire
    return web.json_response({"next": log.next, "rows": log.since(int(request.query.get("since", "0")))})


async def pressed(request: web.Request) -> web.Response:
    """How many presses there were, answered and not."""
    return web.json_response(request.app[STAGE].world.presses.statistics())


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events, one after every change."""
    watchers = request.app[STAGE].world.watchers
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    watcher: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    watchers.add(watcher)
    try:
        await response.write(b": open\n\n")
        await _relay(watcher, response)
    except ConnectionError:
        pass
    finally:
        watchers.discard(watcher)
    return response


async def _relay(watcher: asyncio.Queue[dict[str, Any] | None], response: web.StreamResponse) -> None:
    while True:
        try:
            event = await asyncio.wait_for(watcher.get(), KEEPALIVE_SECONDS)
        except TimeoutError:
            await response.write(b": alive\n\n")
            continue
        if event is None:
            return
        await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())


def _activity(stage: Stage) -> dict[str, int]:
    feeds = [feed for one in stage.world.communities.values() for feed in (one.bots_feed, one.user_feed)]
    now = stage.world.clock.now()
    servers = [server for one in stage.world.communities.values() for server in one.callback_servers]
    return {
        "in_flight": stage.in_flight,
        "undelivered": sum(feed.waiting for feed in feeds),
        "callback": sum(server.undelivered(now) for server in servers),
        "unanswered": stage.world.presses.live_unanswered(),
    }
