"""Reading the parameters of a request; every complaint is VkError 100."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.errors import VkError


class Params:
    """Text parameters of one call, read as what the method needs."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self._raw = raw

    def text(self, *names: str) -> str:
        """The first of these parameters that is not empty, else an empty text."""
        return next((self._raw[name] for name in names if self._raw.get(name)), "")

    def integer(self, *names: str, default: int = 0) -> int:
        """A whole number, the default when it is absent."""
        value = self.text(*names)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise VkError(100, f"{names[0]} should be an integer") from None

    def need(self, *names: str) -> int:
        """A whole number that must be there."""
        if not self.text(*names):
            raise VkError(100, f"{names[0]} is undefined")
        return self.integer(*names)

    def need_text(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise VkError(100, f"{name} is undefined")
        return value

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes."""
        return self.text(name) not in ("", "0", "false", "False")

    def words(self, name: str) -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def numbers(self, *names: str) -> list[int]:
        """A comma-separated list of whole numbers."""
        try:
            return [int(word) for name in names for word in self.words(name)]
        except ValueError:
            raise VkError(100, f"{names[0]} should be a list of integers") from None

    def limited(self, name: str, *, default: int, most: int) -> int:
        """A count between 0 and the most VK gives at once."""
        value = self.integer(name, default=default)
        if not 0 <= value <= most:
            raise VkError(100, f"{name} should be between 0 and {most}")
        return value

    def check_json(self, name: str) -> Any:
        """A JSON value, None when it is absent."""
        value = self.text(name)
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise VkError(100, f"{name} is not a valid JSON") from None
