"""Reads one CSV table: delimiter, header spellings, broken rows, columns that must never be read."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.text import clean, decode

_DELIMITERS = (",", ";", "\t")
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs"}
_LISTS = frozenset({"agentSourcedIds", "orgSourcedIds", "termSourcedIds", "subjects", "grades"})
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


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its trimmed cells by the standard's column names, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def place(self) -> str:
        """File and line, as in «users.csv:12»."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that could be believed."""

    file: str
    columns: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    columns: Mapping[str, tuple[int, ...]]
    secrets: Mapping[int, str]
    width: int
    """Cells of a whole row; columns without a header at the end do not count."""
    longest: int
    """Cells of the longest row that is not shifted by an unquoted comma."""


def read_table(content: bytes, file: str, layout: Layout, notes: Notes, *, ends_with_newline: bool) -> Table | None:
    """Read the wanted columns; None if the file cannot be this table.

    ``ends_with_newline``: whether this exporter ends its files so; if it does, a file that does not was cut.
    """
    report = notes.refuse if layout.is_core else notes.incomplete
    text = decode(content, file, notes)
    if text is None:
        report(Code.NOT_TEXT, file)
        return None
    records = list(_records(text, file, notes))
    header = _read_header([cells for _, cells in records], file, layout, notes)
    if (ends_with_newline and not ends_whole(content)) or (records and len(records[-1][1]) < header.width):
        notes.incomplete(Code.FILE_CUT, f"{file}:{records[-1][0] if records else 1}")
        records = records[:1] + records[1:-1]
    missing = [column for column in layout.required if column not in header.columns]
    if missing:
        report(Code.MISSING_COLUMNS, file, columns=", ".join(missing))
        return None
    rows = (_row(line, cells, header, file, notes) for line, cells in records[1:])
    return Table(file, frozenset(header.columns), tuple(row for row in rows if row))


def ends_whole(content: bytes) -> bool:
    """Whether the last row of a file is ended by a line break."""
    return content.endswith((b"\n", b"\r"))


def _records(text: str, file: str, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, file, notes), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            is_cut = "unexpected end" in str(error)
            notes.incomplete(Code.FILE_CUT if is_cut else Code.ROW_BROKEN, f"{file}:{line}")
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(text: str, file: str, notes: Notes) -> str:
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    if delimiter != ",":
        notes.repair(Code.DELIMITER, file, delimiter=_DELIMITER_NAMES[delimiter])
    return delimiter


def _read_header(records: list[list[str]], file: str, layout: Layout, notes: Notes) -> _Header:
    names = [clean(cell) for cell in records[0]] if records else []
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
        if column in columns and column not in _LISTS:
            notes.repair(Code.DUPLICATE_COLUMN, file, column=column)
        columns[column] = (*columns.get(column, ()), index)
    width = max((index for index, name in enumerate(names, 1) if name), default=0)
    if not all(names):
        notes.repair(Code.EMPTY_HEADER, file)
    # Some exporters end every row, but not the header, with one more delimiter.
    longest = max(len(names), min(map(len, records[1:]), default=0))
    return _Header(columns, secrets, width, longest)


def _column(name: str, layout: Layout) -> str | None:
    wanted = {column.casefold(): column for column in (*layout.required, *layout.optional)}
    spelled = name.casefold().replace(" ", "").replace("_", "")
    return wanted.get(spelled) or wanted.get(_HEADER_ALIASES.get(spelled, "").casefold())


def _secret(name: str) -> str | None:
    spelled = name.casefold()
    return next((secret for marker, secret in _SECRETS.items() if marker in spelled or spelled == "pass"), None)


def _row(line: int, cells: list[str], header: _Header, file: str, notes: Notes) -> Row | None:
    place = f"{file}:{line}"
    for index, secret in header.secrets.items():
        if index < len(cells) and cells[index].strip():
            notes.repair(Code.SECRET_COLUMN, place, column=secret)
    if len(cells) > header.longest or any(cell.strip() for cell in cells[header.width :]):
        notes.incomplete(Code.ROW_TOO_LONG, place)
        return None
    if len(cells) < header.width:
        notes.repair(Code.SHORT_ROW, place)
    return Row(file, line, {column: _cell(column, indexes, cells) for column, indexes in header.columns.items()})


def _cell(column: str, indexes: tuple[int, ...], cells: list[str]) -> str:
    filled = [text for index in indexes if index < len(cells) and (text := clean(cells[index]))]
    if column in _LISTS:
        return ",".join(filled)
    return filled[0] if filled else ""
