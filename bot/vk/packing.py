"""Packs the calls of a community into the requests that VK's pace allows: up to 25 leave together in one ``execute``.

A call leaves at once, alone, as long as the pace leaves much room. Once room is scarce, calls gather a little, and
whoever is first in the queue takes them all along: a tenth of a second for everybody is better than a second for those
who came after the last free departure. Nobody waits for an answer before the next departure.
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
EXECUTE = "execute"

Request = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One method call that waits to leave, and then for its answer."""

    method: str
    params: dict[str, Any]
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


class Packing:
    """The calls of one community. ``request`` sends one HTTP request and gives VK's whole answer."""

    def __init__(self, request: Request, pace: Pace) -> None:
        self._request = request
        self._pace = pace
        self._ready: deque[Call] = deque()
        self._turn = asyncio.Lock()
        self._is_full = asyncio.Event()

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """The response to one call; raises what VK's error means."""
        mine = Call(method, params)
        came_at = asyncio.get_running_loop().time()
        self._ready.append(mine)
        self._note_fullness()
        try:
            async with self._turn:
                batch = await self._departing() if mine in self._ready else []
            metrics.PACE_WAIT.observe(asyncio.get_running_loop().time() - came_at)
            await self._send(batch)
            return await mine.answer
        finally:
            if mine in self._ready:
                self._ready.remove(mine)

    async def _departing(self) -> list[Call]:
        # Calls of the same moment leave together.
        await asyncio.sleep(0)
        if self._pace.is_scarce:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_full.wait(), GATHERING_SECONDS)
        await self._pace.depart()
        batch = [self._ready.popleft() for _ in range(min(len(self._ready), CALLS_A_REQUEST))]
        self._note_fullness()
        return batch

    def _note_fullness(self) -> None:
        if len(self._ready) >= CALLS_A_REQUEST:
            self._is_full.set()
        else:
            self._is_full.clear()

    async def _send(self, batch: Sequence[Call]) -> None:
        try:
            if len(batch) == 1:
                await self._alone(batch[0])
            elif batch:
                await self._execute(batch)
        except StarostaError as error:
            _fail(batch, error)
        except BaseException:
            # Cut short by the end of the process: nobody knows what VK has done.
            _fail(batch, UnknownOutcomeError(f"{EXECUTE}: cut short"))
            raise

    async def _execute(self, batch: Sequence[Call]) -> None:
        answer = await self._request(EXECUTE, {"code": script(batch)})
        if "error" in answer:
            code = int(answer["error"].get("error_code", 1))
            if code != CODE_DOES_NOT_COMPILE:
                _fail(batch, error_of(EXECUTE, code))
                return
            # VK has done nothing: one by one, whoever wrote what it cannot read harms nobody else.
            for call in batch:
                await self._pace.depart()
                await self._alone(call)
            return
        # VK lists errors in the order of the calls that failed; the results of those are false.
        errors = deque(answer.get("execute_errors", ()))
        for call, response in zip(batch, answer["response"], strict=True):
            has_failed = response is False and errors and errors[0]["method"] == call.method
            call.settle(response, _error(call, errors.popleft()) if has_failed else None)

    async def _alone(self, call: Call) -> None:
        answer = await self._request(call.method, call.params)
        call.settle(answer.get("response"), _error(call, answer["error"]) if "error" in answer else None)


def script(batch: Sequence[Call]) -> str:
    """VKScript that makes the calls and returns the list of their responses."""
    calls = (f"API.{call.method}({json.dumps(call.params, ensure_ascii=False)})" for call in batch)
    return f"return [{','.join(calls)}];"


def _error(call: Call, error: dict[str, Any]) -> StarostaError:
    return error_of(call.method, int(error.get("error_code", 1)))


def _fail(batch: Sequence[Call], error: StarostaError) -> None:
    for call in batch:
        call.settle(None, error)
