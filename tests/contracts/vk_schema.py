"""VK's official schema: whether a request, an answer or an event fits it, and if not, where."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bot.sandbox.server import RunningSandbox

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "vk-schema"

ON_PURPOSE = {
    r"messages\.setMemberRole: unknown method": "undocumented, works in practice",
    r"messages\.changeConversationMemberRestrictions: unknown method": "undocumented, works in practice",
    r"messages\.getLongPollServer: unknown method": "documented, but left out of the extract of the schema",
    r"execute\(code\): unknown parameter": "the schema does not describe execute",
    r"execute\.(response: list instead of object|execute_errors: .*)": "the schema does not describe execute",
    r"messages\.createChat\.response: int instead of object": "a switch: the answer of older pages and of practice",
    r"utils\.resolveScreenName\.response: list instead of object": "documented: an empty list when nobody has the name",
    r"users\.get\.response\[\]\.can_invite_to_chats: unknown property": "the schema has it among the fields only",
    r"groups\.get\w+Settings\.response\.events\.message_event: unknown property": "the schema has it in set* only",
    r"message_event\.type: 'message_event' is none of .*": "the schema forgot it in the list of types",
    r"message_event\.object\.payload: dict instead of string": "it comes as an object in practice",
    r"confirmation\.(event_id|v): required property is absent": "documented: a confirmation has neither",
}
ON_PURPOSE_OF_THE_BOT = {
    r".*\bkeyboard\b.*color: 'secondary' is none of .*": "documented; the schema says default",
    r"messages\.send\(keyboard\)\.one_time: required property is absent": "documented: an inline keyboard has none",
}

Schema = dict[str, Any]
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


class VkSchema:
    """The files of the schema; every complaint is a sentence that begins with the place.

    The dialect is VK's: `required: true` stands at the property itself, and what stands beside a `$ref` is prose.
    More than JSON Schema asks, a property that the schema does not know is a complaint too.
    """

    def __init__(self, folder: Path) -> None:
        names = ("objects", "responses", "methods", "errors", "extra")
        self._files = {f"{name}.json": json.loads((folder / f"{name}.json").read_text()) for name in names}
        self.methods = {one["name"]: one for one in self._files["methods.json"]["methods"]}
        errors = self._files["errors.json"]["errors"].values()
        self.error_codes = {one["code"] for one in errors} | set(map(int, self._files["extra.json"]["doc_only_errors"]))

    def row(self, row: dict[str, Any]) -> Iterator[str]:
        """What is wrong with a row of the wire: a call, what a long poll brought, or an event posted to a server."""
        method, answer = row["method"], row["answer"]
        if method == "longpoll.user":
            for event in answer.get("updates", ()):
                yield from (f"{method}: {complaint}" for complaint in _chat_row_complaints(event))
        elif method == "longpoll.bots":
            for event in answer.get("updates", ()):
                yield from self.event(event)
        elif method.startswith("callback."):
            yield from self.event(row["params"])
        elif method not in self.methods:
            yield f"{method}: unknown method"
        else:
            yield from self.request(method, row["params"])
            yield from self.error(method, answer["error"]) if "error" in answer else self.answer(method, answer)

    def request(self, method: str, params: dict[str, str]) -> Iterator[str]:
        """What is wrong with the parameters of a call."""
        known = {one["name"]: one for one in self.methods[method].get("parameters", [])}
        for name in params.keys() - known.keys() - {"v"}:
            yield f"{method}({name}): unknown parameter"
        for name, schema in known.items():
            if name in params:
                yield from self.check(schema, self._read(schema, params[name]), f"{method}({name})")
            elif schema.get("required"):
                yield f"{method}({name}): required parameter is absent"

    def answer(self, method: str, envelope: dict[str, Any]) -> list[str]:
        """What is wrong with an answer: nothing when it fits one of the responses, else the least list."""
        responses = self.methods[method]["responses"].values()
        return min((list(self.check(one, envelope, method)) for one in responses), key=len)

    def error(self, method: str, error: dict[str, Any]) -> Iterator[str]:
        """What is wrong with an error object; the files hold its codes, its shape is described in prose only."""
        text, number = {"type": "string", "required": True}, {"type": "integer", "required": True}
        pair = {"type": "object", "properties": {"key": text, "value": text}}
        fields = {"error_code": number, "error_subcode": {"type": "integer"}, "error_msg": text}
        fields |= {"captcha_sid": {"type": "string"}, "captcha_img": {"type": "string"}}
        fields |= {"request_params": {"type": "array", "items": pair, "required": True}}
        yield from self.check({"type": "object", "properties": fields}, error, f"{method}: error")
        if error.get("error_code") not in self.error_codes:
            yield f"{method}: error {error.get('error_code')} is not VK's"

    def event(self, event: dict[str, Any]) -> Iterator[str]:
        """What is wrong with an event of Bots Long Poll or Callback."""
        envelope = {name: value for name, value in event.items() if name != "object"}
        yield from self.check(_named("callback_base"), envelope, event["type"])
        if event["type"] == "confirmation":
            return
        kind = {"message_reply": "messages_message"}.get(event["type"], f"callback_{event['type']}")
        yield from self.check(_named(kind), event.get("object"), f"{event['type']}.object")

    def check(self, schema: Schema, value: Any, at: str) -> Iterator[str]:
        """What is wrong with a value."""
        schema = self._merged(schema)
        if "oneOf" in schema:
            tried = [list(self.check(one, value, at)) for one in schema["oneOf"]]
            yield from min(tried, key=len)
        allowed = schema.get("type", [])
        if wrong := _type_complaint([allowed] if isinstance(allowed, str) else allowed, value):
            yield f"{at}: {wrong}"
            return
        yield from (f"{at}: {complaint}" for complaint in _limit_complaints(schema, value))
        if isinstance(value, list) and "items" in schema:
            for one in value:
                yield from self.check(schema["items"], one, f"{at}[]")
        if isinstance(value, dict) and "properties" in schema:
            yield from self._properties(schema["properties"], value, at)

    def _properties(self, known: dict[str, Schema], value: dict[str, Any], at: str) -> Iterator[str]:
        for name in value.keys() - known.keys():
            yield f"{at}.{name}: unknown property"
        for name, schema in known.items():
            if name in value:
                yield from self.check(schema, value[name], f"{at}.{name}")
            elif schema.get("required"):
                yield f"{at}.{name}: required property is absent"

    def _merged(self, schema: Schema) -> Schema:
        """One schema without references and `allOf`."""
        while "$ref" in schema:
            file, _, name = schema["$ref"].partition("#/definitions/")
            schema = self._files[file]["definitions"][name]
        parts = [self._merged(one) for one in schema.get("allOf", [])]
        if not parts:
            return schema
        properties: dict[str, Schema] = {}
        for part in (*parts, schema):
            properties |= part.get("properties", {})
        return {"type": "object", "properties": properties}

    def _read(self, schema: Schema, text: str) -> Any:
        """The value that the text of a parameter stands for; the text itself when it is not of that type."""
        schema = self._merged(schema)
        match schema.get("type"):
            case "integer":
                return int(text) if text.removeprefix("-").isdecimal() else text
            case "boolean":
                return {"0": False, "1": True}.get(text, text)
            case "array":
                return [self._read(schema["items"], one) for one in text.split(",")]
            case "object":
                return json.loads(text)
        return text


def _chat_row_complaints(row: list[int]) -> Iterator[str]:
    """The rows of the user long poll stand in VK's prose: 52, kind, chat, and what the kind tells."""
    if len(row) != 4 or row[0] != 52 or row[1] not in range(1, 10) or row[2] <= 2_000_000_000:
        yield f"{row} is not [52, 1..9, chat, number]"


def _named(name: str) -> Schema:
    return {"$ref": f"objects.json#/definitions/{name}"}


def _type_complaint(allowed: list[str], value: Any) -> str:
    is_bool = isinstance(value, bool)
    fits = (isinstance(value, TYPES[one]) and (not is_bool or one == "boolean") for one in allowed)
    return "" if not allowed or any(fits) else f"{type(value).__name__} instead of {'|'.join(allowed)}"


def _limit_complaints(schema: Schema, value: Any) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield f"{value} is below {schema['minimum']}"
        if value > schema.get("maximum", value):
            yield f"{value} is above {schema['maximum']}"
    for limit, kind in (("maxLength", str), ("maxItems", list)):
        if isinstance(value, kind) and len(value) > schema.get(limit, len(value)):
            yield f"longer than {schema[limit]}"
    if isinstance(value, dict) and len(value) < schema.get("minProperties", 0):
        yield "too few properties"


def unexpected(schema: VkSchema, rows: Iterable[dict[str, Any]]) -> list[str]:
    """What does not fit the schema in these rows of the wire and is not so on purpose."""
    complaints = {complaint for row in rows if row["answer"] is not None for complaint in schema.row(row)}
    on_purpose = {**ON_PURPOSE, **ON_PURPOSE_OF_THE_BOT}
    return sorted(one for one in complaints if not any(re.fullmatch(known, one) for known in on_purpose))


def check_the_wire(emulator: RunningSandbox, *, but_refused: bool = False) -> None:
    """Everything that was asked and answered fits VK's official schema, where that lies beside the checkout.

    ``but_refused``: requests that the emulator turned down may have been wrong on purpose.
    """
    if (schema := _official()) is not None:
        rows = [row for row in emulator.stage.wire.since(1) if not (but_refused and row["error"])]
        complaints = unexpected(schema, rows)
        assert not complaints, "\n".join(complaints)


@cache
def _official() -> VkSchema | None:
    return VkSchema(FOLDER) if FOLDER.is_dir() else None
