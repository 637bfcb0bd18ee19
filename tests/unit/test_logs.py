"""A log line holds what it was given and nothing else."""

import io
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.errors import OperatorError
from bot.keys import ServerKey

TYPED = "8 912 345-67-89"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged from now on; afterwards structlog is as it was."""
    stream, before = io.StringIO(), structlog.get_config()
    logs.configure("INFO", stream=stream)
    yield stream
    structlog.configure(**before)


def log() -> structlog.typing.FilteringBoundLogger:
    """A logger as modules have it."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def test_a_line_holds_the_given_fields_a_time_and_a_level(lines: io.StringIO) -> None:
    log().info("chat_made", school="school12", chat=7, tries=0)
    expected = r"timestamp=\d{4}-\d\d-\d\dT[\d:.]+Z level=info event=chat_made school=school12 chat=7 tries=0\n"
    assert re.fullmatch(expected, lines.getvalue())


def test_what_is_below_the_level_is_not_written(lines: io.StringIO) -> None:
    log().debug("detail", text=TYPED)
    assert lines.getvalue() == ""


def test_an_error_is_told_by_its_place_and_never_by_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError(TYPED)
    except ValueError as error:
        log().exception("event_failed", error=type(error).__name__)
    line = lines.getvalue()
    assert re.search(r"event=event_failed error=ValueError where=test_logs\.py:\d+", line.replace('"', ""))
    assert "912" not in line
    assert "Traceback" not in line


@pytest.mark.parametrize("name", ["vkbottle", "aiohttp.access", "tortoise", "apscheduler.scheduler", "aiosqlite"])
def test_libraries_that_quote_what_passes_through_them_are_silent(lines: io.StringIO, name: str) -> None:
    assert lines.getvalue() == ""
    assert not logging.getLogger(name).isEnabledFor(logging.ERROR)


def test_a_refused_key_is_not_quoted() -> None:
    with pytest.raises(OperatorError) as refused:
        ServerKey("a secret that is too short")
    assert "a secret that" not in str(refused.value)
