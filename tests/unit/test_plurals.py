"""Every text with a number in it has the form of the word that belongs to the number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.texts.catalogue import say
from tests.architecture.catalogue import FOLDER

NUMBERS = (0, 1, 2, 5, 11, 12, 14, 21, 22, 25, 101, 111)
CATEGORIES = ("one", "few", "many")
ANY = "любой"
WORD = re.compile(r"[А-Яа-яЁё]+")
DECLENSIONS = {
    *(("человек", "человека", "человек"), ("человека", "человек", "человек"), ("людей", "людей", "людей")),
    *(("участник", "участника", "участников"), ("учащийся", "учащихся", "учащихся")),
    *(("родитель", "родителя", "родителей"), ("сотрудник", "сотрудника", "сотрудников")),
    *(("чат", "чата", "чатов"), ("чата", "чатов", "чатов"), ("приглашение", "приглашения", "приглашений")),
    *(("попытка", "попытки", "попыток"), ("минуту", "минуты", "минут"), ("минута", "минуты", "минут")),
    *(("изменение", "изменения", "изменений"), ("доставлено", "доставлены", "доставлено")),
    *(("код", "кода", "кодов"), ("личный", "личных", "личных")),
    *(("класс", "класса", "классов"), ("группа", "группы", "групп"), ("связь", "связи", "связей")),
    *(("новый", "новые", "новые"), ("которого", "которых", "которых"), ("человек", "люди", "люди")),
    *(("вошёл", "вошли", "вошли"), ("ждёт", "ждут", "ждут"), ("закрыл", "закрыли", "закрыли")),
    *(("получит", "получат", "получат"), ("уйдёт", "уйдут", "уйдут"), ("ушёл", "ушли", "ушли")),
    *(("остался", "осталось", "осталось"), ("осталась", "осталось", "осталось"), ("привяжет", "привяжут", "привяжут")),
    *(("добавлен", "добавлены", "добавлены"), ("приглашён", "приглашены", "приглашены"), ("сам", "сами", "сами")),
    *(("создаётся", "создаются", "создаются"), ("раз", "раза", "раз"), ("час", "часа", "часов")),
    *(("план", "плана", "планов"), ("сообщение", "сообщения", "сообщений"), ("человеку", "людям", "людям")),
    *(("само", "сами", "сами"), ("приглашение", "приглашения", "приглашения")),
    *(("сверен", "сверены", "сверено"), ("он", "они", "они"), ("войдёт", "войдут", "войдут")),
}
"""Word by word: after 1, after 2, after 5. What stands beside a number is one of these rows."""


@dataclass(frozen=True)
class Counted:
    """One choice by number in a text: who chooses, and the wording for each key of the choice."""

    key: str
    variable: str
    forms: dict[str, str]
    variables: frozenset[str]

    def wording(self, number: int) -> str:
        """The wording for a number by the rule of the language; a number of its own goes first."""
        found = self.forms.get(str(number)) or self.forms.get(category(number)) or self.forms["*"]
        return found.replace(f"{{{self.variable}}}", str(number))

    def __str__(self) -> str:
        return self.key


def category(number: int) -> str:
    """1, 21, 101: one; 2 to 4, 22: few; everything else, 11 to 14 with it: many."""
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"


def _counted() -> Iterator[Counted]:
    for path in sorted(FOLDER.glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Message):
                named = [(entry.id.name, entry.value)] if entry.value else []
                named += [(f"{entry.id.name}.{one.id.name}", one.value) for one in entry.attributes]
                for key, pattern in named:
                    yield from _of(key, pattern)


def _of(key: str, pattern: ast.Pattern) -> Iterator[Counted]:
    seen = _Seen()
    seen.visit(pattern)
    for choice in seen.choices:
        forms = {_name(variant.key): _text(variant.value) for variant in choice.variants}
        if set(CATEGORIES) & forms.keys():
            default = next(variant for variant in choice.variants if variant.default)
            yield Counted(key, choice.selector.id.name, {**forms, "*": _text(default.value)}, frozenset(seen.names))


class _Seen(Visitor):
    def __init__(self) -> None:
        self.choices: list[Any] = []
        self.names: set[str] = set()

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - the visitor's own spelling
        self.choices.append(node)
        self.generic_visit(node)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def _name(key: ast.Identifier | ast.NumberLiteral) -> str:
    return key.name if isinstance(key, ast.Identifier) else str(key.value)


def _text(pattern: ast.Pattern) -> str:
    return "".join(_part(part) for part in pattern.elements)


def _part(part: ast.TextElement | ast.Placeable) -> str:
    if isinstance(part, ast.TextElement):
        return str(part.value)
    expression = part.expression
    return str(expression.value) if isinstance(expression, ast.StringLiteral) else f"{{{expression.id.name}}}"


COUNTED = tuple(_counted())


def test_the_catalogue_counts_something() -> None:
    assert len(COUNTED) > 30


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("counted", COUNTED, ids=str)
def test_a_number_gets_the_wording_of_its_category(counted: Counted, number: int) -> None:
    values = {name: number if name == counted.variable else ANY for name in counted.variables}
    wanted = re.sub(r"{\w+}", ANY, counted.wording(number))
    assert wanted in say(counted.key, **values)


@pytest.mark.parametrize("counted", COUNTED, ids=str)
def test_every_word_that_changes_with_the_number_is_declined_as_in_the_table(counted: Counted) -> None:
    forms = [WORD.findall(counted.forms.get(name, counted.forms["*"]).casefold()) for name in CATEGORIES]
    assert {words for words in zip(*forms, strict=True) if len(set(words)) > 1} - DECLENSIONS == set()


def test_whoever_leaves_a_category_out_means_the_same_word() -> None:
    """Without a form for 2 the form for 5 is said: that is right only for words that do not change between them."""
    lacking = [one for one in COUNTED if "few" not in one.forms]
    assert [one.key for one in lacking if not set(one.forms) >= {"one", "many"}] == []
