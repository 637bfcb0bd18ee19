"""One school at work: its settings, key, clock, and the bells that wake its workers."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.clock import Clock
from bot.config import SchoolSettings, SmsSettings
from bot.keys import ServerKey
from bot.metrics import ERRORS, LatestErrors, Mishap
from bot.texts.catalogue import say


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
    errors: LatestErrors
    bells: Bells = field(default_factory=Bells)

    def now(self) -> datetime:
        """The current moment, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The current day in the school's time zone."""
        return self.now().astimezone(self.settings.time_zone).date()

    def went_wrong(self, what: Mishap) -> None:
        """Count an error, which the log tells more of."""
        ERRORS.labels(self.key, what).inc()
        self.errors.note(what, self.now())

    def whom_to_ask(self) -> str:
        """Who helps at the school, in words."""
        contact = self.settings.contact
        return say("h-contact", contact=contact) if contact else say("h-no-contact")
