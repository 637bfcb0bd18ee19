"""Tables for a spreadsheet program; whatever a person has typed stays text there and never becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[str | int]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\\/*?:\[\]]")
SHEET_NAME_LENGTH = 31
NARROWEST, WIDEST = 8, 60
TEXT_FORMAT = "@"


def as_csv(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV file that Russian Excel opens with a double click: UTF-8 with BOM, semicolons, CRLF.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in (header, *rows):
        writer.writerow([_defused(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet named after the title: bold frozen header, columns as wide as what they hold."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _sheet_name(title) or sheet.title
    table = [header, *rows]
    for line, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            _write(cast(Cell, sheet.cell(line, column)), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    _set_widths(sheet, table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _defused(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _sheet_name(title: str) -> str:
    allowed = FORBIDDEN_IN_SHEET_NAME.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", title))
    return " ".join(allowed.split())[:SHEET_NAME_LENGTH].strip(" '")


def _write(cell: Cell, value: str | int) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT  # else Excel makes a formula of "=1" when somebody edits the cell
    else:
        cell.value = value


def _set_widths(sheet: Worksheet, table: Sequence[Row]) -> None:
    for column in range(1, sheet.max_column + 1):
        longest = max((len(str(row[column - 1])) for row in table if len(row) >= column), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, NARROWEST), WIDEST)
