"""Keyboards that VK takes are taken, and those beyond its limits are refused with 911."""

import json
from typing import Any

import pytest

from bot.sandbox.errors import VkError
from bot.sandbox.keyboard import parse_keyboard

Action = dict[str, Any]


def button(label: str = "Go", **action: Any) -> dict[str, Any]:
    return {"action": {"type": "text", "label": label, **action}, "color": "primary"}


def link() -> dict[str, Any]:
    return {"action": {"type": "open_link", "label": "Go", "link": "https://vk.me/join/x"}}


def grid(rows: int, columns: int, **head: Any) -> dict[str, Any]:
    return {**head, "buttons": [[button() for _ in range(columns)] for _ in range(rows)]}


ACCEPTED = [
    {"buttons": []},
    grid(10, 4),
    grid(8, 5, one_time=True),
    grid(2, 5, inline=True),
    grid(6, 1, inline=True),
    {"inline": True, "buttons": [[link(), link(), button()]]},
    {"buttons": [[button("я" * 40, payload=json.dumps({"a": "x" * 246}))]]},
    {"buttons": [[button(type="callback", payload={"a": 1})]]},
    {"buttons": [[{"action": {"type": "location", "payload": ""}}]]},
]
REFUSED = [
    grid(11, 1),
    grid(1, 6),
    grid(9, 5),
    grid(7, 1, inline=True),
    grid(3, 4, inline=True),
    grid(1, 1, inline=True, one_time=True),
    {"inline": True, "buttons": []},
    {"buttons": [[]]},
    {"buttons": [[link(), link(), link()]]},
    {"buttons": [[button("")]]},
    {"buttons": [[button("я" * 41)]]},
    {"buttons": [[button(payload=json.dumps({"a": "x" * 248}))]]},
    {"buttons": [[button(payload="{not json")]]},
    {"buttons": [[button(type="teleport")]]},
    {"buttons": [[{**button(), "color": "purple"}]]},
    {"buttons": [[{"action": {"type": "open_link", "label": "Go", "link": "nowhere"}}]]},
    {"buttons": [button()]},
    {"inline": True},
    [],
]


@pytest.mark.parametrize("keyboard", ACCEPTED)
def test_what_vk_takes_is_taken(keyboard: Any) -> None:
    assert parse_keyboard(json.dumps(keyboard, ensure_ascii=False)) == keyboard


@pytest.mark.parametrize("keyboard", REFUSED)
def test_what_vk_refuses_is_refused(keyboard: Any) -> None:
    with pytest.raises(VkError) as refusal:
        parse_keyboard(json.dumps(keyboard, ensure_ascii=False))
    assert refusal.value.code == 911


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(VkError) as refusal:
        parse_keyboard("{")
    assert refusal.value.code == 911
