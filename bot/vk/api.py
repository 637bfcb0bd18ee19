"""VK's methods over vkbottle's client: paced, timed out, the token only in a header, errors by meaning."""

import asyncio
import json
from typing import Any

import aiohttp
import vkbottle
from vkbottle.http import AiohttpClient

from bot.config import VkSettings
from bot.errors import (
    ChatGoneError,
    CommunityStoppedError,
    NoRightsError,
    PermanentError,
    PersonUnreachableError,
    StarostaError,
    TemporaryError,
    UnknownOutcomeError,
)
from bot.vk.pace import Pace

TOO_MANY_A_SECOND = 6
TRIES_WHEN_TOO_MANY = 3
PAUSE_WHEN_TOO_MANY_SECONDS = 0.3

_MEANINGS: dict[type[StarostaError], tuple[int, ...]] = {
    TemporaryError: (6, 9, 29),
    UnknownOutcomeError: (1, 10),
    CommunityStoppedError: (5, 14, 27, 28),
    ChatGoneError: (927, 1017),
    NoRightsError: (15, 917, 919, 925, 931),
    PersonUnreachableError: (18, 900, 901, 902),
}
_RETRY_SECONDS = {6: 1.0, 9: 60.0, 29: 600.0}
_BY_CODE = {code: meaning for meaning, codes in _MEANINGS.items() for code in codes}


class VkError(PermanentError):
    """VK refused a request for a reason that no other error names; ``code`` is VK's number."""

    def __init__(self, method: str, code: int) -> None:
        super().__init__(f"{method}: VK error {code}")
        self.code = code


class VkApi(vkbottle.API):
    """One community's access. ``call`` raises the errors of ``bot.errors``; none carries the token or a text."""

    def __init__(self, token: str, settings: VkSettings) -> None:
        timeout = aiohttp.ClientTimeout(total=settings.timeout_seconds, connect=5)
        super().__init__(token, http_client=AiohttpClient(timeout=timeout))
        self.API_URL = settings.api_url
        self._token = token
        self._pace = Pace(settings.requests_per_second)

    async def call(self, method: str, **params: object) -> Any:
        """The ``response`` of one method call."""
        data = await self.validate_request(dict(params))
        for _ in range(TRIES_WHEN_TOO_MANY):
            await self._pace.depart()
            answer = await self._post(method, {**data, "v": self.API_VERSION})
            code = int(answer["error"].get("error_code", 1)) if "error" in answer else 0
            if code != TOO_MANY_A_SECOND:
                break
            # VK did nothing; its window and ours are a little apart.
            await asyncio.sleep(PAUSE_WHEN_TOO_MANY_SECONDS)
        if code:
            raise error_of(method, code)
        return answer.get("response")

    async def close(self) -> None:
        """Close the connections."""
        await self.http_client.close()

    async def _post(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            text = await self.http_client.request_text(self.API_URL + method, method="POST", data=data, headers=headers)
        except aiohttp.ClientConnectorError:
            raise TemporaryError(f"{method}: VK cannot be reached", retry_seconds=2) from None
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise UnknownOutcomeError(f"{method}: no answer from VK", retry_seconds=2) from None
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise UnknownOutcomeError(f"{method}: VK answered with something that is not JSON", retry_seconds=5)
        return answer


def error_of(method: str, code: int) -> StarostaError:
    """The error that VK's number means."""
    meaning = _BY_CODE.get(code)
    if meaning is None:
        return VkError(method, code)
    error = meaning(f"{method}: VK error {code}")
    if isinstance(error, TemporaryError):
        error.retry_seconds = _RETRY_SECONDS.get(code, 2.0)
    return error
