"""Makes mutants of source text: one small change each, of the kind that a slip of the pen would make."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from enum import EnumMeta
from pathlib import Path
from types import CodeType
from typing import Any

from bot.domain import kinds, membership

OPPOSITES: tuple[tuple[type[ast.AST], ...], ...] = (
    (ast.Is, ast.IsNot),
    (ast.IsNot, ast.Is),
    (ast.In, ast.NotIn),
    (ast.NotIn, ast.In),
    (ast.Eq, ast.NotEq),
    (ast.NotEq, ast.Eq),
    (ast.Lt, ast.LtE, ast.GtE),
    (ast.LtE, ast.Lt, ast.Gt),
    (ast.Gt, ast.GtE, ast.LtE),
    (ast.GtE, ast.Gt, ast.Lt),
    (ast.And, ast.Or),
    (ast.Or, ast.And),
    (ast.Add, ast.Sub),
    (ast.Sub, ast.Add),
    (ast.Mult, ast.Add),
)
TWINS = {"any": "all", "all": "any", "sorted": "list", "min": "max", "max": "min"}
TWO = 2
PARTS = {"elts", "values", "ifs"}
ENUMS = {
    name: enum for module in (kinds, membership) for name, enum in vars(module).items() if isinstance(enum, EnumMeta)
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module, where and what was changed."""

    file: str
    line: int
    change: str
    code: CodeType

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def name(self) -> str:
        """Stays the same when the lines of the file move."""
        return f"{self.file}: {self.change}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in list(ast.walk(tree)):
        for name, value in list(ast.iter_fields(parent)):
            if name not in {"annotation", "returns", "decorator_list", "names", "level"}:
                for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                    for change, code in _of_child(tree, parent, name, index, child):
                        yield Mutant(path.name, _line(child, parent), change, code)


def _line(node: ast.AST, parent: ast.AST) -> int:
    return getattr(node, "lineno", 0) or getattr(parent, "lineno", 0)


def _of_child(
    tree: ast.Module, parent: ast.AST, name: str, index: int | None, child: Any
) -> Iterator[tuple[str, CodeType]]:
    before = _written(child, parent) if isinstance(child, ast.AST) else None
    if before is None:
        return
    original = getattr(parent, name)
    for new in _changes(child, parent, name):
        after = "nothing" if new is None else _written(new, parent)
        others = [] if new is None else [new]
        setattr(parent, name, new if index is None else [*original[:index], *others, *original[index + 1 :]])
        code = compile(ast.fix_missing_locations(copy.deepcopy(tree)), "mutant", "exec")
        setattr(parent, name, original)
        yield f"{before} -> {after}", code


def _written(node: ast.AST, parent: ast.AST) -> str | None:
    if isinstance(node, ast.cmpop | ast.boolop | ast.operator):
        return f"{type(node).__name__} in {ast.unparse(parent)}"
    if isinstance(node, ast.expr | ast.stmt):
        return ast.unparse(node)
    return None


def _changes(node: ast.AST, parent: ast.AST, name: str) -> Iterator[Any]:
    """What may stand in the place of ``node``; None: nothing."""
    for kind, *others in OPPOSITES:
        if isinstance(node, kind):
            yield from (other() for other in others)
    if name in PARTS and _may_go(node, parent, name):
        yield None
    yield from _other_values(node, parent)
    match node:
        case ast.BoolOp(values=[first, second]):
            yield from (first, second)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Call(func=ast.Name(id=called), args=args) if called in TWINS:
            keywords = [] if called == "sorted" else node.keywords
            yield ast.Call(ast.Name(TWINS[called], ast.Load()), args, keywords)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.If(test=test, body=body, orelse=orelse):
            yield from (ast.If(ast.Constant(value), body, orelse) for value in (True, False))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield ast.Expr(ast.Constant(None))


def _other_values(node: ast.AST, parent: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=str()) if not isinstance(parent, ast.Expr):
            yield ast.Constant("mutant")
        case ast.Attribute(value=ast.Name(id=enum), attr=member) if enum in ENUMS and member in ENUMS[enum].__members__:
            members = list(ENUMS[enum].__members__)
            yield ast.Attribute(node.value, members[(members.index(member) + 1) % len(members)], node.ctx)


def _may_go(node: ast.AST, parent: ast.AST, name: str) -> bool:
    """A condition, one of several operands, a starred part or a named element may be left out."""
    match parent:
        case ast.comprehension():
            return True
        case ast.BoolOp(values=values):
            return len(values) > TWO
        case ast.Tuple(ctx=ast.Load()) | ast.List():
            return name == "elts" and isinstance(node, ast.Starred | ast.Attribute | ast.Tuple)
    return False
