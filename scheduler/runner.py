"""APScheduler wakes the runner once a second; what is due is decided from the database against the clock port."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.school import SchoolContext
from models.schools import JobTime

log = structlog.get_logger()

TICK_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Job:
    """Something done for a school every so many seconds."""

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
            for job in self._jobs:
                if await self._is_due(job):
                    await self._run(job)

    async def _is_due(self, job: Job) -> bool:
        now = self._school.now()
        row, _ = await JobTime.get_or_create(school_id=self._school.key, name=job.name, defaults={"next_run_at": now})
        pause = timedelta(seconds=job.every_seconds)
        # A time too far ahead was set by a clock that has been put back since.
        if now < row.next_run_at <= now + pause:
            return False
        await JobTime.filter(id=row.id).update(next_run_at=now + pause)
        return True

    async def _run(self, job: Job) -> None:
        try:
            await job.run()
        except Exception as error:
            log.exception("job_failed", school=self._school.key, job=job.name, error=type(error).__name__)
