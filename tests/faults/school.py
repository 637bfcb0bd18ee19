"""A school on one machine for tests: an emulator in this process, bots and commands in processes of their own."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.server import RunningSandbox
from tests.faults.processes import Process

KEY = "school999"
JOURNAL = Path(__file__).parents[1] / "data" / "school-999"
SECRET_KEY = "a key that is long enough for a test, and no more than that"
TEACHER, TEACHER_PHONE = "Петров Сергей Олегович", "+79120000101"
CHATS = ("5А — коллеги", "5А — родители", "5А — ученики")

CONFIG = """
database = "{folder}/starosta.sqlite3"
secret_key = "{secret_key}"
clock_url = "{vk}/sandbox/api/clock"
[vk]
api_url = "{vk}/method/"
long_poll_seconds = 5
timeout_seconds = {timeout_seconds}
[sms]
sender = "sandbox"
url = "{sms}"
[schools.{key}]
title = "Школа № 999"
group_id = 1
screen_name = "school_chats"
token = "sandbox-token-1"
owners = [101]
[schools.{key}.journal]
path = "{folder}/journal"
every_seconds = 3600
[schools.{key}.reconcile]
quiet_before = "00:00"
quiet_after = "23:59:59"
starts_in_preview = false
"""


@dataclass
class Machine:
    """One folder with a configuration, a database and a journal, and the emulator that the bot talks to."""

    folder: Path
    emulator: RunningSandbox
    sandbox: Sandbox
    processes: list[Process] = field(default_factory=list)

    def configure(self, *, vk: str = "", sms: str = "", timeout_seconds: float = 5) -> None:
        """Write the configuration; VK and the SMS gateway are the emulator's unless told otherwise."""
        text = CONFIG.format(
            folder=self.folder,
            secret_key=SECRET_KEY,
            key=KEY,
            vk=vk or self.emulator.url,
            sms=sms or self.emulator.url,
            timeout_seconds=timeout_seconds,
        )
        (self.folder / "config.toml").write_text(text, encoding="utf-8")

    def starosta(self, *arguments: str) -> Process:
        """Start a command."""
        output = self.folder / f"output-{len(self.processes)}.txt"
        process = Process(["-c", str(self.folder / "config.toml"), *arguments], output)
        self.processes.append(process)
        return process

    async def bot(self) -> Process:
        """Start the bot and wait until it serves and knows from where to read both feeds."""
        process = self.starosta("run")
        await process.says("event=started")
        await self.sandbox.until(lambda: len(self.rows("SELECT ts FROM feed_cursor")) == 2, what="both feeds open")
        return process

    async def teacher(self) -> DrivenPerson:
        """The class teacher of 5А."""
        return await self.sandbox.person(TEACHER)

    def fault(self, method: str, kind: str, **details: Any) -> Fault:
        """Plan a fault; its ``times`` is 0 once it has happened."""
        return self.emulator.stage.faults.add({"method": method, "kind": kind, "seconds": 60, **details})

    async def happened(self, fault: Fault) -> None:
        """Wait until a request has met the fault."""
        await self.sandbox.until(lambda: fault.times == 0, what=f"nobody met {fault}")

    async def sms(self) -> list[dict[str, Any]]:
        """Every SMS that arrived."""
        return list(await self.sandbox.api.get("sms"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds, read by another connection."""
        with sqlite3.connect(f"file:{self.folder}/starosta.sqlite3?mode=ro", uri=True) as connection:
            found = connection.execute(query).fetchall()
        connection.close()
        return found


async def said(person: DrivenPerson) -> list[str]:
    """What the bot has said to the person, as it reads now."""
    conversation = await person.conversation()
    return [one["text"] for one in conversation["messages"] if one["from"] < 0]
