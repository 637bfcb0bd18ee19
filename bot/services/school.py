"""One school at work: its settings, key, clock, and the bells that wake its workers."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.clock import Clock
from bot.config import SchoolSettings, SmsSettings
from bot.keys import ServerKey


@dataclass(frozen=True, slots=True)
class Bells:
    """Rung after a commit, so that a worker looks at its table now; never the only signal."""

    inbox: asyncio.Event = field(default_factory=asyncio.Event)
    outbox: asyncio.Event = field(default_factory=asyncio.Event)
    chats: asyncio.Event = field(default_factory=asyncio.Event)
    sms: asyncio.Event = field(default_factory=asyncio.Event)
    presses: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """Wake all workers."""
        for bell in (self.inbox, self.outbox, self.chats, self.sms):
            bell.set()


@dataclass(frozen=True, slots=True)
class SchoolContext:
    """What every use case needs to know of its school."""

    key: str
    settings: SchoolSettings
    sms: SmsSettings
    server_key: ServerKey
    clock: Clock
    bells: Bells = field(default_factory=Bells)

    def now(self) -> datetime:
        """The current moment, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The current day in the school's time zone."""
        return self.now().astimezone(self.settings.time_zone).date()
