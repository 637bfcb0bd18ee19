"""The catalogue as its files hold it: every text, its label or sentence, and the variables that it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from tests.architecture.source import ROOT

FOLDER = ROOT / "bot" / "texts" / "ru"


@dataclass(frozen=True)
class Text:
    """One text: ``key`` with a dot is the label of a button; ``forms`` are its wordings, one for each plural."""

    key: str
    forms: tuple[str, ...]
    variables: frozenset[str]

    @property
    def is_label(self) -> bool:
        return "." in self.key

    def __str__(self) -> str:
        return self.key


@cache
def written() -> tuple[Text, ...]:
    """Every text of every file."""
    return tuple(text for path in sorted(FOLDER.glob("*.ftl")) for text in _read(path.read_text(encoding="utf-8")))


@cache
def texts() -> dict[str, Text]:
    """Every text by key."""
    return {text.key: text for text in written()}


def _read(source: str) -> Iterator[Text]:
    for entry in FluentParser().parse(source).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            if entry.value is not None:
                yield _text(entry.id.name, entry.value)
            for attribute in entry.attributes:
                yield _text(f"{entry.id.name}.{attribute.id.name}", attribute.value)


def _text(key: str, pattern: ast.Pattern) -> Text:
    seen = _Variables()
    seen.visit(pattern)
    return Text(key, tuple(_forms(pattern)), frozenset(seen.names))


def _forms(pattern: ast.Pattern) -> list[str]:
    """All wordings; a value that is filled in stands as a hole."""
    forms = [""]
    for element in pattern.elements:
        forms = [form + piece for form in forms for piece in _pieces(element)]
    return forms


def _pieces(element: ast.TextElement | ast.Placeable) -> list[str]:
    if isinstance(element, ast.TextElement):
        return [element.value]
    if isinstance(element.expression, ast.SelectExpression):
        return [form for variant in element.expression.variants for form in _forms(variant.value)]
    return ["{}"]


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's own spelling
        self.names.add(node.id.name)
