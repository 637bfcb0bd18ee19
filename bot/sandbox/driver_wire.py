"""The driver's connection to the control API, and waiting with readable errors."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp

Value = TypeVar("Value")
POLL_SECONDS = 0.08


class Refused(Exception):  # noqa: N818 - a refusal is what the person meets, not a failure of the driver
    """The sandbox did not let it happen; `reason` is its sentence."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(f"{status}: {reason}")


class ControlApi:
    """GET, POST and DELETE under /sandbox/api."""

    def __init__(self, url: str) -> None:
        self._session = aiohttp.ClientSession(base_url=f"{url.rstrip('/')}/sandbox/api/")

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def get(self, path: str, **query: Any) -> Any:
        """The answer; Refused when the sandbox says no."""
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, body: Any) -> Any:
        """The answer; Refused when the sandbox says no."""
        return await self._ask("POST", path, json=body)

    async def delete(self, path: str) -> Any:
        """The answer; Refused when the sandbox says no."""
        return await self._ask("DELETE", path)

    async def _ask(self, verb: str, path: str, **rest: Any) -> Any:
        async with self._session.request(verb, path, **rest) as response:
            answer = await response.json()
            if response.status >= 400:
                raise Refused(response.status, answer["error"])
            return answer


async def until(
    condition: Callable[[], Awaitable[Value | None]],
    *,
    within_seconds: float,
    otherwise: Callable[[], Awaitable[str]],
) -> Value:
    """Poll until the condition gives something true, and return that; AssertionError with `otherwise` after the time.

    AssertionError, LookupError and Refused inside the condition mean "not yet".
    """
    deadline = time.monotonic() + within_seconds
    while True:
        reason = ""
        try:
            if value := await condition():
                return value
        except (AssertionError, LookupError, Refused) as error:
            reason = f" ({error})"
        if time.monotonic() >= deadline:
            raise AssertionError(f"not within {within_seconds} s: {await otherwise()}{reason}")
        await asyncio.sleep(POLL_SECONDS)
