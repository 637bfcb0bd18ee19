"""What is kept of VK's raw events: as little as handlers need, and of a group chat no word."""

from typing import Any

import pytest

from bot.domain.events import Allowed, Pressed, Written, load
from bot.vk.reading import Batch, bots_batch, user_batch

PAGE = 101
CHAT = 2_000_000_007
SECRET = "секретное слово"


def new_message(*, peer_id: int = PAGE, event_id: str = "e1", number: int = 5, **content: Any) -> dict[str, Any]:
    """A message as Bots Long Poll brings it."""
    message = {
        "from_id": PAGE,
        "peer_id": peer_id,
        "conversation_message_id": number,
        "id": 0 if peer_id > CHAT else 17,
        "date": 1,
        "text": "",
        "attachments": [],
        **content,
    }
    return {"type": "message_new", "event_id": event_id, "object": {"message": message, "client_info": {}}}


def press(*, peer_id: int = PAGE, **content: Any) -> dict[str, Any]:
    """A press of a callback button."""
    pressed = {"user_id": PAGE, "peer_id": peer_id, "event_id": "p1", "conversation_message_id": 9, **content}
    return {"type": "message_event", "event_id": "e2", "object": pressed}


def the_event(update: dict[str, Any]) -> Any:
    """The one event that an update leaves, as handlers see it."""
    [kept] = bots_batch([update]).events
    assert kept.lane == PAGE
    return load(kept.body)


def test_a_private_message_keeps_its_text_and_the_code_of_its_link() -> None:
    update = new_message(text="8А", ref="KA4T92XM", ref_source="qr")
    assert the_event(update) == Written(PAGE, "8А", {}, "KA4T92XM", is_text=True)


def test_a_message_that_is_a_sticker_alone_is_no_text() -> None:
    assert the_event(new_message(attachments=[{"type": "sticker"}])) == Written(PAGE, "", is_text=False)


@pytest.mark.parametrize(
    ("payload", "means"),
    [
        ({"s": "M.LIST"}, {"s": "M.LIST"}),
        ('{"s": "M.LIST"}', {"s": "M.LIST"}),
        ('{"command":"start"}', {"command": "start"}),
        ("", {}),
        ("not json", {}),
        ("[1]", {}),
        (7, {}),
        (None, {}),
    ],
)
def test_a_payload_is_read_as_an_object_and_as_text(payload: object, means: dict[str, object]) -> None:
    assert the_event(new_message(text="да", payload=payload)).payload == means
    assert the_event(press(payload=payload)) == Pressed(PAGE, PAGE, "p1", 9, means)


def test_of_a_group_chat_no_text_is_kept() -> None:
    updates = [
        new_message(peer_id=CHAT, text=SECRET),
        new_message(peer_id=CHAT, text=SECRET, action={"type": "chat_invite_user_by_link", "member_id": 7}),
        new_message(peer_id=CHAT, text=SECRET, payload={"s": SECRET}),
        press(peer_id=CHAT, payload={"s": SECRET}),
    ]
    batch = bots_batch(updates)
    assert batch == Batch(events=(), touched_peers=frozenset({CHAT}), spoken_peers=frozenset({CHAT}))
    assert SECRET not in repr(batch)


def test_a_chat_is_looked_at_only_when_somebody_came_went_or_changed_it() -> None:
    assert bots_batch([new_message(peer_id=CHAT, text="привет")]).touched_peers == frozenset()
    changed = new_message(peer_id=CHAT, action={"type": "conversation_style_update"})
    assert bots_batch([changed]).touched_peers == {CHAT}


def test_what_another_community_writes_is_not_a_person() -> None:
    assert bots_batch([new_message(from_id=-5, peer_id=-5, text="спам")]) == Batch()


@pytest.mark.parametrize(("kind", "is_allowed"), [("message_allow", True), ("message_deny", False)])
def test_it_is_known_whether_a_person_may_be_written_to(kind: str, is_allowed: bool) -> None:
    update = {"type": kind, "event_id": "e3", "object": {"user_id": PAGE, "key": ""}}
    assert the_event(update) == Allowed(PAGE, is_allowed=is_allowed)


@pytest.mark.parametrize(
    "update",
    [
        {"type": "wall_post_new", "event_id": "e4", "object": {"text": SECRET}},
        {"type": "message_reply", "event_id": "e5", "object": {"peer_id": PAGE, "text": SECRET}},
        {"type": "message_typing_state", "event_id": "e6", "object": {"from_id": PAGE}},
        {"type": "unheard_of", "event_id": "e7"},
        {},
    ],
    ids=lambda update: update.get("type", "nothing"),
)
def test_events_that_nobody_needs_leave_no_trace(update: dict[str, Any]) -> None:
    assert bots_batch([update]) == Batch()


def test_a_message_that_comes_again_under_another_id_is_the_same_message() -> None:
    first, again, next_one = new_message(event_id="a"), new_message(event_id="b"), new_message(event_id="a", number=6)
    ids = [kept.event_id for kept in bots_batch([first, again, next_one]).events]
    assert ids[0] == ids[1] != ids[2]


def test_two_people_may_have_messages_with_the_same_number() -> None:
    mine, yours = new_message(), new_message(peer_id=PAGE + 1, from_id=PAGE + 1)
    assert len({kept.event_id for kept in bots_batch([mine, yours]).events}) == 2


def test_the_order_of_a_batch_is_kept() -> None:
    batch = bots_batch([new_message(number=number, text=str(number)) for number in range(1, 9)])
    assert [load(kept.body).text for kept in batch.events] == list("12345678")  # type: ignore[union-attr]


def test_the_communitys_own_feed_only_tells_which_chats_have_changed() -> None:
    rows: list[list[Any]] = [[52, 2, CHAT, 101], [4, 1, 0, PAGE, 1, SECRET], [52, 7, CHAT + 1, 102], [52], [], [80, 1]]
    assert user_batch(rows) == Batch(touched_peers=frozenset({CHAT, CHAT + 1}))


@pytest.mark.parametrize("has_inline", [True, False])
def test_it_is_known_whether_the_app_shows_buttons_inside_messages(has_inline: bool) -> None:
    update = new_message(text="меню")
    update["object"]["client_info"] = {"inline_keyboard": has_inline}
    assert the_event(update) == Written(PAGE, "меню", has_inline=has_inline)
