"""Hands messages to the sandbox's SMS phone."""

import aiohttp

from bot.errors import PermanentError, TemporaryError, UnknownOutcomeError

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=3)


class SandboxSender:
    """Speaks to the sandbox at ``url``."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    async def send(self, phone: str, text: str) -> None:
        """Hand the message over; a request that went out and got no answer has an unknown outcome."""
        message = {"to": phone, "text": text}
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.post(f"{self._url}/sandbox/api/sms/send", json=message) as answer,
            ):
                status = answer.status
        except aiohttp.ClientConnectorError:
            raise TemporaryError("the SMS gateway cannot be reached") from None
        except (TimeoutError, aiohttp.ClientError):
            raise UnknownOutcomeError("the SMS gateway did not answer") from None
        if status >= 500:
            raise TemporaryError(f"the SMS gateway is down: HTTP {status}")
        if status != 200:
            raise PermanentError(f"the SMS gateway refused: HTTP {status}")
