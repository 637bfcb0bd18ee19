"""The journals that can be read, by the name used in the settings."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.domain.roster import Snapshot
from bot.journals import oneroster_csv


class Reader(Protocol):
    """Reads one school as it stands on ``today``; never raises for what the source holds."""

    def __call__(self, path: Path, today: date, *, school_id: str | None = None) -> Snapshot: ...


SOURCES: Mapping[str, Reader] = {"oneroster-csv": oneroster_csv.read}
