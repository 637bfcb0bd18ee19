"""Sends what was stored: in order per peer, what is urgent first, with a ``random_id`` made from the row.

A repeated sending after a crash carries the same ``random_id``, which VK swallows; edits and answers may be repeated.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot.errors import (
    ChatGoneError,
    CommunityStoppedError,
    NoRightsError,
    PermanentError,
    PersonUnreachableError,
    StarostaError,
    TemporaryError,
)
from bot.metrics import Mishap
from bot.services import accounts, chats, invitations, outages
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker, Urgency
from bot.stopping import Stop, Stopped
from bot.vk.api import VkApi
from bot.vk.errors import FLOOD_SECONDS, error_of
from bot.vk.flood import Flood
from bot.vk.together import Together
from bot.vk.uploads import NotUploadedError, upload
from models.database import transaction
from models.queues import Lane, Waiting, next_waiting, note_done, paused_lanes
from models.schools import School
from models.traffic import OutboxMessage

log = structlog.get_logger()

# So that whoever sits before a screen does not wait until an invitation has arrived.
KEPT_FOR_URGENT = 50
# Beside them what VK takes in a second, 20 requests of 25 calls: nothing of it has to wait for an answer before it.
LANES = 500 + KEPT_FOR_URGENT
IDLE_SECONDS = 1.0
ANSWER_LIFE = timedelta(seconds=60)
LONGEST_PAUSE_SECONDS = 300
# In about twenty minutes; a file that no server takes must not hold up a dialogue for ever.
MOST_UPLOADS = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """A row that VK has accepted, with the number of its message if it was one."""

    row: Waiting
    number: int | None


class Outbox:
    """The sender of one school."""

    def __init__(self, school: SchoolContext, api: VkApi, stop: Stop) -> None:
        self._school = school
        self._api = api
        self._stop = stop
        self._busy: set[Lane] = set()
        self._bulk: set[Lane] = set()
        self._flood = Flood(LANES)
        self._salt = ""
        self._may_be_stopped = True
        self._is_interrupted = False
        self._sent = Together(self._note_sent)

    async def run(self) -> None:
        """Send until the process is asked to end; what is on its way is finished first."""
        async with asyncio.TaskGroup() as lanes:

            async def step() -> None:
                await self._send_waiting(lanes)
                await self._stop.rest(IDLE_SECONDS, self._school.bells.outbox)

            await self._stop.repeat("outbox", step)

    async def drain(self) -> None:
        """Send what is due now and return; for a command that works without a running bot."""
        is_sending = True
        while is_sending:
            async with asyncio.TaskGroup() as lanes:
                is_sending = await self._send_waiting(lanes)

    async def _send_waiting(self, lanes: asyncio.TaskGroup) -> bool:
        """Begin to send what may be sent now; whether there is anything."""
        waiting = await self._waiting()
        if waiting and not self._salt:
            self._salt = (await School.get(key=self._school.key)).sending_salt
        for lane, rows in waiting.items():
            self._busy.add(lane)
            if rows[0].urgency != Urgency.DIALOGUE:
                self._bulk.add(lane)
            lanes.create_task(self._send_lane(lane, rows))
        return bool(waiting)

    async def _waiting(self) -> dict[Lane, list[Waiting]]:
        """What may be sent now by lane, the lanes with the most urgent rows first."""
        # A lane that ends while the table is being read leaves rows behind that look as if they still waited.
        busy = set(self._busy)
        if len(busy) == LANES:
            return {}
        now = self._school.now()
        longest = now + timedelta(seconds=LONGEST_PAUSE_SECONDS)
        # A row that is to be tried again later holds up what was said after it: an edit needs its message.
        blocked = busy | await paused_lanes(self._school.key, now, longest_pause_until=longest)
        lanes: dict[Lane, list[Waiting]] = {}
        bulk = set(self._bulk)
        for row in await next_waiting(
            self._school.key, now, longest_pause_until=longest, without=blocked, most=LANES - len(busy)
        ):
            if row.urgency != Urgency.DIALOGUE and row.lane not in bulk:
                if len(bulk) >= self._flood.room(now):
                    continue
                bulk.add(row.lane)
            is_room = len(busy) + len(lanes) < LANES - KEPT_FOR_URGENT
            if row.lane in lanes or is_room or row.urgency == Urgency.DIALOGUE:
                lanes.setdefault(row.lane, []).append(row)
        return {lane: sorted(rows, key=lambda row: row.id) for lane, rows in lanes.items()}

    async def _send_lane(self, lane: Lane, rows: Iterable[Waiting]) -> None:
        try:
            for row in rows:
                if self._stop.is_asked or not await self._send(row):
                    break
        except Stopped:
            pass
        except Exception as error:
            # What became of a message could not be stored: it is sent again, and VK swallows the repeat.
            if not self._is_interrupted:
                log.exception("lane_interrupted", school=self._school.key, error=type(error).__name__)
            self._is_interrupted = True
            await self._stop.rest(IDLE_SECONDS)
        finally:
            self._busy.discard(lane)
            self._bulk.discard(lane)
            self._school.bells.outbox.set()

    async def _send(self, row: Waiting) -> bool:
        """Send one row; False when the lane has to wait."""
        try:
            number = await self._stop.during(self._deliver(row))
        except PersonUnreachableError as error:
            await self._undeliverable(row, error)
        except CommunityStoppedError as error:
            await self._later(row, error, LONGEST_PAUSE_SECONDS)
            await outages.began(self._school, "vk", "outage-vk-stopped")
            self._may_be_stopped = True
            return False
        except TemporaryError as error:
            if error.retry_seconds >= FLOOD_SECONDS:
                self._flood.met(self._school.now(), error.retry_seconds)
            await self._later(row, error, error.pause_seconds(row.tries, LONGEST_PAUSE_SECONDS))
            return False
        except PermanentError as error:
            log.warning("message_refused", school=self._school.key, row=row.id, error=str(error))
            await self._failed(row, error)
        except Stopped:
            raise
        except Exception as error:
            log.exception("message_broken", school=self._school.key, row=row.id, error=type(error).__name__)
            await self._failed(row, error)
        else:
            if row.urgency != Urgency.DIALOGUE:
                self._flood.passed()
            await self._sent.add(Sent(row, number))
        return True

    async def _deliver(self, row: Waiting) -> int | None:
        body: dict[str, Any] = json.loads(self._school.server_key.decrypt(row.body))
        match row.kind:
            case "send":
                return await self._message(row, body)
            case "batch":
                await self._batch(row, body)
            case "edit":
                await self._edit(row, body)
            case "pin":
                await self._pin(row)
            case "answer" if self._school.now() - row.created_at < ANSWER_LIFE:
                data = json.dumps(body["event_data"], ensure_ascii=False) if body["event_data"] else None
                who = {"user_id": row.peer_id, "peer_id": row.peer_id}
                await self._call(row)(
                    "messages.sendMessageEventAnswer", event_id=body["event_id"], event_data=data, **who
                )
        return None

    def _call(self, row: Waiting) -> Callable[..., Awaitable[Any]]:
        return self._api.call_urgently if row.urgency == Urgency.DIALOGUE else self._api.call

    async def _message(self, row: Waiting, body: dict[str, Any]) -> int:
        # ``peer_ids`` is the form that tells the message's number in the dialogue; errors then stand inside the answer.
        answer = await self._call(row)(
            "messages.send",
            peer_ids=row.peer_id,
            random_id=self._random_id(row),
            message=body["message"],
            keyboard=body["keyboard"] or None,
            attachment=await self._attachment(row, body.get("file")),
            dont_parse_links=True,
        )
        result = answer[0]
        if "error" in result:
            raise error_of("messages.send", int(result["error"]["code"]))
        return int(result["conversation_message_id"])

    async def _attachment(self, row: Waiting, file: Mapping[str, str] | None) -> str | None:
        """Upload the file of a message, at every attempt anew: VK keeps the message single by its ``random_id``."""
        if file is None:
            return None
        try:
            return await upload(self._api, self._call(row), row.peer_id, file)
        except NotUploadedError as error:
            if row.tries + 1 < MOST_UPLOADS:
                raise
            raise PermanentError(str(error)) from None

    async def _batch(self, row: Waiting, body: dict[str, Any]) -> None:
        """The same message to many: a repeat goes to the same people with the same number, so VK swallows it."""
        peers: list[int] = body["peers"]
        answer = await self._api.call(
            "messages.send",
            peer_ids=",".join(map(str, peers)),
            random_id=self._random_id(row),
            message=body["message"],
            dont_parse_links=True,
        )
        if missed := [result for result in answer if "error" in result]:
            # Together, or a crash in between would have somebody told twice.
            async with transaction():
                for result in missed:
                    await self._missed(row, body["message"], result)
                await note_done([(row.id, None)])

    async def _missed(self, row: Waiting, text: str, result: Mapping[str, Any]) -> None:
        """One of many did not get the message: it may come later, or the person cannot be written to."""
        page, error = int(result["peer_id"]), error_of("messages.send", int(result["error"]["code"]))
        log.info("message_missed", school=self._school.key, row=row.id, error=str(error))
        if isinstance(error, PersonUnreachableError):
            await accounts.set_reachable(self._school, page, is_reachable=False)
        elif isinstance(error, TemporaryError):
            await OutboxTalker(self._school).say(page, text, urgency=Urgency(row.urgency))

    def _random_id(self, row: Waiting) -> int:
        """1…2^31−1, the same for every attempt of a row, another one for the same row of another database."""
        return int(self._school.server_key.digest("random-id", f"{self._salt}:{row.id}")[:8], 16) % (2**31 - 1) + 1

    async def _edit(self, row: Waiting, body: dict[str, Any]) -> None:
        number = row.message_number or await self._number_of(row)
        if number is not None:
            text, keyboard = body["message"], body["keyboard"] or None
            await self._call(row)("messages.edit", peer_id=row.peer_id, cmid=number, message=text, keyboard=keyboard)

    async def _pin(self, row: Waiting) -> None:
        number = row.message_number or await self._number_of(row)
        if number is not None:
            await self._call(row)("messages.pin", peer_id=row.peer_id, cmid=number)

    async def _number_of(self, row: Waiting) -> int | None:
        """The number of the message that the row edits or pins; None if it was never sent."""
        sent = await OutboxMessage.get_or_none(id=row.edits_id, peer_id=row.peer_id)
        return sent.message_number if sent else None

    async def _note_sent(self, sent: Sequence[Sent]) -> None:
        async with transaction():
            await note_done((one.row.id, one.number) for one in sent)
            await invitations.delivered(self._school, {one.row.peer_id: one.row.chats for one in sent if one.row.chats})
            if self._may_be_stopped:
                await outages.ended(self._school, "vk")
        self._may_be_stopped = self._is_interrupted = False

    async def _undeliverable(self, row: Waiting, error: StarostaError) -> None:
        async with transaction():
            await accounts.set_reachable(self._school, row.peer_id, is_reachable=False)
            await self._failed(row, error)

    async def _failed(self, row: Waiting, error: Exception) -> None:
        if not isinstance(error, PersonUnreachableError):
            self._school.went_wrong(Mishap.VK if isinstance(error, StarostaError) else Mishap.MESSAGE)
        async with transaction():
            await OutboxMessage.filter(id=row.id).update(state="failed", body="", reason=type(error).__name__)
            if row.chats:
                await invitations.failed(self._school, row.peer_id, row.chats)
            if isinstance(error, NoRightsError | ChatGoneError):
                await chats.wake_peers(self._school, [row.peer_id])

    async def _later(self, row: Waiting, error: StarostaError, seconds: float) -> None:
        self._school.went_wrong(Mishap.VK)
        log.info("message_waits", school=self._school.key, row=row.id, error=str(error))
        due_at = self._school.now() + timedelta(seconds=seconds)
        await OutboxMessage.filter(id=row.id).update(tries=row.tries + 1, due_at=due_at, reason=type(error).__name__)
