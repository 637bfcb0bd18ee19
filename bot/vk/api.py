"""VK's methods over vkbottle's client: paced, packed, timed out, the token only in a header, errors by meaning."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import vkbottle
from vkbottle.http import AiohttpClient

from bot import metrics
from bot.config import VkSettings
from bot.errors import TemporaryError, UnknownOutcomeError
from bot.vk.errors import TOO_MANY_A_SECOND
from bot.vk.pace import Pace
from bot.vk.packing import Packing

TRIES_WHEN_TOO_MANY = 3
PAUSE_WHEN_TOO_MANY_SECONDS = 0.3
CONNECT_SECONDS = 5
# A file takes longer than a call.
UPLOAD_PATIENCE = 3


class VkApi(vkbottle.API):
    """One community's access. ``call`` raises the errors of ``bot.errors``; none carries the token or a text."""

    def __init__(self, token: str, settings: VkSettings) -> None:
        timeout = aiohttp.ClientTimeout(total=settings.timeout_seconds, connect=CONNECT_SECONDS)
        super().__init__(token, http_client=AiohttpClient(timeout=timeout))
        self.API_URL = settings.api_url
        self.upload_timeout = aiohttp.ClientTimeout(
            total=UPLOAD_PATIENCE * settings.timeout_seconds, connect=CONNECT_SECONDS
        )
        self._token = token
        self._pace = Pace(settings.requests_per_second)
        self._packing = Packing(self._request, self._pace)

    async def call(self, method: str, **params: object) -> Any:
        """The ``response`` of one method call."""
        return await self._packing.call(method, await self.validate_request(params))

    async def call_urgently(self, method: str, **params: object) -> Any:
        """The same for a call that somebody waits for: it overtakes the others."""
        return await self._packing.call(method, await self.validate_request(params), is_urgent=True)

    async def close(self) -> None:
        """Wait for what is on its way and close the connections."""
        await self._packing.close()
        await self.http_client.close()

    async def _request(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        for _ in range(TRIES_WHEN_TOO_MANY):
            began = time.perf_counter()
            answer = await self._post(method, {**data, "v": self.API_VERSION})
            metrics.count_request(time.perf_counter() - began)
            metrics.REQUESTS.labels(method, answer.get("error", {}).get("error_code", 0)).inc()
            if answer.get("error", {}).get("error_code") != TOO_MANY_A_SECOND:
                break
            # VK did nothing; its window and ours are a little apart.
            self._pace.slow_down()
            await asyncio.sleep(PAUSE_WHEN_TOO_MANY_SECONDS)
            await self._pace.wait_and_depart()
        return answer

    async def _post(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            text = await self.http_client.request_text(self.API_URL + method, method="POST", data=data, headers=headers)
        except aiohttp.ClientConnectorError:
            raise TemporaryError(f"{method}: VK cannot be reached", retry_seconds=2) from None
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise UnknownOutcomeError(f"{method}: no answer from VK", retry_seconds=2) from None
        except UnicodeDecodeError:
            text = ""
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise UnknownOutcomeError(f"{method}: VK answered with something that is not JSON", retry_seconds=5)
        return answer
