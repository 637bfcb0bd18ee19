"""The OneRoster CSV reader: it knows an export again that says the same in other bytes, and no other one."""

import codecs
import csv
import io
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.kinds import Verdict
from bot.journals import blocks, said
from bot.journals.feed import LAYOUTS
from bot.journals.oneroster_csv import OneRosterEdition
from tests.contracts.oneroster_feeds import (
    FILES,
    SCHOOL_999,
    SECOND_SCHOOL,
    TABLES_READ,
    TODAY,
    as_table,
    content_of,
    header_only,
    in_text,
    read,
    read_changed,
    to_bytes,
    with_column,
    without,
)

READ = {layout.name: layout.columns for layout in LAYOUTS}
ROWS = {name: list(csv.reader(io.StringIO(FILES[f"{name}.csv"].decode(), newline=""))) for name in TABLES_READ}
SMALL_OR_NOT = st.sampled_from([(2, 2**7), (3, 2**9), (2**15, 2**15)])


def edition(files, known="", today=TODAY, **options):
    """One reading of such files: what it said, whether it was known, and its verdict."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        with closing(OneRosterEdition(Path(folder), today, known=known, **options)) as found:
            return found.said, found.is_known, found.verdict


FIRST, _, _ = edition(FILES)


def is_known(change, **options):
    """Whether the export is known again after a change."""
    files = dict(FILES)
    change(files)
    return edition(files, FIRST, **options)[1]


@st.composite
def other_bytes(draw):
    """The same tables, as somebody else would write them."""
    files = {}
    for name, (head, *rows) in ROWS.items():
        order = draw(st.permutations(range(len(head))))
        stamp = draw(st.sampled_from(["", "2026-11-01T03:00:00Z"]))
        form = {
            "delimiter": draw(st.sampled_from(",;\t")),
            "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
            "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        }
        out = io.StringIO(newline="")
        for row in (head, *rows):
            cells = dict(zip(head, row, strict=True))
            if row is not head and "dateLastModified" in cells:
                cells["dateLastModified"] = stamp
            csv.writer(out, **form).writerow([cells[head[place]] for place in order])
        files[f"{name}.csv"] = draw(st.sampled_from([b"", codecs.BOM_UTF8])) + out.getvalue().encode()
        if draw(st.booleans()):
            files[f"{name}.csv"] = out.getvalue().encode("cp1251")
    return lambda before: before.update(files)


@settings(deadline=None)
@given(other_bytes(), SMALL_OR_NOT)
def test_the_same_in_other_bytes_is_known_again(change, sizes):
    files = dict(FILES)
    change(files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(said, "ROWS_A_SLICE", sizes[0])
        first, _, _ = edition(FILES)
        patch.setattr(blocks, "BLOCK_BYTES", sizes[1])
        assert edition(files, first) == (first, True, Verdict.OK)
        assert edition(files) == (first, False, Verdict.OK)


@st.composite
def one_cell_changed(draw):
    """The same tables, but one cell that is read."""
    name = draw(st.sampled_from(sorted(READ)))
    head = ROWS[name][0]
    place = head.index(draw(st.sampled_from([one for one in READ[name] if one in head])))
    line = draw(st.integers(1, len(ROWS[name]) - 1))
    new = draw(st.sampled_from(["", "x", "true", "student", "2026-09-15", "s-01", "a\nb", "5А", '"', ","]))
    rows = [list(row) for row in ROWS[name]]
    rows[line][place] = new if rows[line][place] != new else f"{new}я"
    return as_table(name, lambda _: rows)


@settings(deadline=None)
@given(one_cell_changed(), SMALL_OR_NOT)
def test_whatever_cell_that_is_read_has_changed_nothing_is_known_again(change, sizes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(said, "ROWS_A_SLICE", sizes[0])
        files = dict(FILES)
        change(files)
        assert edition(files, edition(FILES)[0])[1] is False


def with_rows(name, change):
    return as_table(name, lambda rows: [rows[0], *change(rows[1:])])


@pytest.mark.parametrize("name", sorted(READ))
@pytest.mark.parametrize(
    "change",
    [lambda rows: rows[:-1], lambda rows: [*rows, rows[0]], lambda rows: [[*rows[0], "x", "y"], *rows], lambda _: []],
    ids=["one less", "one twice", "one too long", "none"],
)
def test_other_rows_are_not_known_again(name, change):
    assert not is_known(with_rows(name, change))


@pytest.mark.parametrize("name", ["users", "roles", "classes", "enrollments", "courses"])
def test_another_order_of_rows_is_not_known_again(name):
    assert not is_known(with_rows(name, lambda rows: rows[::-1]))


@pytest.mark.parametrize(
    "change",
    [
        to_bytes("users", lambda content: content[: len(content) // 2]),
        to_bytes("enrollments", lambda content: content + b'"never closed,x'),
        to_bytes("enrollments", lambda content: content.rstrip()),
        in_text("users", "familyName", "surname", 1),
        in_text("enrollments", "role,primary", "primary,role", 1),
        in_text("manifest", "file.roles,bulk", "file.roles,absent"),
        in_text("manifest", "file.results,absent", "file.results,bulk"),
        in_text("orgs", "org-school-999", SECOND_SCHOOL),
        without("roles"),
        without("courses"),
        header_only("enrollments"),
        with_column("users", "role", "student"),
        with_column("users", "role", ""),
    ],
)
def test_another_form_that_means_something_else_is_not_known_again(change):
    assert not is_known(change)


def test_the_same_is_not_known_again_on_another_day_or_for_another_school():
    assert is_known(lambda _: None)
    assert not is_known(lambda _: None, today=TODAY + timedelta(days=1))
    assert not is_known(lambda _: None, school_id="org-school-999")


def test_what_is_not_read_may_change():
    assert is_known(in_text("users", "{EPOS:700001}", "{EPOS:9}"))
    assert is_known(with_column("enrollments", "metadata.note", "x"))


def test_cells_that_go_on_over_lines_are_not_taken_for_several():
    one, other = (edition(dict(FILES) | change)[0] for change in (_names("а\nб", "в"), _names("а", "б\nв")))
    assert one != other


def _names(*names):
    head, first, second, *rest = ROWS["users"]
    place = head.index("familyName")
    rows = [[*row[:place], name, *row[place + 1 :]] for row, name in zip((first, second), names, strict=True)]
    files = {"users.csv": FILES["users.csv"]}
    as_table("users", lambda _: [head, *rows, *rest])(files)
    return files


@settings(deadline=None)
@given(other_bytes())
def test_whatever_is_known_again_would_have_been_read_as_before(change):
    assert content_of(read_changed(change)) == content_of(read(SCHOOL_999))
