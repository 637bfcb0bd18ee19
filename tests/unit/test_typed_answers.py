"""A typed answer means a button: by its number, its text, or the beginning that only one of them has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.view import Button, Goto
from bot.ui.words import folded, is_word, option

LABELS = ["8А — ученики", "8А — родители", "Ёлкина Алёна", "Назад", "10"]
BUTTONS = [Button(label, Goto("X", {"n": place})) for place, label in enumerate(LABELS, start=1)]


def chosen(text: str, *, by_number: bool = True) -> str:
    """The label of the button that the answer means, or nothing."""
    found = option(text, BUTTONS, by_number=by_number)
    return found.label if found else ""


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1", "8А — ученики"),
        (" 4. ", "Назад"),
        ("5", "10"),
        ("8а — ученики", "8А — ученики"),
        ("8А УЧЕНИКИ", "8А — ученики"),
        ("елкина алена", "Ёлкина Алёна"),
        ("ЁЛКИНА  Алёна!", "Ёлкина Алёна"),
        ("Е\u0308лкина Але\u0308на", "Ёлкина Алёна"),
        ("ёл", "Ёлкина Алёна"),
        ("назад", "Назад"),
        ("наз", "Назад"),
        ("8а", ""),
        ("8а — р", "8А — родители"),
        ("10", "10"),
        ("0", ""),
        ("6", ""),
        ("-1", ""),
        ("", ""),
        ("…", ""),
        ("что-то другое", ""),
    ],
)
def test_an_answer_on_a_list_means_one_button_or_none(text: str, label: str) -> None:
    assert chosen(text) == label


@pytest.mark.parametrize(("text", "label"), [("1", ""), ("наз", ""), ("назад", "Назад"), ("10", "10")])
def test_where_a_text_is_awaited_only_a_whole_label_is_a_button(text: str, label: str) -> None:
    assert chosen(text, by_number=False) == label


def test_a_whole_label_wins_over_the_beginning_of_another() -> None:
    buttons = [Button("8А класс", Goto("X")), Button("8А", Goto("Y"))]
    assert option("8а", buttons, by_number=True) is buttons[1]


@given(st.text(max_size=60), st.booleans())
def test_any_text_means_one_of_the_buttons_or_none(text: str, by_number: bool) -> None:
    found = option(text, BUTTONS, by_number=by_number)
    assert found is None or found in BUTTONS


@given(st.sampled_from(BUTTONS), st.sampled_from([str.upper, str.lower, str.title, "«{}»".format, " {} ".format]))
def test_a_label_is_known_in_any_case_and_dress(button: Button, dress: object) -> None:
    assert callable(dress)
    assert chosen(dress(button.label), by_number=False) == button.label


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Меню", "home"),
        ("MEHЮ", "home"),
        ("oтмeнa", "cancel"),
        ("личные сообщения", "home"),
        ("☰ Личные сообщения", "home"),
        ("Начать", "home"),
        ("НАЗАД!", "back"),
        ("помощь", "help"),
        ("?", "help"),
        ("Отмена.", "cancel"),
        ("✖ Отмена", "cancel"),
    ],
)
def test_words_are_understood_everywhere(text: str, key: str) -> None:
    assert is_word(text, key)
    assert [one for one in ("home", "back", "help", "cancel") if is_word(text, one)] == [key]


@pytest.mark.parametrize("text", ["", " ", "менюшка", "не отмена", "??"])
def test_other_words_are_not(text: str) -> None:
    assert not any(is_word(text, key) for key in ("home", "back", "help", "cancel"))
