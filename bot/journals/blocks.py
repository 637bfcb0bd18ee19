"""Divides the bytes of a table into rows: blocks of usual rows at once, with ``csv`` whatever is quoted or odd."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, Protocol

from bot.journals.files import CsvFile
from bot.journals.headers import Header
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.text import Writing, text_of

BLOCK_BYTES = 2**15
_LONGEST_BLOCK_BYTES = 2**17
"""A longer one may hold a cell that is longer than ``csv`` allows."""


class Rows(Protocol):
    """Some rows of a table, which begin on these ``lines``."""

    @property
    def lines(self) -> Sequence[int]: ...

    def each(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Every row with its line."""
        ...

    def column(self, place: int) -> list[bytes]:
        """The UTF-8 cells at this place of every row, if all rows have one there; none has a line break inside."""
        ...

    def fits(self, header: Header) -> bool:
        """Whether all rows are as long as the header and nothing secret is filled."""
        ...

    def is_cut(self, header: Header) -> bool:
        """Whether the last row is shorter than the header."""
        ...

    def drop(self, place: int) -> int:
        """Leave one row out; the line on which it begins."""
        ...


@dataclass(frozen=True, slots=True)
class OddRows:
    """Rows as ``csv`` reads them."""

    lines: list[int]
    cells: list[list[str]]

    def each(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Every row with its line."""
        return zip(self.lines, self.cells, strict=True)

    def column(self, place: int) -> list[bytes]:
        """The cells at this place of every row."""
        # Whatever breaks a line within a cell means no more than a space.
        return [cells[place].replace("\n", " ").encode() for cells in self.cells]

    def fits(self, header: Header) -> bool:
        """Whether all rows are as long as the header and nothing secret is filled."""
        lengths = set(map(len, self.cells))
        return lengths <= {header.names} and not any(any(map(itemgetter(at), self.cells)) for at in header.secrets)

    def is_cut(self, header: Header) -> bool:
        """Whether the last row is shorter than the header."""
        return len(self.cells[-1]) < header.width

    def drop(self, place: int) -> int:
        """Leave one row out; the line on which it begins."""
        del self.cells[place]
        return self.lines.pop(place)


@dataclass(slots=True)
class UsualRows:
    """Rows that fit the header and have no quotes: the cells of all, each row followed by its line end."""

    lines: Sequence[int]
    cells: list[bytes]
    width: int

    def each(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Every row with its line."""
        texts = iter([cell.decode(errors="ignore") for cell in self.cells])
        return zip(self.lines, (cells[:-1] for cells in zip(*[texts] * self.width, strict=True)), strict=True)

    def column(self, place: int) -> list[bytes]:
        """The cells at this place of every row."""
        return self.cells[place :: self.width]

    def fits(self, _: Header) -> bool:
        """Always."""
        return True

    def is_cut(self, _: Header) -> bool:
        """Never."""
        return False

    def drop(self, place: int) -> int:
        """Leave one row out; the line on which it begins."""
        first = place % len(self.lines) * self.width
        del self.cells[first : first + self.width]
        self.lines = list(self.lines)
        return self.lines.pop(place)


@dataclass(frozen=True, slots=True)
class Body:
    """A table as text."""

    source: CsvFile
    writing: Writing
    delimiter: str

    def rows(self, notes: Notes, header: Header | None = None) -> Iterator[Rows]:
        """All rows that are not blank, the table's own header first; rows that cannot be read are noted.

        With a ``header`` rows that fit it are found faster.
        """
        with text_of(self.source, self.writing) as stream:
            blocks = self._blocks(stream)
            line, is_below_header = 1, False
            for block in blocks:
                usual = self._usual(block, line, header) if header and is_below_header else None
                if usual is not None:
                    line += len(usual.lines)
                    yield usual
                    continue
                lines = _Lines(block, blocks)
                if (rows := self._odd(lines, line, notes)).lines:
                    is_below_header = True
                    yield rows
                line += lines.count

    def _blocks(self, stream: BinaryIO) -> Iterator[bytes]:
        """Blocks of whole lines in UTF-8."""
        encoding, errors = self.writing.encoding, self.writing.errors
        is_utf8 = (encoding, errors) == ("utf-8", "ignore")
        while block := stream.read(BLOCK_BYTES):
            block += b"" if block.endswith(b"\n") else stream.readline()
            yield block if is_utf8 else block.decode(encoding, errors).encode()

    def _usual(self, block: bytes, first: int, header: Header) -> UsualRows | None:
        """The rows of a block, if all of them are usual."""
        if b'"' in block or not header.is_regular or len(block) > _LONGEST_BLOCK_BYTES:
            return None
        delimiter, is_of_windows = self.delimiter.encode(), block.endswith(b"\r\n")
        # One sign is replaced five times as fast as two.
        divided = block.replace(b"\r", delimiter) if is_of_windows else block.replace(b"\n", delimiter + b"\n")
        cells = divided.replace(b"\n", b"\n" + delimiter).split(delimiter)
        count, rest = block.count(b"\n"), cells.pop()
        rows = UsualRows(range(first, first + count), cells, header.names + 1)
        ends = rows.column(header.names)
        if rest or count != len(ends) or count != ends.count(b"\n") or count * rows.width != len(cells):
            return None
        if block.count(b"\r") != count * is_of_windows or b"" in rows.column(0):
            return None
        return None if any(any(rows.column(at)) for at in header.secrets) else rows

    def _odd(self, lines: "_Lines", first: int, notes: Notes) -> OddRows:
        rows = OddRows([], [])
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while reader.line_num < lines.count:
            line = first + reader.line_num
            try:
                cells = next(reader)
            except csv.Error as error:
                code = Code.FILE_CUT if "unexpected end" in str(error) else Code.ROW_BROKEN
                notes.incomplete(code, f"{self.source.name}:{line}")
                continue
            if cells and (cells[0] or any(map(str.strip, cells))):
                rows.lines.append(line)
                rows.cells.append(cells)
        return rows


class _Lines:
    """The lines of a block; those of the next one, too, if a quoted cell goes on there. ``count`` of both."""

    def __init__(self, block: bytes, following: Iterator[bytes]) -> None:
        self.count = 0
        self._following = following
        self._lines = self._divided(block)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self._lines = self._divided(next(self._following))
            line = next(self._lines)
        return line

    def _divided(self, block: bytes) -> Iterator[str]:
        lines = list(io.StringIO(block.decode(errors="ignore"), newline=""))
        self.count += len(lines)
        return iter(lines)
