"""Answers presses whose handler does not come in time, so that no button spins for long."""

from datetime import timedelta

from bot.domain.events import Pressed, load
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.stopping import Stop
from models.database import transaction
from models.traffic import InboxEvent

PATIENCE = timedelta(seconds=0.5)
LOOK_SECONDS = 0.1
IDLE_SECONDS = 5.0
BATCH = 50


class PressWatch:
    """The watch of one school."""

    def __init__(self, school: SchoolContext, stop: Stop) -> None:
        self._school = school
        self._stop = stop

    async def run(self) -> None:
        """Watch until the process is asked to end."""
        await self._stop.repeat("presses", self._watch)

    async def _watch(self) -> None:
        await self._stop.rest(IDLE_SECONDS, self._school.bells.presses)
        await self._stop.rest(PATIENCE.total_seconds())
        while not self._stop.is_asked and await self.answer_late():
            await self._stop.rest(LOOK_SECONDS)

    async def answer_late(self) -> bool:
        """Answer the presses that wait for longer than half a second; tells whether others still wait."""
        waiting = InboxEvent.filter(school_id=self._school.key, state="new", awaits_answer=True)
        late = waiting.filter(received_at__lte=self._school.now() - PATIENCE)
        if await late.exists():
            async with transaction():
                await self._answer(await late.order_by("id").limit(BATCH))
            self._school.bells.outbox.set()
        return await waiting.exists()

    async def _answer(self, rows: list[InboxEvent]) -> None:
        await InboxEvent.filter(id__in=[row.id for row in rows]).update(awaits_answer=False)
        events = [load(self._school.server_key.decrypt(row.body)) for row in rows]
        await OutboxTalker(self._school).answer_empty(event for event in events if isinstance(event, Pressed))
