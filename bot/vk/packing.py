"""Packs the calls of a community into the requests that VK's pace allows: up to 25 leave together in one ``execute``.

A call leaves at once, alone, as long as there is much room and little traffic. Otherwise calls gather a little, and
whoever is first in the queue takes them all along: a tenth of a second for everybody is better than a second for those
who came after the last free departure. Nobody waits for an answer before the next departure. Urgent calls, for which
somebody is waiting at a screen, go first, and as long as there are such some departures are kept free for them.
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import metrics
from bot.errors import StarostaError, UnknownOutcomeError
from bot.vk.errors import CODE_DOES_NOT_COMPILE, error_of
from bot.vk.pace import Pace

CALLS_A_REQUEST = 25
GATHERING_SECONDS = 0.1
BUSY_SECONDS = 1
KEPT_FOR_URGENT = 2
URGENT_SECONDS = 5
EXECUTE = "execute"

Request = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


@dataclass(slots=True, eq=False)
class Call:
    """One method call that waits to leave, and then for its answer; ``turn``: it has left, or is to lead."""

    method: str
    params: dict[str, Any]
    has_left: bool = False
    turn: asyncio.Event = field(default_factory=asyncio.Event)
    answer: "asyncio.Future[Any]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def settle(self, response: Any, error: StarostaError | None = None) -> None:
        """Give the answer to whoever waits for it."""
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(response)
        else:
            self.answer.set_exception(error)
            # Whoever asked may be gone by now: asyncio would complain that nobody looked.
            self.answer.exception()


@dataclass(frozen=True, slots=True)
class Departure:
    """One request, ready to leave, and the calls that it carries."""

    method: str
    params: dict[str, Any]
    calls: Sequence[Call]

    @classmethod
    def of(cls, calls: Sequence[Call]) -> "Departure":
        """One call leaves as it is, several in an ``execute``."""
        if len(calls) == 1:
            return cls(calls[0].method, calls[0].params, calls)
        return cls(EXECUTE, {"code": script(calls)}, calls)


class Packing:
    """The calls of one community. ``request`` sends one HTTP request and gives VK's whole answer."""

    def __init__(self, request: Request, pace: Pace) -> None:
        self._request = request
        self._pace = pace
        self._urgent: deque[Call] = deque()
        self._others: deque[Call] = deque()
        self._leader: Call | None = None
        self._on_the_way: set[asyncio.Future[None]] = set()
        self._has_changed = asyncio.Event()
        self._busy_until = 0.0
        self._urgent_until = 0.0

    async def call(self, method: str, params: dict[str, Any], *, is_urgent: bool = False) -> Any:
        """The response to one call; raises what VK's error means."""
        mine, queue = Call(method, params), self._urgent if is_urgent else self._others
        came_at = _now()
        if is_urgent:
            self._urgent_until = came_at + URGENT_SECONDS
        queue.append(mine)
        self._has_changed.set()
        try:
            await self._leave(mine)
            metrics.PACE_WAIT.observe(_now() - came_at)
            return await mine.answer
        finally:
            if not mine.has_left:
                queue.remove(mine)
            if self._leader is mine:
                self._hand_on()

    async def close(self) -> None:
        """Wait for the answers to what has left."""
        await asyncio.gather(*self._on_the_way)

    async def _leave(self, mine: Call) -> None:
        """Return once the call has left: taken along by another one, or leading a departure itself."""
        if self._leader is None:
            self._leader = mine
        while not mine.has_left:
            if self._leader is not mine:
                await mine.turn.wait()
                mine.turn.clear()
                continue
            departure = await self._departing()
            self._hand_on()
            # A task of its own: whoever stops waiting for one answer does not cut the others short.
            sending = asyncio.ensure_future(self._send(departure))
            self._on_the_way.add(sending)
            sending.add_done_callback(self._on_the_way.discard)

    def _hand_on(self) -> None:
        """Let the first of those who still wait lead the next departure."""
        waiting = self._urgent or self._others
        self._leader = waiting[0] if waiting else None
        if self._leader is not None:
            self._leader.turn.set()

    async def _departing(self) -> Departure:
        # Calls of the same moment leave together.
        await asyncio.sleep(0)
        if self._pace.is_scarce or _now() < self._busy_until:
            await self._gather()
        while (seconds := self._pace.wait_seconds(keep=self._kept)) > 0:
            await self._change_within(seconds)
        batch = [self._next() for _ in range(min(self._waiting, CALLS_A_REQUEST))]
        if len(batch) == CALLS_A_REQUEST:
            self._busy_until = _now() + BUSY_SECONDS
        departure = Departure.of(batch)
        # Counted last: what takes time before the request is on its way would bring it closer to the next ones.
        self._pace.depart()
        return departure

    async def _gather(self) -> None:
        until = _now() + GATHERING_SECONDS
        while self._waiting < CALLS_A_REQUEST and (seconds := until - _now()) > 0:
            await self._change_within(seconds)

    async def _change_within(self, seconds: float) -> None:
        """Wait for another call, but not for longer."""
        self._has_changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._has_changed.wait()

    def _next(self) -> Call:
        call = (self._urgent or self._others).popleft()
        call.has_left = True
        call.turn.set()
        return call

    @property
    def _waiting(self) -> int:
        return len(self._urgent) + len(self._others)

    @property
    def _kept(self) -> int:
        """How many departures the next one must leave free."""
        return KEPT_FOR_URGENT if not self._urgent and _now() < self._urgent_until else 0

    async def _send(self, departure: Departure) -> None:
        try:
            answer = await self._request(departure.method, departure.params)
            if len(departure.calls) == 1:
                _settle(departure.calls[0], answer)
            else:
                await self._unpack(departure.calls, answer)
        except StarostaError as error:
            _fail(departure.calls, error)
        except BaseException:
            # Cut short by the end of the process: nobody knows what VK has done.
            _fail(departure.calls, UnknownOutcomeError(f"{EXECUTE}: cut short"))
            raise

    async def _unpack(self, calls: Sequence[Call], answer: dict[str, Any]) -> None:
        if "error" in answer:
            code = int(answer["error"].get("error_code", 1))
            if code != CODE_DOES_NOT_COMPILE:
                _fail(calls, error_of(EXECUTE, code))
                return
            # VK has done nothing: one by one, whoever wrote what it cannot read harms nobody else.
            for call in calls:
                await self._pace.wait_and_depart()
                _settle(call, await self._request(call.method, call.params))
            return
        # VK lists errors in the order of the calls that failed; the results of those are false.
        errors = deque(answer.get("execute_errors", ()))
        for call, response in zip(calls, answer["response"], strict=True):
            has_failed = response is False and errors and errors[0]["method"] == call.method
            _settle(call, {"error": errors.popleft()} if has_failed else {"response": response})


def script(batch: Sequence[Call]) -> str:
    """VKScript that makes the calls and returns the list of their responses."""
    calls = (f"API.{call.method}({json.dumps(call.params, ensure_ascii=False)})" for call in batch)
    return f"return [{','.join(calls)}];"


def _now() -> float:
    return asyncio.get_running_loop().time()


def _settle(call: Call, answer: dict[str, Any]) -> None:
    metrics.CALLS.labels(call.method, answer.get("error", {}).get("error_code", 0)).inc()
    call.settle(answer.get("response"), _error(call, answer["error"]) if "error" in answer else None)


def _error(call: Call, error: dict[str, Any]) -> StarostaError:
    return error_of(call.method, int(error.get("error_code", 1)))


def _fail(batch: Sequence[Call], error: StarostaError) -> None:
    for call in batch:
        call.settle(None, error)
