"""How large files and functions may be, what they are called, and what stands on top of them."""

import ast
from statistics import median

import pytest

from tests.architecture.source import Module, modules, strings

FILE_LINES = 300
FUNCTION_LINES = 40
USUAL_FUNCTION_LINES = 8
VAGUE = {"utils", "util", "helpers", "helper", "base", "misc", "manager", "managers", "common"}
# Cyrillic belongs to the texts. These files compare, read or make it up.
CYRILLIC_FOLDERS = ("bot/journals/", "bot/sandbox/")
CYRILLIC_FILES = {
    "bot/domain/russian.py",  # names, class titles, phones
    "bot/domain/codes.py",  # letters that look alike in both alphabets
    "bot/ui/words.py",  # the same letter with and without dots
}
EVERYTHING = modules()
TESTS = modules("tests")


def test_every_module_says_on_top_what_it_is_for() -> None:
    silent = [module.place for module in EVERYTHING if not ast.get_docstring(module.tree)]
    assert [place for place in silent if not place.endswith("__init__.py")] == []


def test_a_package_file_holds_nothing_but_a_sentence() -> None:
    packages = [module for module in (*EVERYTHING, *TESTS) if module.place.endswith("__init__.py")]
    assert [one.place for one in packages if len(one.tree.body) != bool(ast.get_docstring(one.tree))] == []


def test_no_file_is_long() -> None:
    assert [module.place for module in EVERYTHING if module.text.count("\n") > FILE_LINES] == []


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    parts = {module.place: set(module.place.removesuffix(".py").split("/")) for module in (*EVERYTHING, *TESTS)}
    assert [place for place, names in parts.items() if VAGUE & names] == []


def test_no_function_is_long() -> None:
    assert [f"{module}:{node.name}" for module, node, lines in _functions() if lines > FUNCTION_LINES] == []


def test_a_usual_function_is_read_at_one_glance() -> None:
    assert median(lines for _, _, lines in _functions()) <= USUAL_FUNCTION_LINES


def test_cyrillic_stands_only_where_it_is_the_subject() -> None:
    found = {module.place for module in EVERYTHING if any(_is_cyrillic(text) for text in strings(module))}
    assert {place for place in found if not place.startswith(CYRILLIC_FOLDERS)} == CYRILLIC_FILES


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "XXX", "/home/", "/tmp/", "/work/"])
def test_nothing_is_left_for_later_and_no_machine_is_named(mark: str) -> None:
    assert [module.place for module in EVERYTHING if mark in module.text] == []


def _functions() -> list[tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Every function with its length, from the name to the last line."""
    return [
        (module, node, (node.end_lineno or node.lineno) - node.lineno + 1)
        for module in EVERYTHING
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= sign <= "\u04ff" for sign in text)
