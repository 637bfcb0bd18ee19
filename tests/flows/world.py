"""A school for one test: the emulator and the real bot in this event loop, and the people who talk to it."""

import asyncio
import sqlite3
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bot import config
from bot.app import Application
from bot.sandbox.driver import DrivenChat, DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox

KEY = "school12"
SECRET_KEY = "a key that is long enough for a test, and no more than that"
PETROV = "Петров Сергей Олегович"
PRINCIPAL = "Соколова Ирина Львовна"
STRANGER = "Алекс Киллер"
LAST_JOB = "housekeeping"
WORK = """
SELECT 'inbox', id FROM inbox_event WHERE state = 'new'
UNION ALL SELECT 'outbox', id FROM outbox_message WHERE state = 'waiting' AND due_at <= '{now}'
UNION ALL SELECT 'chat', id FROM chat WHERE due_at <= '{now}' AND state NOT IN ('gone', 'closed')
UNION ALL SELECT 'invitation', id FROM chat_member WHERE invitation = 'due' AND invite_from <= '{now}'
UNION ALL SELECT 'sms', id FROM sms_message WHERE state = 'planned'
"""
PUPILS, PARENTS, COLLEAGUES = "8А — ученики", "8А — родители", "8А — коллеги"


@dataclass(frozen=True)
class Sheet:
    """What is printed for one person of the journal."""

    person: str
    code: str
    link: str


def settings_of(
    folder: Path, url: str, *, owners: tuple[int, ...] = (), groups: tuple[int, ...] = (1,), posted_to: str = ""
) -> Any:
    """The configuration of a bot: one school for every community of ``groups``, all with the same journal.

    ``posted_to`` is where the bot listens if VK posts events; empty: it polls them.

    The journal's path is relative, so that the bot of a test finds the journal that the template's bot has read.
    """
    schools = {
        KEY if group == 1 else f"{KEY}-{group}": {
            "title": "Школа № 12, г. Пермь",
            "group_id": group,
            "screen_name": f"school_chats_{group}",
            "token": f"sandbox-token-{group}",
            "owners": list(owners),
            "time_zone": "Asia/Yekaterinburg",
            "contact": "учебная часть, кабинет 12",
            "journal": {"path": "journal", "every_seconds": 1},
            "reconcile": {"quiet_before": "00:00", "quiet_after": "23:59:59", "starts_in_preview": False},
        }
        for group in groups
    }
    content = {
        "database": folder / "starosta.sqlite3",
        "secret_key": SECRET_KEY,
        "clock_url": f"{url}/sandbox/api/clock",
        "vk": {
            "api_url": f"{url}/method/",
            "long_poll_seconds": 1,
            "events": "callback" if posted_to else "long_poll",
        },
        "http": {"listen": posted_to, "public_url": f"http://{posted_to}" if posted_to else ""},
        "sms": {"sender": "sandbox", "url": url},
        "schools": schools,
    }
    return config.build(content, place="test")


@dataclass
class World:
    """The sandbox, the bot, and shortcuts for what every story begins with."""

    folder: Path
    emulator: RunningSandbox
    sandbox: Sandbox
    settings: Any
    sheets: tuple[Sheet, ...]
    application: Application | None = None
    task: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Run the bot until it reads both feeds of every community."""
        self.application = Application(self.settings)
        self.task = asyncio.create_task(_run(self.application))
        feeds = (1 if self.settings.vk.events == "callback" else 2) * len(self.settings.schools)

        async def is_listening() -> bool:
            assert self.task is not None
            if self.task.done():
                self.task.result()
            return len(self.rows("SELECT ts FROM feed_cursor")) == feeds

        await self.sandbox.until(is_listening, what="the bot reads its feeds")

    async def stop(self) -> None:
        """End the bot and tell what it failed with, if it failed."""
        if self.application is not None and self.task is not None:
            self.application.stop.ask()
            await self.task
        self.application = self.task = None

    async def restart(self) -> None:
        """End the bot and run it again."""
        await self.stop()
        await self.start()

    def sheet(self, person: str) -> Sheet:
        """The printed sheet of somebody; the one for the staff when there are two."""
        found = [sheet for sheet in self.sheets if f"{sheet.person} ".startswith(f"{person} ")]
        assert found, f"no sheet of {person}"
        return found[0]

    async def phone(self, person: str) -> str:
        """The number of somebody."""
        found = [one for one in await self.sandbox.api.get("people", search=person) if one["name"] == person]
        assert len(found) == 1, f"{len(found)} people called {person}"
        return str(found[0]["phone"])

    async def opens_sheet(self, person: DrivenPerson, sheet: Sheet) -> None:
        """Open the QR code of a sheet in the dialogue."""
        await person.opens(sheet.link)
        await person.start()

    async def linked(self, name: str, *, code_of: str = "") -> DrivenPerson:
        """Somebody who has linked by the personal code of the own sheet."""
        person = await self.sandbox.person(name)
        await self.opens_sheet(person, self.sheet(code_of or name))
        await person.press("Продолжить")
        await person.press("Да, продолжить")
        await person.sees("Профиль привязан")
        return person

    async def asks_by_phone(self, person: DrivenPerson, number: str) -> None:
        """From the first contact to the screen that waits for the code."""
        await person.start()
        await person.press("Привязать учебный профиль VK ID")
        await person.press("Продолжить")
        await person.press("По номеру мобильного телефона")
        await person.sees("Введите свой номер")
        await person.write(number)
        await person.sees("Введите код из SMS")

    async def led(self) -> DrivenPerson:
        """The class teacher of 8А, linked, with the three chats made."""
        teacher = await self.linked(PETROV)
        for title in (PUPILS, PARENTS, COLLEAGUES):
            await self.inside(title, teacher)
        return teacher

    async def entered(self, name: str, *, label: str = "Вступить") -> DrivenPerson:
        """Somebody who has linked, accepted the invitation, and was seen inside by the bot."""
        person = await self.linked(name)
        await person.sees("Вас приглашают")
        await person.presses_and_follows(label)
        seen = f"SELECT id FROM chat_member WHERE member_id = {person.id} AND is_inside"
        await self.sandbox.until(lambda: self.rows(seen), what=f"the bot sees {name} inside")
        return person

    async def inside(self, title: str, *people: DrivenPerson) -> DrivenChat:
        """Wait until VK has these people in the chat."""

        async def all_are_in() -> DrivenChat | None:
            chat = await self.sandbox.chat(title)
            return chat if {person.id for person in people} <= set(chat.member_ids) else None

        found: DrivenChat = await self.sandbox.until(all_are_in, what=f"{_names(people)} inside «{title}»")
        return found

    async def outside(self, title: str, *people: DrivenPerson, within_seconds: float = 10) -> DrivenChat:
        """Wait until VK has none of these people in the chat."""

        async def all_are_out() -> DrivenChat | None:
            chat = await self.sandbox.chat(title)
            return None if {person.id for person in people} & set(chat.member_ids) else chat

        found: DrivenChat = await self.sandbox.until(
            all_are_out, within_seconds=within_seconds, what=f"{_names(people)} outside «{title}»"
        )
        return found

    async def titles(self) -> list[str]:
        """Titles of all chats, in the alphabet's order."""
        return sorted(chat.title for chat in await self.sandbox.chats())

    async def said(self, person: DrivenPerson) -> list[str]:
        """Everything that the bot has said to somebody, as it reads now."""
        return [one["text"] for one in (await person.conversation())["messages"] if one["from"] < 0]

    async def reads(self, change: Awaitable[object]) -> None:
        """Change the journal and wait until the bot has read it and looked after the chats."""
        before = self.rows("SELECT max(id) FROM reading")
        await change
        await self.sandbox.advance(seconds=1)

        async def is_read() -> bool:
            return self.rows("SELECT max(id) FROM reading") != before

        await self.sandbox.until(is_read, what="the bot reads the journal")
        await self.calm()

    async def later(self, **step: float) -> None:
        """Move the clock, and wait until every job that is due by then has run."""
        await self.sandbox.advance(**step)
        moment = datetime.fromisoformat(await self.sandbox.now())

        async def have_run() -> bool:
            times = dict(self.rows("SELECT name, next_run_at FROM job_time"))
            return LAST_JOB in times and all(datetime.fromisoformat(one) > moment for one in times.values())

        await self.sandbox.until(have_run, within_seconds=30, what="the jobs run")
        await self.calm()

    async def calm(self) -> None:
        """Wait until neither the bot nor VK has anything left to do."""

        async def has_no_work() -> bool:
            now = datetime.fromisoformat(await self.sandbox.now())
            return not self.rows(WORK.format(now=now.strftime("%Y-%m-%d %H:%M:%S.%f+00:00")))

        is_over = False
        while not is_over:
            await self.sandbox.until(has_no_work, within_seconds=30, what="the bot has no work left")
            await self.sandbox.quiet()
            is_over = await has_no_work()

    async def edits(self, file: Path, text: str) -> None:
        """Write a file of the journal."""
        file.write_text(text, encoding="utf-8")

    async def is_read(self) -> None:
        """Wait until every school has a roster."""
        query = "SELECT key FROM school WHERE roster_number = 0"
        await self.sandbox.until(lambda: not self.rows(query), within_seconds=20, what="the journals are read")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds now, read by another connection."""
        return self._table.execute(query).fetchall()

    def close(self) -> None:
        """Close that connection."""
        self._table.close()

    @cached_property
    def _table(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.folder}/starosta.sqlite3?mode=ro", uri=True, isolation_level=None)


async def _run(application: Application) -> None:
    async with application.opened():
        await application.serve()


def _names(people: tuple[DrivenPerson, ...]) -> str:
    return ", ".join(person.name for person in people)
