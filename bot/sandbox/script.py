"""As much VKScript as bots write: `return` of lists, objects, constants and API calls."""

import json
import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import VkError

CALLS_AT_ONCE = 25
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>[\[\](){},:;]))"""
)
_CONSTANTS = {"true": True, "false": False, "null": None}

ApiCall = Callable[[str, dict[str, Any]], Any]


def run(code: str, call: ApiCall) -> Any:
    """The value that the code returns; VkError 12 when it cannot be read, 13 after too many calls."""
    return _Run(_tokens(code), call).program()


class _Run:
    """One reading of the code; calls are made in the order in which they stand."""

    def __init__(self, tokens: list[str], call: ApiCall) -> None:
        self._tokens = tokens
        self._at = 0
        self._call = call
        self._calls = 0

    def program(self) -> Any:
        self._take("return")
        value = self._value()
        if self._peek() == ";":
            self._take(";")
        if self._peek():
            raise VkError(12, f"unexpected «{self._peek()}» after return")
        return value

    def _value(self) -> Any:
        word = self._peek()
        if word == "[":
            return self._list()
        if word == "{":
            return self._object()
        self._at += 1
        if word.startswith("API."):
            return self._api(word.removeprefix("API."))
        return _CONSTANTS[word] if word in _CONSTANTS else _constant(word)

    def _list(self) -> list[Any]:
        values = []
        self._take("[")
        while self._peek() != "]":
            values.append(self._value())
            self._comma("]")
        self._take("]")
        return values

    def _object(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        self._take("{")
        while self._peek() != "}":
            key = self._peek()
            self._at += 1
            self._take(":")
            values[str(_constant(key)) if key[:1] in "\"'" else key] = self._value()
            self._comma("}")
        self._take("}")
        return values

    def _api(self, name: str) -> Any:
        self._take("(")
        params = self._object() if self._peek() == "{" else {}
        self._take(")")
        self._calls += 1
        if self._calls > CALLS_AT_ONCE:
            raise VkError(13, "too many api calls")
        return self._call(name, params)

    def _comma(self, end: str) -> None:
        if self._peek() != end:
            self._take(",")

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, expected: str) -> None:
        if self._peek() != expected:
            raise VkError(12, f"expected «{expected}», found «{self._peek()}»")
        self._at += 1


def _tokens(code: str) -> list[str]:
    tokens, at = [], 0
    code = code.strip()
    while at < len(code):
        found = _TOKEN.match(code, at)
        if found is None:
            raise VkError(12, f"unexpected character at {at}")
        tokens.append(found.group().strip())
        at = found.end()
    return tokens


def _constant(token: str) -> Any:
    if token.startswith("'"):
        token = json.dumps(token[1:-1].replace("\\'", "'").replace("\\\\", "\\"))
    try:
        return json.loads(token, strict=False)
    except ValueError:
        raise VkError(12, f"unexpected «{token}»") from None
