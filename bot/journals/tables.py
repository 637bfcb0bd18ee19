"""Reads one CSV table row by row: delimiter, header spellings, broken rows, columns that must never be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.journals.blocks import Body, OddRows, Rows
from bot.journals.files import CsvFile
from bot.journals.headers import LISTS, Header, Layout, read_header
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.text import BLOCK_BYTES, Writing, clean, clean_texts, text_of

_DELIMITERS = (",", ";", "\t")
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs"}


@dataclass(slots=True)
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
class Piece:
    """Some rows by columns: the lines on which they begin, and UTF-8 cells, not trimmed but each of one line."""

    lines: Sequence[int]
    columns: Sequence[Sequence[bytes]]

    def only(self, places: Sequence[int]) -> "Piece":
        """Some of the rows."""
        columns = [[column[place] for place in places] for column in self.columns]
        return Piece([self.lines[place] for place in places], columns)


class OpenTable:
    """A table whose rows are read one after the other, as often as one likes."""

    def __init__(self, file: CsvFile, layout: Layout, writing: Writing, delimiter: str, *, is_cut: bool) -> None:
        self.file = file.name
        self.layout = layout
        self._source, self._body, self._is_cut = file, Body(file, writing, delimiter), is_cut
        self._header = Header({}, {}, 0, 0, 0)

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the layout that are there."""
        return frozenset(self._header.columns)

    @property
    def has_changed(self) -> bool:
        """Whether somebody has written to the file meanwhile."""
        return self._source.has_changed()

    def begin(self, notes: Notes) -> None:
        """Read the header; what is odd about it is noted."""
        records = chain.from_iterable(rows.each() for rows in self._body.rows(Notes()))
        _, cells = next(records, (1, []))
        names, (_, first) = [clean(cell) for cell in cells], next(records, (0, []))
        longest = len(names)
        if len(first) > longest:
            # Some exporters end every row, but not the header, with one more delimiter.
            longest = max(longest, min([len(first), *(len(cells) for _, cells in records)]))
        header = read_header(names, self.file, self.layout, notes)
        self._header = replace(header, longest=longest)

    def note_broken(self, notes: Notes) -> None:
        """Only note what is wrong with the file's form; for a table that is not read any further."""
        for _ in self._whole(notes):
            pass

    def rows(self, pieces: Iterable[Piece]) -> Iterator[Row]:
        """The rows of pieces that have all columns of the layout."""
        for piece in pieces:
            for line, *cells in zip(piece.lines, *map(clean_texts, piece.columns), strict=True):
                yield Row(self.file, line, dict(zip(self.layout.columns, cells, strict=True)))

    def pieces(self, columns: tuple[str, ...], notes: Notes) -> Iterator[Piece]:
        """The rows that can be believed, by columns; what was wrong with others is noted.

        Columns that are absent are empty, cells of unusual rows are trimmed.
        """
        where = self._header.columns
        for rows in self._whole(notes):
            if self._header.is_regular and rows.fits(self._header):
                absent = [b""] * len(rows.lines)
                yield Piece(rows.lines, [rows.column(where[name][0]) if name in where else absent for name in columns])
            else:
                read = list(self._read(rows, notes))
                yield Piece([row.line for row in read], [[row[name].encode() for row in read] for name in columns])

    def row(self, line: int, columns: Iterable[str], cells: Iterable[bytes]) -> Row:
        """A row of untrimmed cells."""
        texts = (clean(cell.decode(errors="ignore")) for cell in cells)
        return Row(self.file, line, dict(zip(columns, texts, strict=True)))

    def _whole(self, notes: Notes) -> Iterator[Rows]:
        """All rows but the header, without a last one that was cut off."""
        found = self._body.rows(notes, self._header)
        rows: Rows = next(found, OddRows([1], [[]]))
        last_line = rows.drop(0)
        for more in found:
            if rows.lines:
                yield rows
            rows = more
        if self._is_cut or (rows.lines and rows.is_cut(self._header)):
            line = rows.drop(-1) if rows.lines else last_line
            notes.incomplete(Code.FILE_CUT, f"{self.file}:{line}")
        if rows.lines:
            yield rows

    def _read(self, rows: Rows, notes: Notes) -> Iterator[Row]:
        for line, cells in rows.each():
            if row := self._row(line, cells, notes):
                yield row

    def _row(self, line: int, cells: Sequence[str], notes: Notes) -> Row | None:
        place, header = f"{self.file}:{line}", self._header
        for index, secret in header.secrets.items():
            if index < len(cells) and cells[index].strip():
                notes.repair(Code.SECRET_COLUMN, place, column=secret)
        if len(cells) > header.longest or any(cell.strip() for cell in cells[header.width :]):
            notes.incomplete(Code.ROW_TOO_LONG, place)
            return None
        if len(cells) < header.width:
            notes.repair(Code.SHORT_ROW, place)
        return Row(self.file, line, {name: _cell(name, where, cells) for name, where in header.columns.items()})


def open_table(
    file: CsvFile, layout: Layout, writing: Writing | None, notes: Notes, *, ends_with_newline: bool
) -> OpenTable | None:
    """Read the header of a table; None if the file cannot be this table.

    ``ends_with_newline``: whether this exporter ends its files so; if it does, a file that does not was cut.
    """
    report = notes.refuse if layout.is_core else notes.incomplete
    if writing is None:
        report(Code.NOT_TEXT, file.name)
        return None
    is_cut = ends_with_newline and not writing.ends_whole
    table = OpenTable(file, layout, writing, _delimiter(file, writing, notes), is_cut=is_cut)
    table.begin(notes)
    missing = [column for column in layout.required if column not in table.columns]
    if missing:
        table.note_broken(notes)
        report(Code.MISSING_COLUMNS, file.name, columns=", ".join(missing))
        return None
    return table


def _delimiter(file: CsvFile, writing: Writing, notes: Notes) -> str:
    with text_of(file, writing) as stream:
        beginning = stream.read(BLOCK_BYTES).decode(writing.encoding, "ignore")
    first_line = beginning.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    if delimiter != ",":
        notes.repair(Code.DELIMITER, file.name, delimiter=_DELIMITER_NAMES[delimiter])
    return delimiter


def _cell(column: str, indexes: tuple[int, ...], cells: Sequence[str]) -> str:
    filled = [text for index in indexes if index < len(cells) and (text := clean(cells[index]))]
    if column in LISTS:
        return ",".join(filled)
    return filled[0] if filled else ""
