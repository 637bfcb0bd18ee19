"""VK for what packs calls: answers each call with its own number, and remembers what came together."""

import asyncio
import json
import re
from typing import Any

CALL = re.compile(r"API\.(\w+\.\w+)\((\{.*?\})\)")
REFUSED = 935


class Vk:
    """Answers each call with its own number; refuses the numbers it is told to refuse."""

    def __init__(self, *, refuses: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        self.requests: list[list[int]] = []
        self._refuses = refuses

    async def request(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        calls = CALL.findall(params["code"]) if method == "execute" else [(method, json.dumps(params))]
        numbers = [int(json.loads(inner)["number"]) for _, inner in calls]
        self.requests.append(numbers)
        await asyncio.sleep(0)
        errors = [
            self._error(name) for (name, _), number in zip(calls, numbers, strict=True) if number in self._refuses
        ]
        if method != "execute":
            return {"error": errors[0]} if errors else {"response": numbers[0]}
        responses = [False if number in self._refuses else number for number in numbers]
        return {"response": responses} | ({"execute_errors": errors} if errors else {})

    @staticmethod
    def _error(method: str) -> dict[str, Any]:
        return {"method": method, "error_code": REFUSED, "error_msg": "no"}


class Timed(Vk):
    """Also notes when each request left."""

    def __init__(self) -> None:
        super().__init__()
        self.left_at: list[float] = []

    async def request(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self.left_at.append(asyncio.get_running_loop().time())
        return await super().request(method, params)
