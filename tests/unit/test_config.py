"""Settings: where secrets may stand, which school a command means, what is derived from them."""

from pathlib import Path
from typing import Any

import pytest

from bot import config
from bot.config import Settings
from bot.errors import OperatorError

TEXT = """
secret_key = "from the file"
[schools.school12]
title = "Школа № 12"
group_id = 12
token = "from the file"
journal = { path = "journal" }
"""


def school(**changes: Any) -> dict[str, Any]:
    return {"title": "Школа", "group_id": 1, "token": "token", "journal": {"path": "journal"}, **changes}


def built(**changes: Any) -> Settings:
    return config.build({"secret_key": "key", "schools": {"school12": school()}, **changes}, place="here")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_the_file_leaves_out_has_its_default(file: Path) -> None:
    settings = config.load(file)
    assert settings.secret_key.get_secret_value() == "from the file"
    assert settings.vk.requests_per_second == 20
    assert str(settings.schools["school12"].time_zone) == "Europe/Moscow"


def test_secrets_of_the_environment_win_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAROSTA_SECRET_KEY", "from the environment")
    monkeypatch.setenv("STAROSTA_SCHOOLS__SCHOOL12__TOKEN", "from the environment")
    settings = config.load(file)
    assert settings.secret_key.get_secret_value() == "from the environment"
    assert settings.schools["school12"].token.get_secret_value() == "from the environment"
    assert settings.schools["school12"].title == "Школа № 12"


def test_secrets_may_stand_in_the_environment_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in TEXT.splitlines() if "from the file" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("STAROSTA_SECRET_KEY", "from the environment")
    monkeypatch.setenv("STAROSTA_SCHOOLS__SCHOOL12__TOKEN", "from the environment")
    settings = config.load(file)
    assert settings.secret_key.get_secret_value() == "from the environment"
    assert settings.schools["school12"].token.get_secret_value() == "from the environment"


def test_secrets_are_not_shown(file: Path) -> None:
    assert "from the file" not in repr(config.load(file))


@pytest.mark.parametrize("wrong", [{"token": ["secret-1"]}, {"token": "secret-1", "group_id": "secret-2"}])
def test_an_error_does_not_repeat_what_was_written(wrong: dict[str, Any]) -> None:
    with pytest.raises(OperatorError) as refusal:
        built(schools={"school12": school(**wrong)})
    assert "secret-" not in str(refusal.value)


def test_settings_do_not_change(file: Path) -> None:
    settings = config.load(file)
    with pytest.raises(ValueError, match="frozen"):
        settings.log_level = "DEBUG"  # type: ignore[misc]


def test_the_only_school_needs_no_name() -> None:
    assert built().school(None)[0] == "school12"
    assert built().school("school12")[0] == "school12"


def test_of_several_schools_one_has_to_be_named() -> None:
    settings = built(schools={"first": school(), "second": school(group_id=2)})
    assert settings.school("second")[1].group_id == 2
    with pytest.raises(OperatorError, match="add --school with one of: first, second"):
        settings.school(None)
    with pytest.raises(OperatorError, match="no school 'third' in the configuration; there are: first, second"):
        settings.school("third")


def test_two_schools_cannot_share_a_community() -> None:
    with pytest.raises(OperatorError, match="same group_id"):
        built(schools={"first": school(), "second": school()})


@pytest.mark.parametrize(
    ("changes", "url"), [({}, "https://vk.me/club1"), ({"screen_name": "school_chats"}, "https://vk.me/school_chats")]
)
def test_the_address_of_the_dialogue_takes_the_short_name_if_there_is_one(changes: dict[str, Any], url: str) -> None:
    assert built(schools={"school12": school(**changes)}).schools["school12"].messages_url == url
