"""The VK side of the HTTP server: methods with their faults, and both long polls."""

import asyncio
import re
import time
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.sandbox.community import Community
from bot.sandbox.faults import Fault
from bot.sandbox.feed import Feed
from bot.sandbox.stage import STAGE, Stage

OUTSIDE_KINDS = ("http", "html", "timeout", "cut_before", "cut_after", "delay")
CUT_KINDS = ("timeout", "cut_before", "cut_after")
_CALLED = re.compile(r"\bAPI\.(\w+\.\w+)\(")
HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def routes() -> list[web.RouteDef]:
    """Addresses of the VK side."""
    return [
        web.route("*", "/method/{name}", call_method),
        web.route("*", "/lp/bots/{group_id}", bots_long_poll),
        web.route("*", "/lp/user/{group_id}", user_long_poll),
    ]


async def call_method(request: web.Request) -> web.StreamResponse:
    """One call of a method."""
    stage, name, started = request.app[STAGE], request.match_info["name"], time.perf_counter()
    raw = await _params(request)
    token = raw.get("access_token") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    fault = next(filter(None, (stage.faults.take(one, kinds=OUTSIDE_KINDS) for one in _methods(name, raw))), None)
    community = stage.world.community_of(token)
    about = {"community": community.id if community else None, "fault": fault.kind if fault else None}
    with stage.busy():
        at = stage.world.clock.text()
        is_within_limit = stage.gateway.arrived(token)
        await _pause(stage, fault)
        answer = None
        if fault is None or fault.kind in ("delay", "cut_after"):
            answer = stage.gateway.call(name, raw, token, request.host, is_within_limit=is_within_limit)
        stage.wire.add(at=at, method=name, params=raw, answer=answer, ms=_ms_since(started), **about)
    return _respond(request, fault, answer)


async def bots_long_poll(request: web.Request) -> web.Response:
    """Bots Long Poll; ts is a text unless the history is lost."""
    community = _community(request)
    answer = await _check(request, community, community.bots_feed, "longpoll.bots")
    if "updates" in answer:
        answer["ts"] = str(answer["ts"])
    return web.json_response(answer)


async def user_long_poll(request: web.Request) -> web.Response:
    """The user long poll of the community."""
    community = _community(request)
    return web.json_response(await _check(request, community, community.user_feed, "longpoll.user"))


async def _check(request: web.Request, community: Community, feed: Feed, method: str) -> dict[str, Any]:
    stage, started, params = request.app[STAGE], time.perf_counter(), await _params(request)
    try:
        wait_seconds = float(params.get("wait", "25"))
    except ValueError:
        wait_seconds = 25.0
    answer = await feed.check(params.get("key", ""), params.get("ts", ""), wait_seconds)
    if answer.get("updates") or "failed" in answer:
        shown = {"ts": params.get("ts", "")}
        at, ms = stage.world.clock.text(), _ms_since(started)
        stage.wire.add(at=at, method=method, params=shown, answer=dict(answer), ms=ms, community=community.id)
    return answer


def _community(request: web.Request) -> Community:
    number = request.match_info["group_id"]
    community = request.app[STAGE].world.communities.get(int(number)) if number.isdecimal() else None
    if community is None:
        raise web.HTTPNotFound
    return community


async def _params(request: web.Request) -> dict[str, str]:
    params = dict(request.query)
    if request.can_read_body:
        form = await request.post()
        params |= {name: value for name, value in form.items() if isinstance(value, str)}
    return params


async def _pause(stage: Stage, fault: Fault | None) -> None:
    if fault is not None and fault.kind in ("delay", "timeout"):
        with suppress(TimeoutError):
            await asyncio.wait_for(stage.faults.withdrawn.wait(), fault.seconds)


def _respond(request: web.Request, fault: Fault | None, answer: dict[str, Any] | None) -> web.Response:
    if fault is not None and fault.kind in CUT_KINDS and request.transport is not None:
        request.transport.abort()
    if fault is not None and fault.kind in ("http", "html"):
        return web.Response(status=fault.status, text=HTML, content_type="text/html")
    return web.json_response(answer)


def _methods(name: str, raw: dict[str, str]) -> list[str]:
    """The method, and those that its code calls: a fault planned for one of them hits the whole request."""
    return [name, *_CALLED.findall(raw.get("code", ""))] if name == "execute" else [name]


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
