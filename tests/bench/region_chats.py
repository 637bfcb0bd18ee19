"""Makes a chat of every unit of a region, with everybody linked and inside, and measures the baseline over them.

``python -m tests.bench.region_chats DATABASE RULES`` makes them in a process of its own, whose memory is nobody else's.
"""

import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.bench.school import KEY

AT = "2026-11-01 00:00:00+00:00"
LINKED = (
    f"INSERT INTO account (school_id, messenger, messenger_id, is_reachable, consent_version, consent_at, shown_role, "
    f"wrong_codes) SELECT '{KEY}', 'vk', 1000 + id, 1, '1', '{AT}', '', 0 FROM roster_person WHERE until IS NULL",
    f"INSERT INTO person_link (school_id, account_id, person_id, method, linked_at, needs_confirmation) "
    f"SELECT '{KEY}', account.id, person_id, 'code', '{AT}', 0 FROM roster_person "
    f"JOIN account ON messenger_id = 1000 + roster_person.id WHERE until IS NULL",
)
AUTHOR = (
    "SELECT person_id FROM roster_membership AS one WHERE one.school = roster_unit.school "
    "AND one.unit_id = roster_unit.unit_id AND part = 'teacher'"
)
CHATS = (
    "INSERT INTO chat ({columns}) SELECT '{key}', year, iif(kind = 'class', 'class_pupils', 'subject'), unit_id, "
    "title, 'active', 2000000000 + id, '{at}', 's', CAST(since AS TEXT), since || '{rules}', since, "
    f"iif(kind = 'class', '', ({AUTHOR})), 1 {{rest}} FROM roster_unit WHERE until IS NULL"
)
NAMED = (
    *("school_id", "year", "kind", "unit_id", "title", "state", "peer_id", "created_at", "seen_print"),
    *("want_print", "planned_print", "accepted_number", "author_id", "follows_journal"),
)
STARTED = f"UPDATE school SET started_at = '{AT}'"
INSIDE = (
    "INSERT INTO chat_member ({columns}) SELECT chat.id, messenger_id, 1, part <> 'pupil', json_array(json_object("
    "'code', part, 'unit_id', row.unit_id, 'person_id', row.person_id, 'pupil_id', '')) {rest} FROM chat "
    "JOIN roster_membership AS row ON row.school = chat.school_id AND row.unit_id = chat.unit_id AND row.until IS NULL "
    "JOIN person_link ON person_link.school_id = row.school AND person_link.person_id = row.person_id "
    "JOIN account ON account.id = person_link.account_id"
)
EXCEPT = (
    "SELECT count(*) FROM (SELECT * FROM {one} EXCEPT SELECT * FROM {other})",
    "CREATE TEMP TABLE wanted AS SELECT chat_id, member_id FROM chat_member",
    "CREATE TEMP TABLE seen AS SELECT chat_id, member_id FROM chat_member",
)


def make_chats(path: Path, rules: str) -> None:
    """Fill the database; every chat was planned and found settled."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for statement in LINKED:
            connection.execute(statement)
        columns, rest = _with_defaults(connection, "chat", NAMED)
        connection.execute(CHATS.format(columns=columns, key=KEY, at=AT, rules=rules, rest=rest))
        columns, rest = _with_defaults(
            connection, "chat_member", ("chat_id", "member_id", "is_inside", "is_admin", "reasons")
        )
        connection.execute(STARTED)
        connection.execute(INSIDE.format(columns=columns, rest=rest))


def except_seconds(path: Path) -> tuple[float, float]:
    """The baseline: the people of all chats as wanted and as seen, compared by SQL in both directions.

    Seconds that went by, and those of the processor.
    """
    count, *tables = EXCEPT
    with closing(sqlite3.connect(path)) as connection:
        for statement in tables:
            connection.execute(statement)
        began, before = time.perf_counter(), time.process_time()
        for one, other in (("wanted", "seen"), ("seen", "wanted")):
            connection.execute(count.format(one=one, other=other)).fetchone()
        return time.perf_counter() - began, time.process_time() - before


def _with_defaults(connection: sqlite3.Connection, table: str, named: tuple[str, ...]) -> tuple[str, str]:
    """All columns that must not be empty, and what stands in those that are not ``named``."""
    columns, rest = list(named), ""
    for _, name, kind, is_needed, _, is_key in connection.execute(f"PRAGMA table_info({table})"):
        if is_needed and not is_key and name not in named:
            columns.append(name)
            rest += ", '[]'" if kind == "JSON" else ", 0" if kind in ("INT", "BIGINT") else ", ''"
    return ", ".join(columns), rest


if __name__ == "__main__":
    make_chats(Path(sys.argv[1]), sys.argv[2])
