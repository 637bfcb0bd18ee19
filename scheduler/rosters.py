"""The coordinator of a school's journal: reads it, judges the reading, keeps the last good roster.

A reading that is not whole, or that differs too much, never takes anything away; an outage is told to the owners once,
and so is the recovery.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import structlog
from tortoise import connections

from bot.domain.edition import ChangedMeanwhileError, Edition
from bot.domain.kinds import Verdict
from bot.domain.roster import Remark, Snapshot
from bot.errors import OperatorError
from bot.services import chats, journal_trust, ledger, link_person, outages, runs
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.database import transaction
from models.schools import Reading, ReadingUnit, School
from scheduler import roster_store
from scheduler.reconcile import selection
from scheduler.roster_files import fingerprint
from scheduler.roster_frames import Earlier, Ending, Frame, Opening, Rows, Staged, Summary, Task
from scheduler.roster_reading import frames_of
from scheduler.roster_store import Progress, RosterBusyError, Stage

log = structlog.get_logger()

PROBLEMS_TOLD = 3
UNITS_AT_ONCE, ROWS_A_BREATH = 500, 100
ENDED_ROWS_MEMORY = timedelta(days=30)
Read = Callable[[Path, date], Snapshot | Edition]


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of the journal and what it would change; nothing is when ``may_change`` is False."""

    source: Path
    digest: str
    opening: Opening
    summary: Summary
    repairs: tuple[Remark, ...]

    @property
    def verdict(self) -> Verdict:
        """How far the reading may be believed."""
        return self.opening.verdict

    @property
    def may_change(self) -> bool:
        """Whether the roster may be changed at all."""
        return self.verdict not in (Verdict.FAILED, Verdict.EMPTY)


Show = Callable[[Look], None]


class Rosters:
    """Reads the journal of one school."""

    def __init__(self, school: SchoolContext, read: Read) -> None:
        self._school = school
        self._read = read

    async def refresh(self) -> None:
        """Read the journal if it has changed, or if somebody trusts it now, and take over what may be believed."""
        path = self._school.settings.journal.path
        digest = await asyncio.to_thread(fingerprint, path, self._school.today())
        newest = await Reading.filter(school_id=self._school.key, source=str(path)).order_by("-id").first()
        if newest is not None and newest.digest == digest and not journal_trust.waits(newest):
            return
        try:
            await self._take_over(path, digest, earlier=newest)
        except RosterBusyError:
            log.info("journal_busy", school=self._school.key)
        except ChangedMeanwhileError:
            log.info("journal_changes", school=self._school.key)

    async def look(self, *, path: Path | None = None, trust: bool = False) -> Look:
        """Read the journal (or another one at ``path``) and compare it with the visible roster; changes nothing.

        ``trust``: whatever looks suspicious is taken as true.
        """
        path = path or self._school.settings.journal.path
        digest = await asyncio.to_thread(fingerprint, path, self._school.today())
        task = await self._task(path, trust=trust, wants_rows=False)
        async with frames_of(task) as frames:
            opening = await _opening(frames)
            ending = await _ending(frames)
        return Look(path, digest, opening, ending.summary, ending.repairs)

    async def accept(
        self,
        path: Path | None = None,
        progress: Progress = lambda rows: None,
        *,
        show: Show = lambda look: None,
        trusted_by: str = "",
    ) -> Look:
        """Read the journal (or another one at ``path``), store the reading and make its roster visible.

        The owners are told when the journal broke or recovered. ``show`` is told what would change when everything is
        read and nothing of it visible; if it raises, nothing becomes so. ``trusted_by`` is who takes whatever looks
        suspicious as true. Raises ``RosterBusyError`` while another process does the same, and ``OperatorError`` when
        the journal is written meanwhile.
        """
        path = path or self._school.settings.journal.path
        digest = await asyncio.to_thread(fingerprint, path, self._school.today())
        try:
            return await self._take_over(path, digest, progress, show=show, trusted_by=trusted_by)
        except ChangedMeanwhileError:
            raise OperatorError("the journal is being written; try again in a minute") from None

    async def forget_ended(self) -> None:
        """Housekeeping: rows that ended long ago and old readings."""
        long_ago = self._school.now() - ENDED_ROWS_MEMORY
        numbered = Reading.filter(school_id=self._school.key, number__not_isnull=True)
        old = await numbered.filter(taken_at__lte=long_ago).order_by("-id").first()
        older = Reading.filter(school_id=self._school.key, id__lt=old.id) if old is not None else None
        if old is None or old.number is None or older is None or not await older.exists():
            return
        await roster_store.forget_ended(self._school.key, old.number)
        await older.delete()

    async def _take_over(
        self,
        path: Path,
        digest: str,
        progress: Progress = lambda rows: None,
        *,
        show: Show = lambda look: None,
        trusted_by: str = "",
        earlier: Reading | None = None,
    ) -> Look:
        task = await self._task(path, trust=bool(trusted_by), wants_rows=True, earlier=earlier)
        async with roster_store.staging(self._school.key, task.number, progress) as stage, frames_of(task) as frames:
            opening = await _opening(frames)
            ending = await _ending(frames, stage)
            look = Look(path, digest, opening, ending.summary, ending.repairs)
            show(look)
            number = await self._make_visible(look, task.number, stage, trusted_by)
        log.info("journal_read", school=self._school.key, verdict=look.verdict.value, number=number)
        self._school.bells.ring()
        return look

    async def _task(self, path: Path, *, trust: bool, wants_rows: bool, earlier: Reading | None = None) -> Task:
        school = await School.get(key=self._school.key)
        return Task(
            self._read,
            path,
            self._school.today(),
            Path(connections.get("default").filename),
            school.key,
            school.roster_number,
            partial(self._school.server_key.digest, "phone"),
            roster_store.turn_of(school.key),
            trusted=await journal_trust.trusted_doubts(self._school),
            trusts_everything=trust,
            wants_rows=wants_rows,
            earlier=_standing(earlier, school.roster_number),
        )

    async def _make_visible(self, look: Look, before: int, stage: Stage, trusted_by: str) -> int | None:
        if not look.may_change:
            async with transaction():
                await self._note(look, None, trusted_by)
            return None
        number = before + 1 if stage.rows else before
        news = await self._chats_with_news(look.summary, number)
        async with transaction():
            await self._flip(look, before, number)
            if number > before:
                await selection.note_news(self._school, number, news)
            await runs.begin(self._school, news)
            await link_person.ask_confirmation(self._school, look.summary.renumbered)
            await self._note(look, number, trusted_by)
        led = sorted(look.summary.led)
        for start in range(0, len(led), UNITS_AT_ONCE):
            await chats.want_for_linked_homerooms(self._school, led[start : start + UNITS_AT_ONCE])
        return number

    async def _chats_with_news(self, summary: Summary, number: int) -> set[int]:
        """Chats of which the journal says something new, also because a day has come."""
        numbered = Reading.filter(school_id=self._school.key, number__not_isnull=True)
        last = await numbered.order_by("-id").first()
        if last is None or not last.number:
            return await selection.everything(self._school)
        news = await selection.touched(self._school, number, summary)
        day = last.taken_at.astimezone(self._school.settings.time_zone).date()
        return news | (await selection.of_days(self._school, number, day) if day < self._school.today() else set())

    async def _flip(self, look: Look, before: int, number: int) -> None:
        moment = {"roster_at": self._school.now()} if look.verdict is Verdict.OK else {}
        title = look.opening.school or self._school.settings.title
        unchanged = School.filter(key=self._school.key, roster_number=before)
        if not await unchanged.update(roster_number=number, staged_number=0, title=title, **moment):
            raise RosterBusyError(self._school.key)

    async def _note(self, look: Look, number: int | None, trusted_by: str) -> None:
        opening, seen = look.opening, look.opening.seen
        reading = await Reading.create(
            school_id=self._school.key,
            taken_at=self._school.now(),
            source=str(look.source),
            digest=look.digest,
            verdict=look.verdict,
            number=number,
            problems=[asdict(remark) for remark in (*opening.problems, *opening.trusted)],
            people=seen.people_now,
            people_before=seen.people_before,
            units=opening.units,
            units_before=seen.units_before,
            trusted_by=trusted_by if opening.trusted else "",
            said=opening.said,
        )
        if trusted_by and opening.trusted:
            await ledger.note(self._school, "journal-trusted", actor=trusted_by, reading=reading.id)
        lacking = look.summary.lacking
        for start in range(0, len(lacking), ROWS_A_BREATH):
            some = lacking[start : start + ROWS_A_BREATH]
            await ReadingUnit.bulk_create(ReadingUnit(reading_id=reading.id, **asdict(unit)) for unit in some)
        await self._tell(look)

    async def _tell(self, look: Look) -> None:
        if look.verdict is Verdict.OK:
            await outages.ended(self._school, "journal")
            return
        why = reasons(look.opening.problems)
        await ledger.note(self._school, f"journal-{look.verdict.value}", actor=ledger.JOURNAL)
        await outages.began(self._school, "journal", say(f"journal-told-{look.verdict.value}", why=why))


def _standing(newest: Reading | None, number: int) -> Earlier | None:
    """What the roster of this number stands on, if the newest reading is that and would be believed once more."""
    if newest is None or not newest.said or newest.number != number:
        return None
    return Earlier(newest.said, newest.people, newest.units)


async def _opening(frames: AsyncIterator[Frame]) -> Opening:
    frame = await anext(frames)
    if not isinstance(frame, Opening):
        raise TypeError("a reading begins with its verdict")
    return frame


async def _ending(frames: AsyncIterator[Frame], stage: Stage | None = None) -> Ending:
    async for frame in frames:
        if isinstance(frame, Ending):
            return frame
        if isinstance(frame, Rows) and stage is not None:
            await stage.add(frame)
        if isinstance(frame, Staged) and stage is not None:
            await stage.note(frame)
    raise TypeError("a reading ends with a summary")


def reasons(problems: tuple[Remark, ...]) -> str:
    """The first few problems of a reading, in Russian, one a line."""
    return "\n".join(
        say("journal-line", sentence=say(f"journal-{one.code}", **one.variables)) for one in problems[:PROBLEMS_TOLD]
    )
