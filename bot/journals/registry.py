"""The journals that can be read, by the name used in the settings."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.domain.edition import Edition
from bot.journals.oneroster_csv import OneRosterEdition


class Reader(Protocol):
    """Reads one school as it stands on ``today``; never raises for what the source holds.

    ``known`` is what an earlier reading has ``said``.
    """

    def __call__(self, path: Path, today: date, *, school_id: str | None = None, known: str = "") -> Edition: ...


SOURCES: Mapping[str, Reader] = {"oneroster-csv": OneRosterEdition}
