"""The coordinator of a school's journal: reads it, judges the reading, keeps the last good roster.

A reading that is not whole never takes anything away; an outage is told to the owners once, and so is the recovery.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import structlog

from bot.domain.kinds import Verdict
from bot.domain.roster import Remark, Snapshot
from bot.services import chats, ledger, link_person, outages
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat
from models.database import transaction
from models.schools import Reading, School
from scheduler import roster_store
from scheduler.roster_rows import PHONES, rows_of
from scheduler.roster_store import Progress, RosterBusyError, RosterChange

log = structlog.get_logger()

PROBLEMS_TOLD = 3
ENDED_ROWS_MEMORY = timedelta(days=30)
Read = Callable[[Path, date], Snapshot]


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of the journal and what it would change; ``change`` is None when it may not change anything."""

    source: Path
    snapshot: Snapshot
    digest: str
    change: RosterChange | None


class Rosters:
    """Reads the journal of one school."""

    def __init__(self, school: SchoolContext, read: Read) -> None:
        self._school = school
        self._read = read

    async def refresh(self) -> None:
        """Read the journal if it has changed and take over what may be believed."""
        path = self._school.settings.journal.path
        digest = await asyncio.to_thread(fingerprint, path, self._school.today())
        newest = await Reading.filter(school_id=self._school.key, source=str(path)).order_by("-id").first()
        if newest is not None and newest.digest == digest:
            return
        try:
            await self.accept(await self.look())
        except RosterBusyError:
            log.info("journal_busy", school=self._school.key)

    async def look(self, *, path: Path | None = None) -> Look:
        """Read the journal (or another one at ``path``) and compare it with the visible roster; changes nothing."""
        path, today = path or self._school.settings.journal.path, self._school.today()
        digest = await asyncio.to_thread(fingerprint, path, today)
        snapshot = await asyncio.to_thread(self._read, path, today)
        if snapshot.verdict in (Verdict.FAILED, Verdict.EMPTY):
            return Look(path, snapshot, digest, None)
        rows = rows_of(snapshot, lambda phone: self._school.server_key.digest("phone", phone))
        change = await roster_store.compare(self._school.key, rows, is_complete=snapshot.verdict is Verdict.OK)
        return Look(path, snapshot, digest, change)

    async def accept(self, look: Look, progress: Progress = lambda done, total: None) -> None:
        """Store the reading and make its roster visible; tell the owners when the journal broke or recovered.

        Raises ``RosterBusyError`` while another process does the same, or when it has done so since the look.
        """
        await roster_store.take_turn(self._school.key)
        try:
            number = await self._store(look, progress)
        finally:
            await roster_store.end_turn(self._school.key)
        log.info("journal_read", school=self._school.key, verdict=look.snapshot.verdict.value, number=number)
        self._school.bells.ring()

    async def _store(self, look: Look, progress: Progress) -> int | None:
        if look.change is not None:
            await roster_store.stage(self._school.key, look.change, progress)
        async with transaction():
            number = await self._flip(look)
            await Reading.create(
                school_id=self._school.key,
                taken_at=self._school.now(),
                source=str(look.source),
                digest=look.digest,
                verdict=look.snapshot.verdict,
                number=number,
                problems=[asdict(remark) for remark in look.snapshot.problems],
            )
            await self._tell(look)
        return number

    async def forget_ended(self) -> None:
        """Housekeeping: rows that ended long ago and old readings."""
        long_ago = self._school.now() - ENDED_ROWS_MEMORY
        old = (
            await Reading.filter(school_id=self._school.key, taken_at__lte=long_ago)
            .exclude(number=None)
            .order_by("-id")
            .first()
        )
        if old is not None and old.number is not None:
            await roster_store.forget_ended(self._school.key, old.number)
            await Reading.filter(school_id=self._school.key, id__lt=old.id).delete()

    async def _flip(self, look: Look) -> int | None:
        if look.change is None:
            return None
        number = look.change.number if look.change.is_empty else look.change.number + 1
        moment = {"roster_at": self._school.now()} if look.snapshot.verdict is Verdict.OK else {}
        title = look.snapshot.school or self._school.settings.title
        unchanged = School.filter(key=self._school.key, roster_number=look.change.number)
        if not await unchanged.update(roster_number=number, title=title, **moment):
            raise RosterBusyError(self._school.key)
        if not look.change.is_empty:
            await self._follow(look.change)
        return number

    async def _follow(self, change: RosterChange) -> None:
        """What a new roster sets off: chats of new class teachers, a look at every chat, numbers to confirm."""
        await chats.want_for_linked_homerooms(self._school)
        everything = await Chat.filter(school_id=self._school.key).only("id")
        await chats.wake(self._school, [chat.id for chat in everything], cause=chats.PASS)
        renumbered = {str(row["person_id"]) for row in change.of(PHONES).gone}
        await link_person.ask_confirmation(self._school, renumbered)

    async def _tell(self, look: Look) -> None:
        if look.snapshot.verdict is Verdict.OK:
            await outages.ended(self._school, "journal")
            return
        why = reasons(look.snapshot.problems)
        await ledger.note(self._school, f"journal-{look.snapshot.verdict.value}", actor=ledger.JOURNAL)
        await outages.began(self._school, "journal", say(f"journal-told-{look.snapshot.verdict.value}", why=why))


def reasons(problems: tuple[Remark, ...]) -> str:
    """The first few problems of a reading, in Russian, one a line."""
    return "\n".join(
        say("journal-line", sentence=say(f"journal-{one.code}", **one.variables)) for one in problems[:PROBLEMS_TOLD]
    )


def fingerprint(path: Path, today: date) -> str:
    """What tells one state of a folder or ZIP from another; roles begin and end with the day, so it counts too."""
    seen = hashlib.blake2b(today.isoformat().encode(), digest_size=32)
    files = sorted(path.rglob("*.csv")) if path.is_dir() else [path]
    for file in files:
        seen.update(str(file.relative_to(path) if file != path else file.name).encode())
        try:
            seen.update(hashlib.blake2b(file.read_bytes()).digest())
        except OSError:
            seen.update(b"unreadable")
    return seen.hexdigest()
