"""Names, class titles and phones as Russian schools write them."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.russian import (
    ClassTitle,
    class_sort_key,
    full_name,
    masked_phone,
    mobile_phone,
    mobile_phones,
    normal_name,
    parse_class_title,
    short_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлкина  Алёна", "елкина алена"),
        ("Семёновна", "Семеновна"),
        ("Соколова-Никитина", "Соколова – Никитина"),
        ("Соколова‑Никитина", "соколова-никитина"),
        ("Зайцева", "Зай\u200bцева"),
        ("Ким\u00a0Виктор", " Ким Виктор "),
    ],
)
def test_one_name_in_two_spellings_compares_equal(one, other):
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(("one", "other"), [("Наталья", "Наталия"), ("Данил", "Данила"), ("Иванов", "Иванова")])
def test_different_names_stay_different(one, other):
    assert normal_name(one) != normal_name(other)


@given(st.text())
def test_normal_name_is_stable(text):
    assert normal_name(normal_name(text)) == normal_name(text)


@given(st.from_regex("[А-Яа-яЁё]{1,9}( [А-Яа-яЁё]{1,9}){0,2}", fullmatch=True))
def test_usual_names_are_compared_like_all_others(text):
    unusual = f"{text}\u200b"
    assert normal_name(text) == normal_name(unusual)


def test_names_are_shown_without_gaps():
    assert short_name("Петров", "Сергей", "Олегович") == "Петров С. О."
    assert short_name("Мамедов", "Тимур", "Вугар оглы") == "Мамедов Т. В."
    assert short_name("Ким", "Виктор") == "Ким В."
    assert short_name("", "Айгуль") == "Айгуль"
    assert full_name("Петров", "Сергей", "Олегович") == "Петров Сергей Олегович"
    assert full_name("Ким", "Виктор") == "Ким Виктор"


@pytest.mark.parametrize(
    "text",
    [
        "5А",
        "5A",
        "5-А",
        "5 – а",
        "5 «А»",
        '5"А"',
        "5“А”",
        "5а класс",
        " 5 А  кл.",
        "5 'a'",
        "05А",
        "5А (кадеты)",
        "５А",
    ],
)
def test_class_title_is_read_in_every_usual_form(text):
    assert parse_class_title(text) == (5, "А", "5А")


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("10А (физ.-мат.)", ClassTitle(10, "А", "10А")),
        ("11", ClassTitle(11, "", "11")),
        ("9 класс", ClassTitle(9, "", "9")),
        ("8К класс", ClassTitle(8, "К", "8К")),
        ("0Б", ClassTitle(0, "Б", "0Б")),
        ("12В", ClassTitle(12, "В", "12В")),
        ("7ё", ClassTitle(7, "Ё", "7Ё")),
        ("5А1", ClassTitle(5, "А1", "5А1")),
        ("6КД", ClassTitle(6, "КД", "6КД")),
    ],
)
def test_class_title_is_taken_apart(text, parsed):
    assert parse_class_title(text) == parsed


@pytest.mark.parametrize(
    "text", ["", "А", "13А", "5 английский", "5А Русский язык", "5А, 5Б", "5b", "5D", "2026", "Кадеты"]
)
def test_other_shapes_are_no_class_title(text):
    assert parse_class_title(text) is None


def test_class_titles_are_ordered_by_number_then_letter():
    titles = ["Кадеты", "10А", "5Ж", "5Б", "11", "5Ё", "5Е", "5A"]
    assert sorted(titles, key=class_sort_key) == ["5A", "5Б", "5Е", "5Ё", "5Ж", "10А", "11", "Кадеты"]


@given(st.text())
def test_any_text_can_be_asked_for_a_class_title(text):
    parsed = parse_class_title(text)
    assert parsed is None or parse_class_title(parsed.title) == parsed


@pytest.mark.parametrize(
    "text",
    [
        "+7 (912) 345-67-89",
        "8 912 345 67 89",
        "79123456789",
        "9123456789",
        "8-912-345-67-89",
        "89123456789.0",
        "８９１２３４５６７８９",
        "8912 345 6789 мама",
        "тел. 8(912)345-67-89, после 18:00",
        "+7 912 345-67-89 / 8 342 212-00-09",
    ],
)
def test_russian_mobile_is_found(text):
    assert mobile_phone(text) == "+79123456789"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "нет",
        "212-00-09",
        "8 (342) 212-00-09",
        "8 800 555-35-35",
        "+7 701 123-00-06",
        "8 701 123 00 06",
        "+375 29 123-00-05",
        "8-912-345-67-89 доб. 2",
        "8.912E+10",
        "8912345678",
        "891234567890",
    ],
)
def test_numbers_that_get_no_sms_are_left_out(text):
    assert mobile_phone(text) is None


def test_every_mobile_of_a_cell_is_found_once_and_in_order():
    cell = "89123456789 (мама), +7 922 345-67-89 папа; 8 912 345 67 89"
    assert mobile_phones(cell) == ("+79123456789", "+79223456789")
    assert mobile_phone(cell) == "+79123456789"


def by_library(text):
    number = phonenumbers.parse(text, "RU")
    is_mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    is_russian = phonenumbers.region_code_for_number(number) == "RU"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_mobile and is_russian else None


GAPS = st.sampled_from(["", " ", "-", " - ", "\u00a0"])


@given(
    st.sampled_from(["+7", "7", "8", ""]),
    st.from_regex(r"([3-9][0-9]|9[0-9]|930)[0-9]{7,8}", fullmatch=True).filter(lambda digits: len(digits) == 10),
    st.lists(GAPS, min_size=4, max_size=4),
    st.booleans(),
)
def test_fast_path_for_usual_forms_equals_phonenumbers(prefix, digits, gaps, in_brackets):
    code = f"({digits[:3]})" if in_brackets else digits[:3]
    text = f"{prefix}{gaps[0]}{code}{gaps[1]}{digits[3:6]}{gaps[2]}{digits[6:8]}{gaps[3]}{digits[8:]}".strip(" -\u00a0")
    assert mobile_phone(text) == by_library(text)


@given(st.text(st.characters() | st.sampled_from("0123456789+-() ,.EеД")))
def test_only_russian_mobiles_come_out_of_any_text(text):
    assert all(re.fullmatch(r"\+79\d{9}", phone) for phone in mobile_phones(text))


def test_masked_phone_shows_the_code_and_the_last_two_digits_only():
    assert masked_phone("+79123456789") == "+7 912 ···-··-89"
