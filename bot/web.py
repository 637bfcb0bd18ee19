"""The bot's own web server: the door for VK's events, ``/healthz`` and ``/metrics``."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from tortoise.exceptions import BaseORMException

from bot import metrics
from bot.config import HttpSettings
from bot.errors import OperatorError
from bot.services.school import SchoolContext
from bot.vk.callback import CallbackDoor, path_of
from models.schools import Outage
from models.traffic import InboxEvent, OutboxMessage

BODY_BYTES = 256 * 1024
SICK_AFTER_SECONDS = 120
SHUTDOWN_SECONDS = 2.0


@asynccontextmanager
async def opened(
    settings: HttpSettings, schools: Mapping[str, SchoolContext], doors: Mapping[str, CallbackDoor]
) -> AsyncIterator[None]:
    """Listen as long as the block lasts; ``doors`` by school when events come by Callback."""
    application = web.Application(client_max_size=BODY_BYTES)
    for key, door in doors.items():
        application.router.add_post(path_of(key), door.receive)
    application.router.add_get("/healthz", partial(_health, schools))
    application.router.add_get("/metrics", partial(_metrics, schools))
    runner = web.AppRunner(application, shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, settings)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: HttpSettings) -> None:
    host, port = settings.address
    try:
        await web.TCPSite(runner, host, port).start()
    except (OSError, OverflowError) as error:
        raise OperatorError(
            f"the bot cannot listen on {settings.listen!r} ({error}); choose another address in http.listen"
        ) from None


async def _health(schools: Mapping[str, SchoolContext], _: web.Request) -> web.Response:
    """200 while people are answered, 503 when they are not, with the reason by school."""
    try:
        found = {key: await _state(school) for key, school in schools.items()}
    except BaseORMException as error:
        return web.json_response({"status": "sick", "database": type(error).__name__}, status=503)
    is_well = all(state["backlog_age_seconds"] < SICK_AFTER_SECONDS for state in found.values())
    return web.json_response({"status": "ok" if is_well else "sick", "schools": found}, status=200 if is_well else 503)


async def _state(school: SchoolContext) -> dict[str, float]:
    new = InboxEvent.filter(school_id=school.key, state="new")
    due = OutboxMessage.filter(school_id=school.key, state="waiting", due_at__lte=school.now())
    oldest_event = await new.order_by("id").first()
    oldest_message = await due.order_by("id").first()
    return {
        "backlog_events": await new.count(),
        "backlog_age_seconds": _age(school, oldest_event.received_at if oldest_event else None),
        "outbox_age_seconds": _age(school, oldest_message.due_at if oldest_message else None),
        "outages": await Outage.filter(school_id=school.key).count(),
    }


async def _metrics(schools: Mapping[str, SchoolContext], _: web.Request) -> web.Response:
    for key, school in schools.items():
        state = await _state(school)
        metrics.BACKLOG.labels(key).set(state["backlog_events"])
        metrics.BACKLOG_AGE.labels(key).set(state["backlog_age_seconds"])
        metrics.OUTBOX_AGE.labels(key).set(state["outbox_age_seconds"])
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _age(school: SchoolContext, since: datetime | None) -> float:
    return max(0.0, (school.now() - since).total_seconds()) if since else 0.0
