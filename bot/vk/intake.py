"""Stores what came from VK, with the place up to which the feed was read, before anything else is done with it."""

from bot import metrics
from bot.services import chats, welcome
from bot.services.school import SchoolContext
from bot.vk.reading import Batch
from models.database import transaction
from models.schools import JobTime
from models.traffic import FeedCursor, InboxEvent

MOST_WAITING = 10_000


async def store(school: SchoolContext, feed: str, batch: Batch, ts: str | None = None) -> None:
    """Store events, note touched and spoken chats and move the feed's cursor, if it has one, all at once.

    What is known already changes nothing.
    """
    now = school.now()
    rows = [
        InboxEvent(
            school_id=school.key,
            event_id=kept.event_id,
            lane=kept.lane,
            body=school.server_key.encrypt(kept.body),
            received_at=now,
            awaits_answer=kept.is_press,
        )
        for kept in batch.events
    ]
    async with transaction():
        if rows:
            await InboxEvent.bulk_create(rows, ignore_conflicts=True)
        if batch.touched_peers:
            await chats.wake_peers(school, batch.touched_peers)
        if batch.spoken_peers:
            await welcome.heard(school, batch.spoken_peers)
        if ts is not None:
            await FeedCursor.update_or_create(school_id=school.key, feed=feed, defaults={"ts": ts})
    metrics.EVENTS.labels(school.key, feed).inc(len(rows))
    if rows:
        school.bells.inbox.set()
        school.bells.presses.set()
    if batch.touched_peers:
        school.bells.chats.set()


async def cursor(school: SchoolContext, feed: str) -> str | None:
    """Where the feed was read to, or None before the first time."""
    row = await FeedCursor.get_or_none(school_id=school.key, feed=feed)
    return row.ts if row else None


async def is_full(school: SchoolContext) -> bool:
    """Whether so many events wait that no more should be taken in: VK keeps them meanwhile."""
    return await InboxEvent.filter(school_id=school.key, state="new").count() >= MOST_WAITING


async def lost(school: SchoolContext) -> None:
    """VK says that events were lost: have the scheduled pass look at every chat now."""
    await JobTime.filter(school_id=school.key, name="pass").delete()
