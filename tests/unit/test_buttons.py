"""Whatever a screen is made of, VK takes its buttons, or building it fails at once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.keyboard import parse_keyboard
from bot.texts.catalogue import say
from bot.ui import keyboard, payload
from bot.ui.view import TEXT_LIMIT, Button, Colour, Do, Goto, Open, Row, View

IDS = st.text(st.characters(codec="utf-8"), max_size=40)
PARAMS = st.dictionaries(IDS.filter(lambda name: name not in ("s", "a")), st.integers() | IDS, max_size=8)
INNER = st.builds(Goto, IDS, PARAMS) | st.builds(Do, IDS, PARAMS)
WORDS = st.text(st.characters(categories=["L", "N"]), max_size=8)
FEW = st.dictionaries(WORDS.filter(lambda name: name not in ("s", "a")), st.integers(0, 10**10) | WORDS, max_size=5)
PRESSES = INNER | st.sampled_from([Open("https://vk.me"), Open("http://127.0.0.1/")])
BUTTONS = st.builds(Button, st.text(st.characters(codec="utf-8"), max_size=60), PRESSES, st.sampled_from(Colour))
GRIDS = st.lists(st.lists(BUTTONS, max_size=6).map(tuple), max_size=7).map(tuple)


def as_vk_shows_it(rows: tuple[Row, ...]) -> dict[str, Any] | None:
    """The keyboard of a screen as the emulator, which knows VK's limits from VK's documents, has accepted it."""
    return parse_keyboard(keyboard.inline(View("text", rows)))


@given(GRIDS)
def test_whatever_is_built_is_taken_by_vk_with_every_button_in_its_place(rows: tuple[Row, ...]) -> None:
    try:
        shown = as_vk_shows_it(rows)
    except ValueError:
        return
    if not rows:
        assert shown is None
        return
    assert shown is not None
    assert [[button["action"]["label"] for button in row] for row in shown["buttons"]] == [
        [button.shown for button in row] for row in rows
    ]


@given(st.builds(Goto, WORDS, FEW) | st.builds(Do, WORDS, FEW))
def test_a_press_means_what_its_button_was_made_for(press: Goto | Do) -> None:
    assert payload.unpack(json.loads(payload.pack(press))) == press


def test_a_payload_that_vk_would_refuse_fails_at_once() -> None:
    longest = payload.PAYLOAD_LIMIT - len('{"s":"M.LIST","q":""}')
    assert len(payload.pack(Goto("M.LIST", {"q": "я" * longest}))) == payload.PAYLOAD_LIMIT
    with pytest.raises(ValueError, match="256"):
        payload.pack(Goto("M.LIST", {"q": "я" * (longest + 1)}))


@pytest.mark.parametrize("alien", [{}, {"command": "start"}, {"s": 7}, {"a": None}, {"button": "1"}])
def test_a_payload_of_another_bot_means_nothing(alien: dict[str, object]) -> None:
    assert payload.unpack(alien) is None


def test_parts_of_a_payload_that_no_button_has_are_left_out() -> None:
    assert payload.unpack({"s": "C.VIEW", "c": 7, "deep": {"s": 1}, "list": [1], "real": 1.5}) == Goto(
        "C.VIEW", {"c": 7}
    )


@pytest.mark.parametrize(
    ("label", "shown"),
    [("а" * 40, "а" * 40), ("а" * 41, "а" * 39 + "…"), ("8А — ученики", "8А — ученики")],
    ids=["just fits", "one too many", "short"],
)
def test_a_long_label_is_cut_with_a_sign_that_it_was(label: str, shown: str) -> None:
    assert Button(label, Goto("M.LIST")).shown == shown


@pytest.mark.parametrize(
    "widths",
    [[1] * 7, [6], [5, 5, 1], [0], [1, 0]],
    ids=["seven rows", "six in a row", "eleven buttons", "an empty row", "an empty row below"],
)
def test_a_grid_that_vk_would_refuse_fails_at_once(widths: list[int]) -> None:
    with pytest.raises(ValueError, match="fit"):
        View("", tuple((Button("да", Goto("M.LIST")),) * width for width in widths))


def test_a_link_takes_two_places_of_a_row() -> None:
    link, plain = Button("VK", Open("https://vk.me")), Button("да", Goto("M.LIST"))
    assert as_vk_shows_it(((plain, plain, plain, link),)) is not None
    with pytest.raises(ValueError, match="fit"):
        View("", ((plain, plain, plain, plain, link),))


def test_a_button_without_a_label_fails_at_once() -> None:
    with pytest.raises(ValueError, match="label"):
        View("", ((Button("", Goto("M.LIST")),),))


def test_the_menu_has_text_buttons_that_stay() -> None:
    shown = parse_keyboard(keyboard.menu(((Button("Отмена", Do("X.CANCEL"), Colour.DANGER),),)))
    assert shown == {
        "one_time": False,
        "inline": False,
        "buttons": [
            [{"action": {"type": "text", "label": "Отмена", "payload": '{"a":"X.CANCEL"}'}, "color": "negative"}]
        ],
    }


def test_the_menu_refuses_a_link() -> None:
    with pytest.raises(ValueError, match="links"):
        keyboard.menu(((Button("VK", Open("https://vk.me")),),))


def test_a_notice_stands_above_the_screen_and_leaves_the_buttons() -> None:
    view = View("Профиль", ((Button("Назад", Goto("")),),))
    assert view.with_notice("Готово.") == View("Готово.\n\nПрофиль", view.rows)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=300), max_size=60).map("\n".join))
def test_a_text_that_vk_would_refuse_loses_its_last_lines_and_no_other_loses_anything(text: str) -> None:
    shown = View(text).text
    assert len(shown) <= TEXT_LIMIT
    if len(text) <= TEXT_LIMIT:
        assert shown == text
    else:
        assert shown.endswith("\n…")
        assert text.startswith(shown[:-1])


def test_one_endless_line_is_cut_too() -> None:
    assert View("а" * 5000).text == "а" * (TEXT_LIMIT - 2) + "\n…"


def test_a_sentence_may_hold_a_list_of_any_length() -> None:
    names = ", ".join(["Константинопольская А. А."] * 200)
    assert say("p-and-more", names=names, count=1).startswith(names)
