"""The OneRoster CSV reader: a block of usual rows is divided as ``csv`` divides it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.journals import blocks
from bot.journals.blocks import Body, UsualRows
from bot.journals.files import CsvFile
from bot.journals.headers import Layout, read_header
from bot.journals.notes import Notes
from bot.journals.text import Writing

LAYOUT = Layout("users", ("one", "two", "three"))
HEADER = read_header(list(LAYOUT.columns), "users.csv", LAYOUT, Notes())
CELLS = st.sampled_from(["", "a", "бв", " "])
USUAL = st.tuples(CELLS, CELLS, CELLS).map(",".join)
LINE_ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r\n", "\r", "\n\r", ""])
ODD = st.text('a,\r\n"', max_size=6)


def rows_of(text, header):
    body = Body(CsvFile("users.csv", lambda: io.BytesIO(text.encode())), Writing("utf-8", "ignore", 0, True), ",")
    notes = Notes()
    found = list(body.rows(notes, header))
    return [(line, list(cells)) for rows in found for line, cells in rows.each()], notes.problems, found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.one_of(USUAL, USUAL, USUAL, ODD), LINE_ENDS), max_size=12), st.integers(1, 64))
def test_rows_are_divided_alike_by_blocks_and_by_csv(lines, block_bytes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", block_bytes)
        text = "one,two,three\n" + "".join(map("".join, lines))
        assert rows_of(text, HEADER)[:2] == rows_of(text, None)[:2]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_usual_rows_are_divided_at_once(line_end, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 16)
    rows, problems, found = rows_of(line_end.join(["one,two,three", *["a,б,в"] * 9, ""]), HEADER)
    assert (rows[1:], problems) == ([(line, ["a", "б", "в"]) for line in range(2, 11)], ())
    assert [type(some) for some in found[1:]] == [UsualRows] * len(found[1:])
