"""The header of a table: which columns there are, however they are spelled, and which must never be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.journals.notes import Notes
from bot.journals.problems import Code

LISTS = frozenset({"agentSourcedIds", "orgSourcedIds", "termSourcedIds", "subjects", "grades"})
_HEADER_ALIASES = {
    "agents": "agentSourcedIds",
    "agentsourceids": "agentSourcedIds",
    "agentsourcedid": "agentSourcedIds",
    "classid": "classSourcedId",
    "courseid": "courseSourcedId",
    "grade": "grades",
    "orgsourcedid": "orgSourcedIds",
    "schoolid": "schoolSourcedId",
    "subject": "subjects",
    "termsourcedid": "termSourcedIds",
    "userid": "userSourcedId",
}
_SECRETS = {
    "passw": "password",
    "pwd": "password",
    "парол": "password",
    "snils": "SNILS",
    "снилс": "SNILS",
    "passport": "passport",
    "паспорт": "passport",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table that are read; ``required`` ones must be in the header, all others are never looked at."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_core: bool = True
    """Whether nothing can be believed without this table."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.required, *self.optional)


@dataclass(frozen=True, slots=True)
class Header:
    """At which cells the wanted columns stand, and which cells hold secrets."""

    columns: Mapping[str, tuple[int, ...]]
    secrets: Mapping[int, str]
    names: int
    """Cells of the header itself."""
    width: int
    """Cells of a whole row; columns without a header at the end do not count."""
    longest: int
    """Cells of the longest row that is not shifted by an unquoted comma."""

    @property
    def is_regular(self) -> bool:
        """Whether every column stands once, so that a row of usual length is as it should be."""
        return self.width == self.names and all(len(where) == 1 for where in self.columns.values())


def read_header(names: list[str], file: str, layout: Layout, notes: Notes) -> Header:
    """Find the wanted columns among the trimmed cells of a header; spellings of the wild are noted."""
    columns: dict[str, tuple[int, ...]] = {}
    secrets: dict[int, str] = {}
    for index, name in enumerate(names):
        column = _column(name, layout)
        if column is None:
            if secret := _secret(name):
                secrets[index] = secret
            continue
        if column != name:
            notes.repair(Code.HEADER_SPELLING, file, column=column)
        if column in columns and column not in LISTS:
            notes.repair(Code.DUPLICATE_COLUMN, file, column=column)
        columns[column] = (*columns.get(column, ()), index)
    width = max((index for index, name in enumerate(names, 1) if name), default=0)
    if not all(names):
        notes.repair(Code.EMPTY_HEADER, file)
    return Header(columns, secrets, len(names), width, len(names))


def _column(name: str, layout: Layout) -> str | None:
    wanted = {column.casefold(): column for column in layout.columns}
    spelled = name.casefold().replace(" ", "").replace("_", "")
    return wanted.get(spelled) or wanted.get(_HEADER_ALIASES.get(spelled, "").casefold())


def _secret(name: str) -> str | None:
    spelled = name.casefold()
    return next((secret for marker, secret in _SECRETS.items() if marker in spelled or spelled == "pass"), None)
