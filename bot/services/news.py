"""The bot's own events: put into the inbox, so that they are handled in order with what the person does."""

from collections.abc import Iterable
from uuid import uuid4

from bot.domain.events import Event, dump
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker, Urgency
from models.traffic import InboxEvent


async def tell(school: SchoolContext, event: Event) -> None:
    """Have the handlers deal with ``event``, in the caller's transaction."""
    body = school.server_key.encrypt(dump(event))
    await InboxEvent.create(
        school_id=school.key, event_id=f"own:{uuid4()}", lane=event.page, body=body, received_at=school.now()
    )


async def tell_pages(school: SchoolContext, pages: Iterable[int], text: str) -> None:
    """Write the same news to several people; it may wait for more urgent messages."""
    talker = OutboxTalker(school)
    for page in sorted(set(pages)):
        await talker.say(page, text, urgency=Urgency.NEWS)
