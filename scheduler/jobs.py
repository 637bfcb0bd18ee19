"""What runs when."""

from collections.abc import Awaitable, Callable

from bot.ports import ChatReader
from bot.services import chats, copies, erase, held_terms, invitations, relink, runs, school_year, steering, welcome
from bot.services.school import SchoolContext
from models.database import transaction
from scheduler.copying import copy
from scheduler.reconcile import audit, quiet, selection
from scheduler.rosters import Rosters
from scheduler.runner import ON_WISH, Job
from scheduler.school_year import SchoolYear


def jobs_of(school: SchoolContext, rosters: Rosters, reader: ChatReader) -> tuple[Job, ...]:
    """The jobs of one school."""
    year = SchoolYear(school)

    async def full_pass() -> None:
        await audit.full(school, reader)
        await chats.want_for_linked_homerooms(school)
        waiting = await quiet.without_quiet(school, await selection.to_plan(school))
        async with transaction():
            await runs.begin(school, waiting)
        school.bells.chats.set()

    async def relinks() -> None:
        async with transaction():
            await relink.finish(school)
        school.bells.ring()

    async def housekeeping() -> None:
        async with transaction():
            await held_terms.expire(school)
            await erase.forget_old(school)
        await rosters.forget_ended()

    async def erasure() -> None:
        async with transaction():
            await erase.finish(school)

    return (
        Job("journal", school.settings.journal.every_seconds, rosters.refresh),
        Job("pass", school.settings.reconcile.every_seconds, full_pass),
        Job("glance", school.settings.reconcile.glance_every_seconds, lambda: audit.glance(school, reader)),
        Job(school_year.JOB, 60, _resting(school, year.run)),
        Job("requests", 30, lambda: erase.forget_requests(school)),
        Job("relinks", 30, _resting(school, relinks)),
        Job("erasure", 10, _resting(school, erasure)),
        Job("entry", 600, _resting(school, lambda: invitations.tell_who_cannot_enter(school))),
        Job("greetings", 60, _resting(school, lambda: welcome.greet(school))),
        Job(copies.JOB, ON_WISH, lambda: copy(school)),
        Job("housekeeping", 600, housekeeping),
    )


def _resting(school: SchoolContext, run: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The same, but not while the school may only be looked at."""

    async def unless_maintenance() -> None:
        if await steering.maintained_until(school) is None:
            await run()

    return unless_maintenance
