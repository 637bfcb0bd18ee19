"""The commands in this process, and, where the bot or VK is needed, a whole machine."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.database.conftest import add_migration
from tests.faults.conftest import filled_database, machine
from tests.faults.processes import Process

__all__ = ["add_migration", "filled_database", "machine"]

CONFIG = """
database = "{folder}/starosta.sqlite3"
secret_key = "a key that is long enough for a test, and no more than that"
log_level = "WARNING"
[schools.school999]
title = "Школа № 999"
group_id = 1
token = "sandbox-token-1"
[schools.school999.journal]
path = "{folder}/journal"
"""
SECOND_SCHOOL = """
[schools.lyceum]
title = "Лицей"
group_id = 2
token = "sandbox-token-2"
[schools.lyceum.journal]
path = "{folder}/journal"
"""
Starosta = Callable[..., Result]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A valid configuration of one school."""
    file = tmp_path / "config.toml"
    file.write_text(CONFIG.format(folder=tmp_path), encoding="utf-8")
    return file


@pytest.fixture
def two_schools(tmp_path: Path, config: Path) -> Path:
    """A valid configuration of two schools."""
    config.write_text((CONFIG + SECOND_SCHOOL).format(folder=tmp_path), encoding="utf-8")
    return config


@pytest.fixture
def starosta(config: Path) -> Starosta:
    """Runs a command with the configuration to its end."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["-c", str(config), *arguments])

    return run


@pytest.fixture
def migrated(config: Path, migrated_database: Path) -> None:
    """The database was made before."""
    shutil.copy(migrated_database, config.parent)


@pytest.fixture
def with_roster(config: Path, filled_database: Path) -> None:
    """The school's roster was imported before."""
    shutil.copy(filled_database, config.parent / "starosta.sqlite3")


def refusal(result: Result) -> str:
    """The one sentence of a command that was refused; AssertionError when it ended in any other way."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    lines: Sequence[str] = result.stderr.splitlines()
    assert lines[-1].startswith("Error: "), lines
    return lines[-1].removeprefix("Error: ")


async def done(process: Process) -> str:
    """What a command has printed that ended well."""
    assert await process.ended() == 0, process.text
    return process.text
