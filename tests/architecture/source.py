"""The product's own source, parsed once: modules, calls, string constants."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "models", "scheduler")
GENERATED = "models/migrations/"
HOLE = "{}"


@dataclass(frozen=True, eq=False)
class Module:
    """One file: its place under the root, its text, and its tree, which is made for whoever asks for it."""

    place: str
    text: str = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def __str__(self) -> str:
        return self.place


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """Every module of these packages (default: of the whole product) but what a tool has written."""
    paths = [path for package in packages or PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    places = [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Module(place, text) for place, text in places if not place.startswith(f"{GENERATED}0"))


def conversation() -> tuple[Module, ...]:
    """Everything but the sandbox, which is a neighbour with words of its own."""
    return tuple(module for module in modules() if not module.place.startswith("bot/sandbox/"))


def calls(found: tuple[Module, ...], *names: str) -> Iterator[ast.Call]:
    """Every call of a function with one of these names, also as an attribute."""
    for module in found:
        yield from (node for node in _all_calls(module) if called(node) in names)


@cache
def _all_calls(module: Module) -> tuple[ast.Call, ...]:
    return tuple(node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def called(node: ast.Call) -> str:
    """The last part of the name that is called."""
    match node.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def constants(found: tuple[Module, ...]) -> set[str]:
    """Every string constant that is no docstring."""
    return {text for module in found for text in strings(module)}


def strings(module: Module) -> Iterator[str]:
    """The string constants of a module but docstrings and sentences that only explain."""
    said = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def plain_texts(node: ast.Call, place: int) -> list[str]:
    """The plain text that stands at ``place``; both of them where a condition chooses."""
    waiting = list(node.args[place : place + 1])
    found = []
    while waiting:
        match waiting.pop():
            case ast.Constant(str(text)):
                found.append(text)
            case ast.IfExp(body=one, orelse=other):
                waiting += [one, other]
    return found


def literals(found: tuple[Module, ...], name: str, place: int = 0) -> set[str]:
    """The plain texts that calls of ``name`` have at ``place``."""
    return {text for node in calls(found, name) for text in plain_texts(node, place)}


def template(node: ast.JoinedStr) -> str:
    """An f-string with a hole for each of its values."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
