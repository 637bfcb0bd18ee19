"""Button payloads: self-sufficient, small, and never trusted.

Navigation is ``{"s": screen, **params}``, an act is ``{"a": act, **params}``; their ids are hints that are checked.
"""

import json
from collections.abc import Mapping

from bot.ui.view import Do, Goto

PAYLOAD_LIMIT = 255


def pack(press: Goto | Do) -> str:
    """The payload of a button; ``ValueError`` when VK would refuse it."""
    head = {"s": press.screen} if isinstance(press, Goto) else {"a": press.act}
    packed = json.dumps({**head, **press.params}, ensure_ascii=False, separators=(",", ":"))
    if len(packed) > PAYLOAD_LIMIT:
        raise ValueError(f"payload of {len(packed)} characters, at most {PAYLOAD_LIMIT} fit")
    return packed


def unpack(payload: Mapping[str, object]) -> Goto | Do | None:
    """What a press means; None for a payload that is not ours."""
    params = {key: value for key, value in payload.items() if key not in ("s", "a") and isinstance(value, int | str)}
    match payload:
        case {"s": str(screen)}:
            return Goto(screen, params)
        case {"a": str(act)}:
            return Do(act, params)
    return None
