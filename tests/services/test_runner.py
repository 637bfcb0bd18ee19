"""What is due runs once, whatever happened to the process, to its loop or to the clock meanwhile."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.metrics import Mishap
from bot.services import health
from bot.services.school import SchoolContext
from models.schools import JobTime
from scheduler import runner
from scheduler.runner import Job, Runner
from tests.services.school import MovedClock


class Counted:
    """A job that counts its runs and fails when it is told to."""

    def __init__(self, name: str = "count", *, fails: bool = False) -> None:
        self.runs = 0
        self.has_run = asyncio.Event()
        self.job = Job(name, 60, self._run)
        self._fails = fails

    async def _run(self) -> None:
        self.runs += 1
        self.has_run.set()
        if self._fails:
            raise ZeroDivisionError


async def test_a_job_runs_at_once_and_then_every_time_its_time_has_come(
    school: SchoolContext, clock: MovedClock
) -> None:
    counted = Counted()
    at_work = Runner(school, (counted.job,))
    for seconds, runs in ((0, 1), (59, 1), (1, 2), (600, 3), (0, 3)):
        clock.pass_by(seconds=seconds)
        await at_work.tick()
        assert counted.runs == runs


async def test_a_restart_neither_forgets_nor_repeats_a_job(school: SchoolContext, clock: MovedClock) -> None:
    counted = Counted()
    for seconds, runs in ((0, 1), (30, 1), (60, 2)):
        clock.pass_by(seconds=seconds)
        await Runner(school, (counted.job,)).tick()
        assert counted.runs == runs


async def test_a_clock_that_was_put_back_delays_no_job(school: SchoolContext, clock: MovedClock) -> None:
    counted = Counted()
    await Runner(school, (counted.job,)).tick()
    clock.pass_by(days=-3)
    await Runner(school, (counted.job,)).tick()
    assert counted.runs == 2
    assert (await JobTime.get()).next_run_at == clock.now() + timedelta(seconds=60)


async def test_a_job_that_fails_stops_neither_itself_nor_others(school: SchoolContext, clock: MovedClock) -> None:
    failing, other = Counted("fails", fails=True), Counted()
    at_work = Runner(school, (failing.job, other.job))
    for _ in range(2):
        await at_work.tick()
        clock.pass_by(minutes=1)
    assert (failing.runs, other.runs) == (2, 2)


async def test_what_went_wrong_is_counted_for_an_hour(school: SchoolContext, clock: MovedClock) -> None:
    at_work = Runner(school, (Counted("fails", fails=True).job,))
    for minutes, failed in ((0, 1), (30, 2), (59, 2), (1, 2)):
        clock.pass_by(minutes=minutes)
        await at_work.tick()
        assert school.errors.counted(school.now())[Mishap.JOB] == failed
    errors = next(sign for sign in await health.signs(school) if sign.subject == "errors")
    assert (errors.light, errors.values["own"], errors.values["is_young"]) == (health.Light.YELLOW, 2, "no")
    clock.pass_by(hours=1)
    errors = next(sign for sign in await health.signs(school) if sign.subject == "errors")
    assert (errors.light, errors.values["own"]) == (health.Light.GREEN, 0)


async def test_no_job_is_lost_to_a_loop_that_was_blocked_for_many_ticks(
    school: SchoolContext, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "TICK_SECONDS", 0.05)
    counted = Counted()
    at_work = Runner(school, (counted.job,))
    at_work.start()
    try:
        async with asyncio.timeout(10):
            for _ in range(2):
                await counted.has_run.wait()
                counted.has_run.clear()
                clock.pass_by(minutes=2)
                time.sleep(1.5)  # noqa: ASYNC251 - blocked on purpose, for longer than the usual grace of a second
    finally:
        await at_work.stop()
    assert counted.runs >= 2
