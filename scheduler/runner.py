"""APScheduler wakes the runner once a second; what is due is decided from the database against the clock port."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.metrics import Mishap
from bot.services.school import SchoolContext
from models import queues
from models.schools import JobTime

log = structlog.get_logger()

TICK_SECONDS = 1


ON_WISH = 0
"""``every_seconds`` of a job that runs once whenever somebody has stored a time for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something done for a school every so many seconds, or on a wish."""

    name: str
    every_seconds: int
    run: Callable[[], Awaitable[None]]


class Runner:
    """Runs the jobs of one school; a job that was missed while the process was down runs once."""

    def __init__(self, school: SchoolContext, jobs: tuple[Job, ...]) -> None:
        self._school = school
        self._jobs = jobs
        self._running = asyncio.Lock()
        self._scheduler = AsyncIOScheduler()
        # A tick that came late must still run, and only once: the default drops it after a second.
        self._scheduler.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more; a job under way is finished first, because APScheduler would cancel it."""
        self._scheduler.pause()
        async with self._running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Run what is due."""
        if self._running.locked():
            return
        async with self._running:
            times = {row.name: row.next_run_at for row in await JobTime.filter(school_id=self._school.key)}
            for job in self._jobs:
                if self._is_due(job, times.get(job.name)):
                    await self._run(job)

    def _is_due(self, job: Job, next_run_at: datetime | None) -> bool:
        now = self._school.now()
        if job.every_seconds == ON_WISH:
            return next_run_at is not None and next_run_at <= now
        # A time too far ahead was set by a clock that has been put back since.
        return next_run_at is None or not now < next_run_at <= now + timedelta(seconds=job.every_seconds)

    async def _run(self, job: Job) -> None:
        await self._plan_next(job)
        try:
            await job.run()
        except Exception as error:
            log.exception("job_failed", school=self._school.key, job=job.name, error=type(error).__name__)
            self._school.went_wrong(Mishap.JOB)

    async def _plan_next(self, job: Job) -> None:
        """Stored before the job begins: one that breaks the process is not tried again at once."""
        if job.every_seconds == ON_WISH:
            await JobTime.filter(school_id=self._school.key, name=job.name).delete()
            return
        await queues.run_next(self._school.key, job.name, self._school.now() + timedelta(seconds=job.every_seconds))
