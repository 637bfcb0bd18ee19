"""The OneRoster CSV reader: no broken file is believed or raises, and quotes change nothing."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.kinds import Verdict
from bot.journals.problems import english
from tests.contracts.oneroster_feeds import (
    FILES,
    TABLES_READ,
    as_table,
    pack,
    read,
    read_changed,
    read_files,
)


@settings(deadline=None)
@given(st.sampled_from(TABLES_READ), st.data())
def test_a_file_cut_inside_a_row_is_never_believed(name, data):
    whole = FILES[f"{name}.csv"]
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    snapshot = read_files(FILES | {f"{name}.csv": cut})
    if not cut.endswith((b"\r", b"\n")):
        assert snapshot.verdict is not Verdict.OK


@settings(deadline=None)
@given(st.sampled_from(TABLES_READ), st.binary(max_size=300), st.data())
def test_arbitrary_bytes_in_a_file_never_raise(name, noise, data):
    whole = FILES[f"{name}.csv"]
    at = data.draw(st.integers(0, len(whole)))
    kept = data.draw(st.sampled_from([b"", whole[at:]]))
    snapshot = read_files(FILES | {f"{name}.csv": whole[:at] + noise + kept})
    assert all(english(remark) for remark in (*snapshot.problems, *snapshot.repairs))


@settings(deadline=None)
@given(st.integers(0, 2**32), st.binary(max_size=40))
def test_arbitrary_bytes_in_a_zip_never_raise(at, noise):
    with tempfile.TemporaryDirectory() as folder:
        path = pack(Path(folder) / "a.zip", FILES)
        content = path.read_bytes()
        at %= len(content)
        path.write_bytes(content[:at] + noise + content[at + len(noise) :])
        assert read(path).verdict in Verdict


SECRETS = st.sampled_from(["+79991234567", "8 (999) 123-45-67", "Пароль-7Q", "112-233-445 95"])


@settings(deadline=None)
@given(
    st.sampled_from(["manifest", "users", "roles", "enrollments", "courses", "academicSessions"]), SECRETS, st.data()
)
def test_no_remark_repeats_a_cell_that_may_be_a_secret(name, secret, data):
    def spoil(rows):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        return [
            *rows[:row],
            [*rows[row][:column], secret, *rows[row][column + data.draw(st.booleans()) :]],
            *rows[row + 1 :],
        ]

    snapshot = read_changed(as_table(name, spoil))
    assert secret not in repr((snapshot.problems, snapshot.repairs))


ENROLMENT = st.tuples(
    st.sampled_from(["cl-5a", "cl-5b", "g-5a-rus", "nothing"]),
    st.sampled_from(["s-01", "s-02", "s-09", "t-01", "t-04", "p-01", "nobody", " s-03 "]),
    st.sampled_from(["student", "teacher", "Student", "aide", "hero", ""]),
    st.sampled_from(["true", "false", "", "да"]),
    st.sampled_from(["", "2026-09-01", "1/09/2026", "soon"]),
    st.sampled_from(["", "tobedeleted"]),
)


@settings(deadline=None)
@given(st.lists(ENROLMENT, max_size=30), st.booleans())
def test_enrolments_mean_the_same_whether_their_cells_are_quoted_or_not(rows, ends_whole):
    """Unquoted lines are divided at their commas, without the csv module."""
    head = FILES["enrollments.csv"].splitlines()[0].decode().split(",")
    table = [
        dict.fromkeys(head, "")
        | dict(zip(("classSourcedId", "userSourcedId", "role", "primary", "beginDate", "status"), row, strict=True))
        for row in rows
    ]

    def written(quoting):
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, head, quoting=quoting)
        csv.writer(out).writerow(head)
        writer.writerows(table)
        text = out.getvalue()
        return read_files(FILES | {"enrollments.csv": (text if ends_whole else text[:-2]).encode()})

    assert written(csv.QUOTE_MINIMAL) == written(csv.QUOTE_ALL)
