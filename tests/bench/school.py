"""The bot's configuration and its filled database: a demo school, or a school of many chats."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import config, logs
from bot.app import Application
from bot.config import Settings
from bot.domain.kinds import ChatKind
from bot.domain.membership import Reason
from bot.domain.plan import Member
from bot.sandbox.demo_school import DemoSchool
from bot.services.accounts import CONSENT_VERSION
from bot.services.talk import Urgency
from bot.texts.catalogue import say
from models import database
from scheduler.reconcile.observed import print_of

KEY = "school12"
DATABASE = "starosta.sqlite3"
FIRST_PAGE, FIRST_CHAT = 101, 2_000_000_001
YEAR = "2026"
JOBS = {"journal": 86_000, "pass": 3_500, "glance": 280, "entry": 590, "housekeeping": 590}
CONFIG = """
database = "{folder}/{database}"
secret_key = "a key that is long enough for a benchmark, and no more than that"
log_level = "ERROR"
[vk]
api_url = "{url}/method/"
events = "{events}"
[http]
listen = "{listen}"
[sms]
sender = "off"
[schools.{key}]
title = "Школа № 12"
group_id = 1
token = "sandbox-token-1"
[schools.{key}.journal]
path = "{folder}/journal"
every_seconds = 86400
"""

Row = dict[str, Any]


def configure(folder: Path, url: str, *, posted_to: str = "") -> Path:
    """Write the configuration for a bot that talks to the emulator at ``url``; events may be ``posted_to`` it."""
    path = folder / "config.toml"
    place = {"folder": folder, "database": DATABASE, "key": KEY}
    feed = {"events": "callback" if posted_to else "long_poll", "listen": posted_to}
    path.write_text(CONFIG.format(url=url, **place, **feed), encoding="utf-8")
    return path


def settings_of(path: Path, *, requests_per_second: int) -> Settings:
    """The settings; a number of requests above VK's 20 is for comparisons without VK's limit only."""
    settings = config.load(path)
    pace = settings.vk.model_copy(update={"requests_per_second": requests_per_second})
    return settings.model_copy(update={"vk": pace})


def fill_with_demo_school(folder: Path, linked: int) -> None:
    """The roster of the demo school; ``linked`` of its pupils have linked and look at the help screen."""
    settings = settings_of(configure(folder, "http://127.0.0.1:9"), requests_per_second=20)
    logs.configure("ERROR")
    DemoSchool().write(settings.schools[KEY].journal.path)
    asyncio.run(_import(settings))
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        query = "SELECT person_id FROM roster_person WHERE roles = 'pupil' AND is_enabled ORDER BY person_id LIMIT ?"
        pupils = [str(person_id) for (person_id,) in connection.execute(query, [linked])]
        _link(connection, pupils)
        _put(connection, "dialogue", (_dialogue(FIRST_PAGE + number) for number in range(len(pupils))))
        _put_off_jobs(connection)


def link_with_dialogues(path: Path, query: str) -> None:
    """The people whom the query finds have linked and look at the help screen."""
    with closing(sqlite3.connect(path)) as connection, connection:
        people = [str(person_id) for (person_id,) in connection.execute(query)]
        _link(connection, people)
        _put(connection, "dialogue", (_dialogue(FIRST_PAGE + number) for number in range(len(people))))


def fill_with_chats(folder: Path, *, chats: int, members: int) -> list[str]:
    """A school whose chats are as they should be; their titles in the order of their peers."""
    settings = settings_of(configure(folder, "http://127.0.0.1:9"), requests_per_second=20)
    asyncio.run(_migrate(settings))
    units = [f"unit-{number}" for number in range(chats)]
    pupils = [f"pupil-{number}" for number in range(chats * members)]
    titles = [say("chat-title-class-pupils", unit=unit) for unit in units]
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("UPDATE school SET roster_number = 1")
        _put(connection, "roster_unit", (_unit(unit) for unit in units))
        _put(connection, "roster_person", (_person(pupil) for pupil in pupils))
        places = [(pupil, number // members) for number, pupil in enumerate(pupils)]
        _put(connection, "roster_membership", (_membership(units[place], pupil) for pupil, place in places))
        _link(connection, pupils)
        _put(connection, "chat", (_chat(number, units[number], titles[number], members) for number in range(chats)))
        members_of = (_member(number, units[place], pupil) for number, (pupil, place) in enumerate(places))
        _put(
            connection,
            "chat_member",
            ({"chat_id": 1 + number // members, **row} for number, row in enumerate(members_of)),
        )
        _put_off_jobs(connection)
    return titles


def order_pass(path: Path) -> None:
    """Let the scheduled pass over all chats be due."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE job_time SET next_run_at = ? WHERE name = 'pass'", [_ago()])


def put_invitations(folder: Path, *, count: int, members: int) -> None:
    """Invitations that wait to be sent, one a page, to the page's chat; nothing else is to be done."""
    settings = config.load(folder / "config.toml")
    key = Application(settings).server_key
    body = {"message": say("invitation-one", title="8А — ученики"), "keyboard": json.dumps(_join_keyboard())}
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("UPDATE chat SET due_at = NULL")
        _put(
            connection,
            "outbox_message",
            (
                _invitation(FIRST_PAGE + number, 1 + number // members, key.encrypt(json.dumps(body)))
                for number in range(count)
            ),
        )


def forget_traffic(path: Path) -> None:
    """Throw away what an earlier run of the bot received, sent and read."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("inbox_event", "outbox_message", "feed_cursor"):
            connection.execute(f"DELETE FROM {table}")


def count(path: Path, query: str) -> int:
    """One number out of the bot's database, read beside the bot."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute(query).fetchone()[0])


async def _import(settings: Settings) -> None:
    await database.migrate(settings.database, now=datetime.now(UTC))
    application = Application(settings)
    async with application.opened():
        desk = application.desk(KEY)
        await desk.rosters.accept(await desk.rosters.look())
        await desk.api.close()


async def _migrate(settings: Settings) -> None:
    await database.migrate(settings.database, now=datetime.now(UTC))
    async with Application(settings).opened():
        pass


def _put(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(first)
    values = ", ".join(f":{name}" for name in first)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", [first, *rows])


def _link(connection: sqlite3.Connection, people: list[str]) -> None:
    _put(connection, "account", (_account(number) for number in range(len(people))))
    _put(connection, "person_link", (_person_link(number, person) for number, person in enumerate(people)))


def _put_off_jobs(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM job_time")
    rows = (
        {"school_id": KEY, "name": name, "next_run_at": _ago(-timedelta(seconds=after))} for name, after in JOBS.items()
    )
    _put(connection, "job_time", rows)


def _ago(gap: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) - gap).strftime("%Y-%m-%d %H:%M:%S.%f+00:00")


def _account(number: int) -> Row:
    consent = {"consent_version": CONSENT_VERSION, "consent_at": _ago()}
    rest = {"is_reachable": 1, "shown_role": "", "wrong_codes": 0, "school_id": KEY}
    return {"id": number + 1, "messenger": "vk", "messenger_id": FIRST_PAGE + number, **consent, **rest}


def _person_link(number: int, person_id: str) -> Row:
    rest = {"method": "code", "linked_at": _ago(), "needs_confirmation": 0}
    return {"school_id": KEY, "account_id": number + 1, "person_id": person_id, **rest}


def _dialogue(page: int) -> Row:
    window = {"window_number": 1, "window_at": _ago(), "has_menu": 1}
    rest = {"params": "{}", "confusions": 0, "kept_code": "", "updated_at": _ago()}
    return {"school_id": KEY, "peer_id": page, "screen": "H.HELP", **window, **rest}


def _unit(unit_id: str) -> Row:
    names = {"title": unit_id, "year": YEAR, "letter": "", "subject": ""}
    return {"school": KEY, "since": 1, "unit_id": unit_id, "kind": "class", "is_active": 1, **names}


def _person(person_id: str) -> Row:
    names = {"family": "Иванов", "given": "Иван", "patronymic": "", "search": "иванов иван"}
    return {"school": KEY, "since": 1, "person_id": person_id, "roles": "pupil", "is_enabled": 1, **names}


def _membership(unit_id: str, person_id: str) -> Row:
    return {"school": KEY, "since": 1, "unit_id": unit_id, "person_id": person_id, "part": "pupil", "is_ended": 0}


def _chat(number: int, unit_id: str, title: str, members: int) -> Row:
    first = FIRST_PAGE + number * members
    seen_print = print_of(Member(page) for page in range(first, first + members))
    place = {"year": YEAR, "kind": ChatKind.CLASS_PUPILS.value, "unit_id": unit_id}
    state = {"state": "active", "peer_id": FIRST_CHAT + number, "link": "", "created_at": _ago(), "due_cause": "event"}
    by_hand = {"author_id": "", "own_title": "", "follows_journal": 1, "stranger_policy": "", "welcome": ""}
    rest = {"wishes": 0, "tries": 0, "trouble": "", "is_link_leaked": 0, "refusals": "[]", "seen_print": seen_print}
    return {"id": number + 1, "school_id": KEY, "title": title, **place, **state, **by_hand, **rest}


def _member(number: int, unit_id: str, person_id: str) -> Row:
    reasons = json.dumps([asdict(Reason("pupil", unit_id, person_id))])
    flags = {"is_inside": 1, "is_admin": 0, "is_owner": 0, "is_promoted": 0}
    return {"member_id": FIRST_PAGE + number, **flags, "reasons": reasons, "invitation": "", "tries": 0}


def _invitation(page: int, chat_id: int, body: str) -> Row:
    rest = {"urgency": int(Urgency.INVITATION), "tries": 0, "due_at": _ago(), "created_at": _ago(), "reason": ""}
    kind = {"kind": "send", "state": "waiting", "body": body, "chats": json.dumps([chat_id])}
    return {"school_id": KEY, "peer_id": page, **kind, **rest}


def _join_keyboard() -> Row:
    action = {"type": "callback", "label": say("invitation-one.join"), "payload": '{"a":"JOIN","c":1}'}
    return {"inline": True, "buttons": [[{"action": action, "color": "positive"}]]}
