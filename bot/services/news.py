"""The bot's own events: put into the inbox, so that they are handled in order with what the person does."""

import hashlib
from collections.abc import Iterable
from uuid import uuid4

from bot.domain.events import Event, Refreshed, dump
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker, Urgency
from models.traffic import InboxEvent

OWN, REFRESH = "own:", "refresh:"


async def tell(school: SchoolContext, event: Event) -> None:
    """Have the handlers deal with ``event``, in the caller's transaction."""
    await _put(school, event, OWN)


async def show_anew(school: SchoolContext, page: int, screens: tuple[str, ...]) -> None:
    """Have one of these screens shown as it is now, if the page looks at it; the same wish that waits is enough."""
    mark = f"{REFRESH}{hashlib.blake2b(','.join(screens).encode(), digest_size=6).hexdigest()}:"
    waiting = InboxEvent.filter(school_id=school.key, state="new", lane=page, event_id__startswith=mark)
    if not await waiting.exists():
        await _put(school, Refreshed(page, screens), mark)


async def tell_pages(school: SchoolContext, pages: Iterable[int], text: str) -> None:
    """Write the same news to several people; it may wait for more urgent messages."""
    people = set(pages)
    if len(people) == 1:
        await OutboxTalker(school).say(people.pop(), text, urgency=Urgency.NEWS)
    else:
        await OutboxTalker(school).say_to_all(people, text)


async def _put(school: SchoolContext, event: Event, mark: str) -> None:
    body = school.server_key.encrypt(dump(event))
    await InboxEvent.create(
        school_id=school.key, event_id=f"{mark}{uuid4()}", lane=event.page, body=body, received_at=school.now()
    )
