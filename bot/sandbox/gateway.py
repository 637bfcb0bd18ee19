"""The way of one call through VK: token, version, rate, method, envelope; without HTTP."""

import json
from collections import deque
from collections.abc import Mapping
from typing import Any

from bot.sandbox import (
    methods_callback,
    methods_chat,
    methods_people,
    methods_read,
    methods_send,
    methods_upload,
    script,
)
from bot.sandbox.community import Community
from bot.sandbox.errors import VkError
from bot.sandbox.faults import Faults
from bot.sandbox.params import Params
from bot.sandbox.registry import METHODS, USER_TOKEN_ONLY, Call
from bot.sandbox.wire import Wire
from bot.sandbox.world import World

METHOD_MODULES = (methods_callback, methods_chat, methods_people, methods_read, methods_send, methods_upload)
RATE_WINDOW_SECONDS = 1.0

Envelope = dict[str, Any]


class Gateway:
    """Answers calls for the tokens of the world's communities."""

    def __init__(self, world: World, faults: Faults, wire: Wire) -> None:
        self._world = world
        self._faults = faults
        self._wire = wire
        self._recent: dict[str, deque[float]] = {}

    def arrived(self, token: str) -> bool:
        """Count a request that has just arrived; False when it is one too many in this second."""
        recent, now = self._recent.setdefault(token, deque()), self._world.clock.now()
        while recent and now - recent[0] >= RATE_WINDOW_SECONDS:
            recent.popleft()
        is_within_limit = len(recent) < self._world.switches.rate_limit
        if is_within_limit:
            recent.append(now)
        return is_within_limit

    def call(self, name: str, raw: Mapping[str, str], token: str, host: str, *, is_within_limit: bool) -> Envelope:
        """The envelope VK answers with: `response`, or `error` with the request's parameters."""
        try:
            community = self._admit(name, raw, token, is_within_limit=is_within_limit)
            if name == "execute":
                return self._execute(community, raw, host)
            return {"response": self._run(name, community, raw, host)}
        except VkError as error:
            return refusal(name, raw, error)

    def _admit(self, name: str, raw: Mapping[str, str], token: str, *, is_within_limit: bool) -> Community:
        community = self._world.community_of(token)
        if community is None:
            raise VkError(5, "invalid access_token (4)." if token else "no access_token passed.")
        if not raw.get("v"):
            raise VkError(8, "v (version) is required")
        if not is_within_limit:
            raise VkError(6)
        if name != "execute":
            _check_callable(name)
        return community

    def _run(self, name: str, community: Community, raw: Mapping[str, str], host: str) -> Any:
        fault = self._faults.take(name, kinds=("error",))
        if fault is not None:
            raise VkError(fault.code)
        return METHODS[name](Call(self._world, community, Params(raw), host))

    def _execute(self, community: Community, raw: Mapping[str, str], host: str) -> Envelope:
        fault = self._faults.take("execute", kinds=("error",))
        if fault is not None:
            raise VkError(fault.code)
        errors: list[dict[str, Any]] = []

        def api(name: str, params: dict[str, Any]) -> Any:
            texts = {key: _text(value) for key, value in params.items()}
            envelope = self._inner(name, community, texts, host)
            self._wire.add(at=self._world.clock.text(), method=name, params=texts, answer=envelope, ms=0, via="execute")
            if "error" in envelope:
                error = envelope["error"]
                errors.append({"method": name, "error_code": error["error_code"], "error_msg": error["error_msg"]})
                return False
            return envelope["response"]

        value = script.run(raw.get("code", ""), api)
        return {"response": value} | ({"execute_errors": errors} if errors else {})

    def _inner(self, name: str, community: Community, raw: Mapping[str, str], host: str) -> Envelope:
        try:
            _check_callable(name)
            return {"response": self._run(name, community, raw, host)}
        except VkError as error:
            return refusal(name, raw, error)


def _check_callable(name: str) -> None:
    if name in USER_TOKEN_ONLY:
        raise VkError(27, "method is unavailable with group auth.")
    if name not in METHODS:
        raise VkError(3)


def refusal(name: str, raw: Mapping[str, str], error: VkError) -> Envelope:
    """VK's error envelope; the token is not repeated in it."""
    pairs = [{"key": key, "value": value} for key, value in raw.items() if key != "access_token"]
    return {"error": error.body() | {"request_params": [{"key": "method", "value": name}, *pairs]}}


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "1" if value else ""
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
