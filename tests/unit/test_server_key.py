"""Everything secret comes from one key: nothing can be read back without it, and purposes never mix."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import read_code
from bot.errors import OperatorError
from bot.keys import MINIMUM_LENGTH, ServerKey, same

KEY = ServerKey("k" * MINIMUM_LENGTH)
OTHER = ServerKey("o" * MINIMUM_LENGTH)
PHONE = "+79120000101"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize("secret", ["", "short", "k" * (MINIMUM_LENGTH - 1)])
def test_a_short_key_is_refused_with_a_remedy_that_does_not_show_it(secret: str) -> None:
    with pytest.raises(OperatorError, match=r"secret_key .*secrets\.token_hex\(32\)") as refused:
        ServerKey(secret)
    assert not secret or secret not in str(refused.value)


def test_the_same_key_makes_the_same_fingerprint_and_another_key_another() -> None:
    again = ServerKey("k" * MINIMUM_LENGTH)
    assert again.digest("phone", PHONE) == KEY.digest("phone", PHONE) != OTHER.digest("phone", PHONE)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_fingerprints_are_equal_only_for_one_value_of_one_purpose(p: str, v: str, q: str, w: str) -> None:
    if "\x1f" in p + q:
        return
    assert (KEY.digest(p, v) == KEY.digest(q, w)) == ((p, v) == (q, w))


def test_a_fingerprint_fits_its_column_and_shows_nothing_of_the_value() -> None:
    digest = KEY.digest("phone", PHONE)
    assert re.fullmatch(r"[0-9a-f]{40}", digest)
    assert PHONE[-6:] not in digest


@given(TEXTS)
def test_a_hidden_text_comes_back(text: str) -> None:
    assert KEY.decrypt(KEY.encrypt(text)) == text


def test_hiding_the_same_text_twice_gives_nothing_to_compare() -> None:
    assert KEY.encrypt(PHONE) != KEY.encrypt(PHONE)
    assert PHONE not in KEY.encrypt(PHONE)


@pytest.mark.parametrize(
    "token", ["", "rubbish", OTHER.encrypt(PHONE), KEY.encrypt(PHONE)[:-2]], ids=["empty", "rubbish", "other", "cut"]
)
def test_what_was_hidden_with_another_key_is_refused(token: str) -> None:
    with pytest.raises(OperatorError, match="secret_key is not the one"):
        KEY.decrypt(token)


def test_the_code_of_a_row_can_be_made_again() -> None:
    again = ServerKey("k" * MINIMUM_LENGTH)
    assert [again.sms_code(row) for row in range(1, 50)] == [KEY.sms_code(row) for row in range(1, 50)]
    assert [again.personal_code(row) for row in range(1, 50)] == [KEY.personal_code(row) for row in range(1, 50)]


@given(st.integers(min_value=1, max_value=2**31))
def test_codes_have_the_form_that_people_are_told(row: int) -> None:
    assert re.fullmatch(r"\d{6}", KEY.sms_code(row))
    assert read_code(KEY.personal_code(row)) == KEY.personal_code(row)


def test_codes_of_neighbouring_rows_and_of_other_keys_have_nothing_in_common() -> None:
    rows = range(1, 200)
    assert len({KEY.personal_code(row) for row in rows}) == len(rows)
    assert len({KEY.sms_code(row) for row in rows}) > len(rows) - 3
    assert sum(KEY.sms_code(row) == OTHER.sms_code(row) for row in rows) < 3


@given(TEXTS, TEXTS)
def test_secrets_are_compared_as_a_whole(one: str, other: str) -> None:
    assert same(one, other) == (one == other)
