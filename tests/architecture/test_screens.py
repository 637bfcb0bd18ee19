"""Every button leads somewhere, and every screen and act can be reached."""

import ast
import re

from handlers.contents import FEATURES, contents
from tests.architecture.source import (
    HOLE,
    calls,
    constants,
    conversation,
    literals,
    modules,
    plain_texts,
    strings,
    template,
)

PLACE = re.compile(r"[A-Z]{1,2}(\.[A-Z]+)+")
LETTERS = {f"{HOLE}.LIST": ("U", "R"), f"{HOLE}.CHAT": ("U", "R")}
HOME = ""

TALK = modules("handlers")
CONTENTS = contents()


def test_every_button_leads_to_a_screen_that_exists() -> None:
    wanted = literals(conversation(), "Goto") | literals(conversation(), "Go") | literals(TALK, "ScreenOutdated")
    assert wanted - {HOME} - CONTENTS.screens.keys() == set()


def test_every_button_does_an_act_that_exists() -> None:
    assert literals(conversation(), "Do") - CONTENTS.acts.keys() == set()


def test_whatever_looks_like_a_screen_or_an_act_is_one() -> None:
    """Also where an id travels through a variable: a fallback, a way back, the screens that are shown anew."""
    named = {text for text in constants(conversation()) if PLACE.fullmatch(text)}
    assert named - CONTENTS.screens.keys() - CONTENTS.acts.keys() == set()


def test_ids_made_of_parts_are_known() -> None:
    made = {template(node) for call in calls(TALK, "Goto", "Do", "Go", "_turn") for node in _made(call)}
    assert made == LETTERS.keys()
    assert _made_ids() - CONTENTS.screens.keys() == set()


def test_every_screen_and_act_has_a_way_that_leads_to_it() -> None:
    declared = [text for call in calls(TALK, "screen", "act") for text in plain_texts(call, 0)]
    named = [text for module in conversation() for text in strings(module)]
    assert len(declared) == len(CONTENTS.screens) + len(CONTENTS.acts)
    assert {text for text in declared if named.count(text) == 1} - _made_ids() == set()


def test_every_feature_with_pages_is_in_the_table_of_contents() -> None:
    files = {module.place for module in TALK if any(True for _ in calls((module,), "screen", "act"))}
    assert len(files) == len(FEATURES)


def _made(call: ast.Call) -> list[ast.JoinedStr]:
    return [node for node in call.args[:1] if isinstance(node, ast.JoinedStr)]


def _made_ids() -> set[str]:
    return {made.replace(HOLE, letter) for made, letters in LETTERS.items() for letter in letters}
