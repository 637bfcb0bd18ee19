"""What the emulator takes, answers and brings fits VK's official schema."""

import asyncio
import re
from typing import Any

import pytest

from bot.sandbox.registry import METHODS
from tests.contracts.vk_schema import FOLDER, ON_PURPOSE, VkSchema, unexpected
from tests.contracts.vk_tour import rows_of_the_tour

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder vk-schema does not lie beside this checkout")


@pytest.fixture(scope="module")
def schema() -> VkSchema:
    return VkSchema(FOLDER)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return asyncio.run(rows_of_the_tour())


def test_the_tour_takes_every_method_and_every_event_through_the_wire(rows: list[dict[str, Any]]) -> None:
    answered = {row["method"] for row in rows if not row["error"]}
    assert METHODS.keys() | {"execute", "longpoll.bots", "longpoll.user", "callback.confirmation"} <= answered
    updates = [event for row in rows if row["method"].startswith("longpoll.") for event in row["answer"]["updates"]]
    assert {event["type"] for event in updates if isinstance(event, dict)} == {
        *("message_new", "message_reply", "message_event", "message_allow", "message_deny")
    }
    assert {event[1] for event in updates if isinstance(event, list)} == {1, 3, 5, 6, 7, 8, 9}


def test_every_row_of_the_wire_fits_the_schema(schema: VkSchema, rows: list[dict[str, Any]]) -> None:
    assert unexpected(schema, rows) == []
    complaints = {complaint for row in rows for complaint in schema.row(row)}
    outlived = [known for known in ON_PURPOSE if not any(re.fullmatch(known, one) for one in complaints)]
    assert outlived == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"method": "users.nobody"}, "users.nobody: unknown method"),
        ({"params": {"user": "1"}}, "users.get(user): unknown parameter"),
        ({"params": {"name_case": "zzz"}}, "users.get(name_case): 'zzz' is none of"),
        ({"method": "messages.pin"}, "messages.pin(peer_id): required parameter is absent"),
        ({"params": {"user_ids": "1", "from_group_id": "x"}}, "users.get(from_group_id): str instead of integer"),
        ({"answer": {"response": {}}}, "users.get.response: dict instead of array"),
        ({"answer": {}}, "users.get.response: required property is absent"),
        ({"answer": {"response": [{"id": "1"}]}}, "users.get.response[].id: str instead of integer"),
        ({"answer": {"response": [{"id": 1, "nick": ""}]}}, "users.get.response[].nick: unknown property"),
        ({"answer": {"error": {"error_code": 1}}}, "users.get: error.error_msg: required property is absent"),
        ({"answer": {"error": {"error_code": 66_000}}}, "users.get: error 66000 is not VK's"),
        ({"method": "longpoll.user", "answer": {"updates": [[52, 6, 1, 1]]}}, "longpoll.user: [52, 6, 1, 1] is not"),
        (
            {"method": "longpoll.bots", "answer": {"updates": [{"type": "message_deny", "object": {}}]}},
            "message_deny.object.user_id: required property is absent",
        ),
    ],
)
def test_what_does_not_fit_is_noticed(schema: VkSchema, row: dict[str, Any], complaint: str) -> None:
    full = {"method": "users.get", "params": {}, "answer": {"response": []}, **row}
    assert any(one.startswith(complaint) for one in schema.row(full))
