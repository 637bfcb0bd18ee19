"""Whatever the code says stands in the catalogue with all its variables, and nothing stands there for nobody."""

import pytest

from bot.texts import catalogue as product
from bot.texts.catalogue import say
from tests.architecture.catalogue import texts, written
from tests.architecture.families import CODE, FAMILIES, keys_of_families, templates_said
from tests.architecture.source import calls, constants, literals, plain_texts

TEXTS = texts()
SAID_BY_VARIABLE = ("UserError", "chapter")
"""What carries a key to somebody who says it."""


def test_every_key_that_is_said_stands_in_the_catalogue() -> None:
    said = literals(CODE, "say") | {key for name in SAID_BY_VARIABLE for key in literals(CODE, name)}
    assert said - TEXTS.keys() == set()


def test_every_key_that_tells_why_a_screen_is_gone_stands_in_the_catalogue() -> None:
    given = literals(CODE, "ScreenOutdated", 1) | {"e-gone"}
    assert (given | literals(CODE, "began", 2)) - TEXTS.keys() == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_keys_has_a_text_for_every_value(family: str) -> None:
    assert FAMILIES[family]
    assert {family.replace("{}", value) for value in FAMILIES[family]} - TEXTS.keys() == set()


def test_every_key_that_is_made_of_parts_belongs_to_a_known_family() -> None:
    assert templates_said() == FAMILIES.keys()


def test_no_key_has_two_texts() -> None:
    """Which one people see would depend on the names of the files."""
    assert len(written()) == len(TEXTS)


def test_every_text_is_said_somewhere() -> None:
    assert TEXTS.keys() - constants(CODE) - keys_of_families() == set()


def test_the_reader_of_the_catalogue_and_this_one_agree() -> None:
    assert product.keys() == {key.partition(".")[0] for key in TEXTS}


def test_a_sentence_gets_the_values_it_uses_and_no_others() -> None:
    odd = []
    for call in calls(CODE, "say", "UserError"):
        given = {keyword.arg for keyword in call.keywords}
        texts_said = [TEXTS[key] for key in plain_texts(call, 0) if None not in given]
        odd += [(text.key, given ^ text.variables) for text in texts_said if given != text.variables]
    assert odd == []


@pytest.mark.parametrize("key", ["no-such-text", "a-start.no-such-button", "a-done", "c-created"])
def test_a_gap_is_an_error_and_never_an_empty_text(key: str) -> None:
    """No text, no button, a text that has only buttons, a value that is not given."""
    with pytest.raises(LookupError, match=key):
        say(key)
