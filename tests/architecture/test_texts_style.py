"""How the texts are written: calm, polite, and short enough for VK."""

import re

import pytest

from bot.ui.flow import SNACKBAR_LIMIT
from bot.ui.view import LABEL_LIMIT, TEXT_LIMIT
from tests.architecture.catalogue import Text, texts
from tests.architecture.source import HOLE

TEXTS = tuple(texts().values())
LABELS = tuple(text for text in TEXTS if text.is_label)
CAPITAL = re.compile(r"\bВ(ы|ас|ам|ами|аш[а-я]*)\b")
SENTENCE_BEGINS = re.compile(r"(^|\n|[.?…:]\s|[«(→•]\s?)$")
DIRECT = re.compile(r"\b(ты|тебя|тебе|тобой|твой|твоя|твоё|твои)\b", re.IGNORECASE)
SNACKBARS = ("a-relink-cancelled", "a-sms-sent", "a-sms-wrong", "e-stale", "e-gone", "e-not-understood", "x-cancelled")
LONGEST_NUMBER = "4294967295"


def test_no_text_shouts() -> None:
    assert [text.key for text, form in _forms(TEXTS) if "!" in form] == []


def test_a_capital_letter_addresses_a_person_only_where_a_sentence_begins() -> None:
    assert [(text.key, found) for text, form in _forms(TEXTS) for found in _badly_addressed(form)] == []


def test_nobody_is_addressed_like_a_child() -> None:
    assert [text.key for text, form in _forms(TEXTS) if DIRECT.search(form)] == []


def test_a_label_fits_on_a_button() -> None:
    """A label with a title in it is cut by the button; its own words are not."""
    assert [text.key for text, form in _forms(LABELS) if len(form.replace(HOLE, "")) > LABEL_LIMIT] == []


def test_a_label_says_something_in_one_line_without_a_full_stop() -> None:
    assert [text.key for text, form in _forms(LABELS) if not form.strip() or "\n" in form or form.endswith(".")] == []


def test_a_text_fits_into_a_message() -> None:
    assert [text.key for text, form in _forms(TEXTS) if len(form) > TEXT_LIMIT] == []


@pytest.mark.parametrize("key", SNACKBARS)
def test_a_short_answer_to_a_press_fits_into_a_snackbar(key: str) -> None:
    [form] = texts()[key].forms
    assert len(form.replace(HOLE, LONGEST_NUMBER)) <= SNACKBAR_LIMIT


def test_quotation_marks_are_russian_and_come_in_pairs() -> None:
    assert [text.key for text, form in _forms(TEXTS) if form.count("«") != form.count("»")] == []
    assert [text.key for text, form in _forms(TEXTS) if "“" in form or "”" in form] == []


def test_a_text_has_no_space_that_nobody_sees() -> None:
    odd = re.compile(r"(?<=\S)  |[ \t]\n|\u00a0|\s$|^\s")
    assert [text.key for text, form in _forms(TEXTS) if odd.search(form)] == []


@pytest.mark.parametrize(
    ("form", "is_right"),
    [
        ("Вас ждёт приглашение", True),
        ("Это не вы. Ваш профиль перенесён", True),
        ("Отмените: «Ваш профиль»", True),
        ("Здесь Ваш профиль", False),
        ("Приглашаем, Вы в составе", False),
        ("по журналу вы больше не здесь", True),
    ],
)
def test_the_rule_of_address_knows_a_sentence(form: str, is_right: bool) -> None:
    assert (_badly_addressed(form) == []) is is_right


def _forms(found: tuple[Text, ...]) -> list[tuple[Text, str]]:
    return [(text, form) for text in found for form in text.forms]


def _badly_addressed(form: str) -> list[str]:
    """Addresses in the wrong case: «Вы» inside a sentence."""
    return [found.group() for found in CAPITAL.finditer(form) if not SENTENCE_BEGINS.search(form[: found.start()])]
