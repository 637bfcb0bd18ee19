"""Reading, atomic replacing and deliberate spoiling of the CSV files of a journal folder."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its column names in order and its rows by column name."""

    columns: list[str]
    rows: list[Row]


def read_table(path: Path) -> Table:
    """Read a CSV file with a header; unfinished rows are padded with empty cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        rows = list(reader)
        return Table(list(reader.fieldnames or ()), rows)


def write_table(path: Path, table: Table) -> None:
    """Replace a CSV file with this table."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, table.columns, restval="")
    writer.writeheader()
    writer.writerows(table.rows)
    replace_text(path, buffer.getvalue())


def replace_text(path: Path, text: str) -> None:
    """Replace a file so that a reader meets either the old text or the new one."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(text.encode())
    temporary.replace(path)


def header_only(text: str) -> str:
    """The first line of a file."""
    return text[: text.find("\n") + 1]


def cut_inside_row(text: str) -> str:
    """The first half of a file, ended in the middle of a row."""
    lines = text.splitlines(keepends=True)
    half = len(lines) // 2
    return "".join(lines[:half]) + lines[half][: len(lines[half]) // 2]
