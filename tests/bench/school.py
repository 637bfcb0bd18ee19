"""The bot's configuration and its filled database: a demo school, or a school of many chats."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tortoise.models import Model

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
from models.chats import Chat, ChatMember
from models.people import Account, PersonLink
from models.roster import RosterMembership, RosterPerson, RosterUnit
from models.schools import JobTime
from models.traffic import Dialogue, OutboxMessage
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
        _put(connection, Dialogue, (_dialogue(FIRST_PAGE + number) for number in range(len(pupils))))
        _put_off_jobs(connection)


def link_with_dialogues(path: Path, query: str) -> None:
    """The people whom the query finds have linked and look at the help screen."""
    with closing(sqlite3.connect(path)) as connection, connection:
        people = [str(person_id) for (person_id,) in connection.execute(query)]
        _link(connection, people)
        _put(connection, Dialogue, (_dialogue(FIRST_PAGE + number) for number in range(len(people))))


def fill_with_chats(folder: Path, *, chats: int, members: int) -> list[str]:
    """A school whose chats are as they should be; their titles in the order of their peers."""
    settings = settings_of(configure(folder, "http://127.0.0.1:9"), requests_per_second=20)
    asyncio.run(_migrate(settings))
    units = [f"unit-{number}" for number in range(chats)]
    pupils = [f"pupil-{number}" for number in range(chats * members)]
    titles = [say("chat-title-class-pupils", unit=unit) for unit in units]
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("UPDATE school SET roster_number = 1")
        _put(connection, RosterUnit, (_unit(unit) for unit in units))
        _put(connection, RosterPerson, (_person(pupil) for pupil in pupils))
        places = [(pupil, number // members) for number, pupil in enumerate(pupils)]
        _put(connection, RosterMembership, (_membership(units[place], pupil) for pupil, place in places))
        _link(connection, pupils)
        _put(connection, Chat, (_chat(number, units[number], titles[number], members) for number in range(chats)))
        members_of = (_member(number, units[place], pupil) for number, (pupil, place) in enumerate(places))
        _put(
            connection,
            ChatMember,
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
            OutboxMessage,
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
        await desk.rosters.accept()
        await desk.api.close()


async def _migrate(settings: Settings) -> None:
    await database.migrate(settings.database, now=datetime.now(UTC))
    async with Application(settings).opened():
        pass


def _put(connection: sqlite3.Connection, model: type[Model], rows: Iterable[Row]) -> None:
    """Insert rows; columns that a row does not name hold what the model gives them."""
    defaults = _defaults(model)
    complete = [defaults | row for row in rows]
    if complete:
        names = ", ".join(complete[0])
        values = ", ".join(f":{name}" for name in complete[0])
        connection.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({values})", complete)


def _defaults(model: type[Model]) -> Row:
    defaults = {name: field.default for name, field in model._meta.fields_map.items() if field.default is not None}
    return {name: json.dumps(default()) if callable(default) else default for name, default in defaults.items()}


def _link(connection: sqlite3.Connection, people: list[str]) -> None:
    _put(connection, Account, (_account(number) for number in range(len(people))))
    _put(connection, PersonLink, (_person_link(number, person) for number, person in enumerate(people)))


def _put_off_jobs(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM job_time")
    rows = (
        {"school_id": KEY, "name": name, "next_run_at": _ago(-timedelta(seconds=after))} for name, after in JOBS.items()
    )
    _put(connection, JobTime, rows)


def _ago(gap: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) - gap).strftime("%Y-%m-%d %H:%M:%S.%f+00:00")


def _account(number: int) -> Row:
    consent = {"consent_version": CONSENT_VERSION, "consent_at": _ago()}
    return {"id": number + 1, "school_id": KEY, "messenger_id": FIRST_PAGE + number, **consent}


def _person_link(number: int, person_id: str) -> Row:
    return {"school_id": KEY, "account_id": number + 1, "person_id": person_id, "method": "code", "linked_at": _ago()}


def _dialogue(page: int) -> Row:
    window = {"window_number": 1, "window_at": _ago(), "has_menu": 1}
    return {"school_id": KEY, "peer_id": page, "screen": "H.HELP", "updated_at": _ago(), **window}


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
    place = {"year": YEAR, "kind": ChatKind.CLASS_PUPILS.value, "unit_id": unit_id, "peer_id": FIRST_CHAT + number}
    state = {"state": "active", "created_at": _ago(), "seen_print": seen_print}
    return {"id": number + 1, "school_id": KEY, "title": title, **place, **state}


def _member(number: int, unit_id: str, person_id: str) -> Row:
    reasons = json.dumps([Reason("pupil", unit_id, person_id)._asdict()])
    return {"member_id": FIRST_PAGE + number, "is_inside": 1, "reasons": reasons}


def _invitation(page: int, chat_id: int, body: str) -> Row:
    times = {"due_at": _ago(), "created_at": _ago()}
    what = {"kind": "send", "body": body, "chats": json.dumps([chat_id]), "urgency": int(Urgency.INVITATION)}
    return {"school_id": KEY, "peer_id": page, **what, **times}


def _join_keyboard() -> Row:
    action = {"type": "callback", "label": say("invitation-one.join"), "payload": '{"a":"JOIN","c":1}'}
    return {"inline": True, "buttons": [[{"action": action, "color": "positive"}]]}
