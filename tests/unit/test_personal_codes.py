"""Personal codes: what they are made of, and every way in which a person may type one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import ALPHABET, LENGTH, printed, read_code, spell

NUMBERS = st.integers(min_value=0, max_value=2**32 - 1)
CYRILLIC_TWINS = dict(zip("ABCEHKMPTXY", "АВСЕНКМРТХУ", strict=True))


@given(NUMBERS, NUMBERS)
def test_every_number_has_a_code_of_its_own(one: int, other: int) -> None:
    assert (spell(one) == spell(other)) == (one == other)


@given(NUMBERS)
def test_a_printed_code_is_read_back(number: int) -> None:
    assert read_code(printed(spell(number))) == spell(number)


@given(NUMBERS, st.data())
def test_a_code_is_read_in_either_alphabet_in_any_case_with_any_gaps(number: int, data: st.DataObject) -> None:
    code = spell(number)
    typed = ""
    for sign in code:
        twin = data.draw(st.sampled_from([sign, CYRILLIC_TWINS.get(sign, sign)]))
        typed += data.draw(st.sampled_from([twin, twin.lower()])) + data.draw(st.sampled_from(["", " ", "-", "\u00a0"]))
    assert read_code(typed) == code


@given(st.text())
def test_whatever_is_read_is_a_code(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_no_sign_can_be_taken_for_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 16
    assert not set("OОIЛL01З38БВ6") & set(ALPHABET)


@pytest.mark.parametrize(
    "text",
    ["", "KA4T92X", "KA4T92XMM", "KA4T-92X0", "KA4T-92XЯ", "8 912 345-67-89", "привет", "KA4T/92XM"],
    ids=["nothing", "short", "long", "zero", "no twin", "phone", "word", "slash"],
)
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    assert read_code(text) is None
