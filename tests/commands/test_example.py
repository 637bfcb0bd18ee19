"""config.example.toml holds every setting with its default and a comment, and can be loaded as it is."""

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot import config
from bot.config import Settings
from bot.errors import OperatorError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SETTING = re.compile(r"^(\w+) = ")
CONTENT = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


def settings_of(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every setting below a model with its place in the file; the one school stands for all."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if name == "schools":
            yield from settings_of(config.SchoolSettings, (*path, name, "school12"))
        elif isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from settings_of(inner, (*path, name))
        else:
            yield (*path, name), field


ALL = dict(settings_of(Settings))
WITH_DEFAULT = {path: field for path, field in ALL.items() if not field.is_required()}


def test_the_example_loads_once_its_secrets_are_set() -> None:
    assert list(config.load(EXAMPLE).schools) == ["school12"]


def test_the_secrets_of_the_example_are_refused_because_everybody_knows_them() -> None:
    with pytest.raises(OperatorError) as refused:
        config.load(EXAMPLE)
    assert [line.split("'")[1] for line in str(refused.value).splitlines()] == ["secret_key", "schools.school12.token"]


@pytest.fixture(autouse=True)
def secrets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example without its secrets cannot be loaded; only the test of that does without them."""
    if "refused" not in request.node.name:
        monkeypatch.setenv("STAROSTA_SECRET_KEY", "k" * 64)
        monkeypatch.setenv("STAROSTA_SCHOOLS__SCHOOL12__TOKEN", "vk1.a.token")


@pytest.mark.parametrize("path", ALL, ids=".".join)
def test_every_setting_stands_in_the_example(path: tuple[str, ...]) -> None:
    assert _stated(path) is not None


@pytest.mark.parametrize("path", WITH_DEFAULT, ids=".".join)
def test_the_example_states_the_default(path: tuple[str, ...]) -> None:
    assert _plain(_loaded(path)) == _plain(WITH_DEFAULT[path].get_default(call_default_factory=True))


def test_every_line_of_the_example_has_a_comment() -> None:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if SETTING.match(line)]
    assert len(lines) == len(ALL)
    assert [line for line in lines if not re.search(r" # \S.{9,}$", line)] == []


def _stated(path: tuple[str, ...]) -> Any:
    value: Any = CONTENT
    for key in path:
        value = value[key]
    return value


def _loaded(path: tuple[str, ...]) -> Any:
    value: Any = config.load(EXAMPLE)
    for key in path:
        value = value[key] if isinstance(value, dict) else getattr(value, key)
    return value


def _plain(value: Any) -> Any:
    """Values as they are compared: secrets and time zones by their text."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, ZoneInfo | Path | time):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
