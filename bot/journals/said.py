"""The print of what an export says, in whatever bytes it is written: the same for the same cells in the same order."""

import copy
import hashlib
from collections.abc import Iterator, Sequence

from bot.domain.edition import print_of
from bot.journals.notes import Notes
from bot.journals.tables import OpenTable, Piece

ROWS_A_SLICE = 2**15


class Said:
    """A print that grows with every slice of rows, so that whoever compares two of them knows early that they differ.

    It tells the ``circumstances`` on which the meaning of the same cells depends, which columns each table has, and
    the cells of those that are read; neither the order of columns nor where the rows stand.
    """

    def __init__(self, *circumstances: str | None) -> None:
        self.text = ""
        self._add(*circumstances)

    def copy(self) -> "Said":
        """The same so far."""
        return copy.copy(self)

    def of(self, table: OpenTable, columns: tuple[str, ...], notes: Notes) -> Iterator[Piece]:
        """The pieces of a table; the print grows meanwhile, and is whole after the last one."""
        order = sorted(range(len(columns)), key=columns.__getitem__)
        self._add(table.layout.name, *sorted(table.columns), "", *sorted(columns))
        part = _Slice(len(columns))
        for piece in table.pieces(columns, notes):
            left = [piece.columns[place] for place in order]
            while len(left[0]) >= part.room:
                left = part.take(left)
                self.text += part.print()
                part = _Slice(len(columns))
            part.take(left)
            yield piece
        self.text += part.print()

    def _add(self, *words: str | None) -> None:
        self.text += print_of(repr(words).encode())


class _Slice:
    """Some rows that follow each other; ``room`` is left for so many."""

    def __init__(self, width: int) -> None:
        self.room = ROWS_A_SLICE
        # Processors have instructions for this one.
        self._columns = [hashlib.sha256() for _ in range(width)]

    def take(self, columns: Sequence[Sequence[bytes]]) -> list[Sequence[bytes]]:
        """Take as many rows as there is room for; those that are left."""
        room, count = self.room, len(columns[0])
        if not count:
            return list(columns)
        for seen, cells in zip(self._columns, columns, strict=True):
            seen.update(b"\n".join(cells if count <= room else cells[:room]) + b"\n")
        self.room -= min(room, count)
        return [cells[room:] for cells in columns] if count > room else [[]] * len(columns)

    def print(self) -> str:
        """The print of the rows."""
        return print_of(b"".join(column.digest() for column in self._columns))
