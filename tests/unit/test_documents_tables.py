"""Tables are opened again the way a spreadsheet opens them."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.tables import as_csv, as_xlsx

HEADER = ["Имя", "Класс", "Сообщений"]
ROWS = [["Абрамова Вера", "8А", 3], ["Ёлкин; «Пётр»", '8"Б"', -12]]
FORMULAS = ["=1+1", "+7 900 000-00-00", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://a";"b")']


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def values(data: bytes) -> list[list[object]]:
    return [list(row) for row in read_xlsx(data).iter_rows(values_only=True)]


def test_a_csv_opens_in_russian_excel() -> None:
    data = as_csv(HEADER, ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[:2] == ["Имя;Класс;Сообщений", "Абрамова Вера;8А;3"]


def test_a_csv_keeps_quotes_and_semicolons_of_the_text() -> None:
    assert read_csv(as_csv(HEADER, ROWS))[2] == ["Ёлкин; «Пётр»", '8"Б"', "-12"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_csv_begins_like_a_formula(text: str) -> None:
    header, row = read_csv(as_csv([text], [[text]]))
    assert header == row == [f"'{text}"]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_every_text_of_a_csv_is_read_back_and_harmless(rows: list[list[str]]) -> None:
    read = read_csv(as_csv(["a", "b"], rows))[1:]
    assert [[text.removeprefix("'") for text in row] for row in read] == [
        [text.removeprefix("'") for text in row] for row in rows
    ]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for text in row)


def test_a_workbook_holds_the_rows_under_a_bold_frozen_header() -> None:
    sheet = read_xlsx(as_xlsx("8А — родители", HEADER, ROWS))
    assert sheet.title == "8А — родители"
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [HEADER, *ROWS]
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-2", "@SUM(A1)", "#N/A", "TRUE", "00123"])
def test_a_text_cell_of_a_workbook_is_a_text(text: str) -> None:
    cell = read_xlsx(as_xlsx("x", [text], [[text]]))["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_columns_are_wider_for_longer_texts_but_never_too_wide() -> None:
    sheet = read_xlsx(as_xlsx("x", ["a", "b", "c"], [["", "Абрамова Вера Сергеевна", "ы" * 500]]))
    narrow, fitting, widest = (sheet.column_dimensions[column].width for column in "ABC")
    assert narrow < len("Абрамова Вера Сергеевна") <= fitting < widest <= 60


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("8А: Алгебра / группа [1]", "8А Алгебра группа 1"),
        ("ы" * 40, "ы" * 31),
        ("'8А'", "8А"),
    ],
)
def test_a_title_that_a_spreadsheet_refuses_is_adapted(title: str, name: str) -> None:
    assert read_xlsx(as_xlsx(title, ["a"], [])).title == name


def test_a_title_of_forbidden_signs_only_still_makes_a_workbook() -> None:
    assert values(as_xlsx("[/]", ["a"], [[1]])) == [["a"], [1]]


def test_signs_that_a_workbook_cannot_hold_are_left_out() -> None:
    assert values(as_xlsx("x", ["a"], [["Ве\x00\x0bра"]])) == [["a"], ["Вера"]]
