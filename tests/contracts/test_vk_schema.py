"""What the emulator takes, answers and brings fits VK's official schema."""

import asyncio
import re
from typing import Any

import pytest

from bot.sandbox.registry import METHODS
from tests.contracts.vk_schema import FOLDER, VkSchema
from tests.contracts.vk_tour import rows_of_the_tour

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder vk-schema does not lie beside this checkout")

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
    complaints = {complaint for row in rows for complaint in schema.row(row)}
    unexpected = {one for one in complaints if not any(re.fullmatch(known, one) for known in ON_PURPOSE)}
    assert sorted(unexpected) == []
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
