"""Reads one CSV table row by row: delimiter, header spellings, broken rows, columns that must never be read."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, chain, islice
from operator import itemgetter

from bot.journals.files import CsvFile
from bot.journals.headers import LISTS, Header, Layout, read_header
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.text import BLOCK_BYTES, Writing, clean, text_of

_DELIMITERS = (",", ";", "\t")
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs"}

Record = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""
Piece = tuple[list[int], list[list[str]]]
"""Some rows, first the lines on which they begin."""
ROWS_A_PIECE = 1000
_FIRST = itemgetter(0)


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


class PlainBody:
    """The lines below a header, without the last one, which is ``last`` afterwards; ``lines`` were before it."""

    def __init__(self, source: CsvFile, writing: Writing, header: Header) -> None:
        self._source, self._writing, self._header = source, writing, header
        self.first_line = header.lines + 1
        self.cells = header.names
        self.lines = 0
        self.last = b""

    def __iter__(self) -> Iterator[bytes]:
        return chain.from_iterable(self._chunks())

    def place_of(self, column: str) -> int | None:
        """At which cell of a line the column stands."""
        found = self._header.columns.get(column)
        return found[0] if found else None

    def _chunks(self) -> Iterator[list[bytes]]:
        with text_of(self._source, self._writing) as stream:
            for _ in range(self._header.lines):
                stream.readline()
            held = stream.readlines(BLOCK_BYTES)
            while following := stream.readlines(BLOCK_BYTES):
                yield held
                self.lines += len(held)
                held = following
        while held and not held[-1].strip():
            held.pop()
        if held:
            self.last = held.pop()
        self.lines += len(held)
        yield held


class OpenTable:
    """A table whose rows are read one after the other, as often as one likes."""

    def __init__(self, file: CsvFile, layout: Layout, writing: Writing, delimiter: str, *, is_cut: bool) -> None:
        self.file = file.name
        self._source, self._writing, self._delimiter, self._is_cut = file, writing, delimiter, is_cut
        self.layout = layout
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
        records = self._records(Notes())
        line, cells = next(records, (1, []))
        lines = line + sum(cell.count("\n") for cell in cells)
        names, (_, first) = [clean(cell) for cell in cells], next(records, (0, []))
        longest = len(names)
        if len(first) > longest:
            # Some exporters end every row, but not the header, with one more delimiter.
            longest = max(longest, min([len(first), *(len(cells) for _, cells in records)]))
        header = read_header(names, self.file, self.layout, notes)
        self._header = replace(header, lines=lines, longest=longest)

    def note_broken(self, notes: Notes) -> None:
        """Only note what is wrong with the file's form; for a table that is not read any further."""
        for _ in self._whole(notes):
            pass

    def rows(self, notes: Notes) -> Iterator[Row]:
        """The rows that can be believed; what was wrong with others is noted."""
        for lines, rows in self._whole(notes):
            for line, cells in zip(lines, rows, strict=True):
                if row := self._row(line, cells, notes):
                    yield row

    def cells(self, columns: tuple[str, ...], notes: Notes) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line and untrimmed cells of the same rows: columns that are absent or stand twice come trimmed."""
        where, usual = self._header.columns, self._header.names
        # A column that is absent is taken from one cell more, an empty one.
        pick = itemgetter(*(where.get(column, (usual,))[0] for column in columns))
        has_absent = any(column not in where for column in columns)
        for lines, rows in self._whole(notes):
            if self._is_usual(rows):
                for cells in rows if has_absent else ():
                    cells.append("")
                yield from zip(lines, map(pick, rows), strict=True)
                continue
            for line, cells in zip(lines, rows, strict=True):
                if row := self._row(line, cells, notes):
                    yield line, tuple(row[column] for column in columns)

    def _is_usual(self, rows: list[list[str]]) -> bool:
        """Whether all rows are as long as the header and nothing secret is filled."""
        header = self._header
        return (
            header.is_regular
            and set(map(len, rows)) <= {header.names}
            and not any(any(map(itemgetter(index), rows)) for index in header.secrets)
        )

    def row(self, line: int, columns: Iterable[str], cells: Iterable[str]) -> Row:
        """A row of untrimmed cells."""
        return Row(self.file, line, dict(zip(columns, map(clean, cells), strict=True)))

    @property
    def plain_body(self) -> "PlainBody | None":
        """The lines below the header, if the file is written so usually that they may be divided at every comma."""
        is_regular = self._header.is_regular and not self._header.secrets
        is_plain = is_regular and self._writing.is_plain and self._delimiter == ","
        return PlainBody(self._source, self._writing, self._header) if is_plain else None

    def parse(self, line: int, lines: Iterator[bytes], notes: Notes, *, is_last: bool = False) -> Row | None:
        """One row out of plain lines, of which more than one are taken if a quoted cell goes on."""
        try:
            cells = next(csv.reader((part.decode(errors="ignore") for part in lines), strict=True))
        except (csv.Error, StopIteration):
            notes.incomplete(Code.ROW_BROKEN, f"{self.file}:{line}")
            return None
        if not any(cell.strip() for cell in cells):
            return None
        if is_last and (self._is_cut or len(cells) < self._header.width):
            notes.incomplete(Code.FILE_CUT, f"{self.file}:{line}")
            return None
        return self._row(line, cells, notes)

    def _whole(self, notes: Notes) -> Iterator[Piece]:
        """All rows but the header, without a last one that was cut off."""
        pieces = self._pieces(notes)
        nothing: Piece = ([1], [[]])
        lines, rows = next(pieces, nothing)
        last_line = lines.pop(0)
        del rows[0]
        for piece in pieces:
            if rows:
                yield lines, rows
            lines, rows = piece
        if self._is_cut or (rows and len(rows[-1]) < self._header.width):
            notes.incomplete(Code.FILE_CUT, f"{self.file}:{lines.pop() if rows else last_line}")
            del rows[-1:]
        if rows:
            yield lines, rows

    def _pieces(self, notes: Notes) -> Iterator[Piece]:
        """All rows that are not blank, header included; rows that cannot be read are noted."""
        stream = text_of(self._source, self._writing)
        with io.TextIOWrapper(stream, self._writing.encoding, self._writing.errors, newline="") as text:
            reader = csv.reader(text, delimiter=self._delimiter, strict=True)
            line, is_over = 1, False
            while not is_over:
                rows: list[list[str]] = []
                fault = ""
                try:
                    rows.extend(islice(reader, ROWS_A_PIECE))
                    is_over = len(rows) < ROWS_A_PIECE
                except csv.Error as error:
                    fault = str(error)
                is_simple = not fault and reader.line_num == line - 1 + len(rows)
                lines = list(range(line, line + len(rows))) if is_simple else _lines(line, rows)
                if fault:
                    code = Code.FILE_CUT if "unexpected end" in fault else Code.ROW_BROKEN
                    notes.incomplete(code, f"{self.file}:{lines[-1]}")
                line = reader.line_num + 1
                piece = _not_blank(lines[: len(rows)], rows)
                if piece[1]:
                    yield piece

    def _records(self, notes: Notes) -> Iterator[Record]:
        for lines, rows in self._pieces(notes):
            yield from zip(lines, rows, strict=True)

    def _row(self, line: int, cells: list[str], notes: Notes) -> Row | None:
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


def _lines(first: int, rows: list[list[str]]) -> list[int]:
    """The lines on which rows begin, of which the first does on ``first``; at last where the next row would begin."""
    return list(accumulate((1 + sum(cell.count("\n") for cell in cells) for cells in rows), initial=first))


def _not_blank(lines: list[int], rows: list[list[str]]) -> Piece:
    if all(rows) and all(map(_FIRST, rows)):
        return lines, rows
    kept = [place for place, cells in enumerate(rows) if any(cell.strip() for cell in cells)]
    return [lines[place] for place in kept], [rows[place] for place in kept]


def _cell(column: str, indexes: tuple[int, ...], cells: list[str]) -> str:
    filled = [text for index in indexes if index < len(cells) and (text := clean(cells[index]))]
    if column in LISTS:
        return ",".join(filled)
    return filled[0] if filled else ""
