"""What is asked at every turn of the bot, or passes with every press, in SQL because building queries costs more."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tortoise import connections

from models.rows import select

NEXT = """
SELECT id, peer_id, kind, body, edits_id, message_number, chats, urgency, tries, created_at
FROM outbox_message
WHERE school_id = :school AND state = 'waiting' AND (due_at <= :now OR due_at > :longest)
AND (kind = 'answer' OR peer_id NOT IN (SELECT value FROM json_each(:talking)))
AND (kind <> 'answer' OR peer_id NOT IN (SELECT value FROM json_each(:answering)))
ORDER BY urgency, id LIMIT :most
"""
IS_NEW = "SELECT 1 FROM inbox_event WHERE school_id = ? AND state = 'new' LIMIT 1"
PAUSED = """
SELECT DISTINCT peer_id, kind = 'answer' AS is_answers FROM outbox_message
WHERE school_id = ? AND state = 'waiting' AND due_at > ? AND due_at <= ?
"""
IS_CHAT_DUE = "SELECT 1 FROM chat WHERE school_id = ? AND due_at <= ? LIMIT 1"
IS_INVITATION_DUE = """
SELECT 1 FROM chat_member WHERE invitation = 'due' AND invite_from <= ?
AND chat_id IN (SELECT id FROM chat WHERE school_id = ?) LIMIT 1
"""
WAKE = """
UPDATE chat SET wishes = wishes + 1,
 due_cause = iif(:is_urgent OR due_at IS NULL OR due_at > :at, :cause, due_cause),
 due_at = iif(due_at IS NULL OR due_at > :at, :at, due_at),
 run_id = iif(:is_urgent, NULL, run_id)
WHERE school_id = :school AND id IN (SELECT value FROM json_each(:chats))
"""
RUN_NEXT = """
INSERT INTO job_time (school_id, name, next_run_at) VALUES (?, ?, ?)
ON CONFLICT (school_id, name) DO UPDATE SET next_run_at = excluded.next_run_at
"""
HANDLED = "UPDATE inbox_event SET state = 'done', body = '' WHERE id = ?"
DONE = "UPDATE outbox_message SET state = 'done', body = '', message_number = coalesce(?, message_number) WHERE id = ?"
OVERTAKEN = """
DELETE FROM outbox_message
WHERE school_id = ? AND peer_id = ? AND kind = 'edit' AND state = 'waiting' AND message_number IS ? AND edits_id IS ?
"""
REMEMBER = """
INSERT INTO dialogue (school_id, peer_id, screen, params, window_number, window_row_id, window_at, has_menu, confusions,
 is_plain, updated_at, kept_code, notice, notice_until)
VALUES (:school, :peer, :screen, :params, :number, :row, :sent_at, :has_menu, :confusions, :is_plain, :now, '',
 :notice, :notice_until)
ON CONFLICT (school_id, peer_id) DO UPDATE SET screen = :screen, params = :params, window_number = :number,
 window_row_id = :row, window_at = :sent_at, has_menu = :has_menu, confusions = :confusions, is_plain = :is_plain,
 updated_at = :now, notice = :notice, notice_until = :notice_until
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """What goes out in order: the messages of one peer, and the answers to its presses beside them."""

    peer_id: int
    is_answers: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of ``OutboxMessage`` that may be sent."""

    id: int
    peer_id: int
    kind: str
    body: str
    edits_id: int | None
    message_number: int | None
    chats: tuple[int, ...]
    urgency: int
    tries: int
    created_at: datetime

    @property
    def lane(self) -> Lane:
        """The lane in which it goes out."""
        return Lane(self.peer_id, self.kind == "answer")


async def is_anything_new(school: str) -> bool:
    """Whether an event waits to be handled."""
    return bool(await select(IS_NEW, [school]))


async def is_any_chat_due(school: str, now: datetime) -> bool:
    """Whether a chat is to be looked at."""
    return bool(await select(IS_CHAT_DUE, [school, _stored(now)]))


async def is_any_invitation_due(school: str, now: datetime) -> bool:
    """Whether somebody is to be invited."""
    return bool(await select(IS_INVITATION_DUE, [_stored(now), school]))


async def paused_lanes(school: str, now: datetime, *, longest_pause_until: datetime) -> set[Lane]:
    """The lanes with a row that is to be tried again later."""
    rows = await select(PAUSED, [school, _stored(now), _stored(longest_pause_until)])
    return {Lane(row["peer_id"], bool(row["is_answers"])) for row in rows}


async def wake(school: str, chats: Collection[int], at: datetime, *, cause: str, is_urgent: bool) -> None:
    """Wish a look at each of these chats not later than at a moment. Urgent: it belongs to no run of the schedule."""
    values = {"school": school, "chats": json.dumps(list(chats)), "at": _stored(at), "cause": cause}
    await connections.get("default").execute_query(WAKE, {**values, "is_urgent": is_urgent})


async def run_next(school: str, job: str, at: datetime) -> None:
    """Store when a job runs the next time."""
    await connections.get("default").execute_query(RUN_NEXT, [school, job, _stored(at)])


async def note_handled(event_id: int) -> None:
    """This row of the inbox has taken effect."""
    await connections.get("default").execute_query(HANDLED, [event_id])


async def next_waiting(
    school: str, now: datetime, *, longest_pause_until: datetime, without: Collection[Lane], most: int
) -> list[Waiting]:
    """At most ``most`` rows that are due, urgent ones first, none of the lanes ``without``.

    A pause beyond the longest one was set by a clock that has been put back since, and is over.
    """
    values = {
        "school": school,
        "now": _stored(now),
        "longest": _stored(longest_pause_until),
        "talking": json.dumps([lane.peer_id for lane in without if not lane.is_answers]),
        "answering": json.dumps([lane.peer_id for lane in without if lane.is_answers]),
        "most": most,
    }
    rows = await connections.get("default").execute_query_dict(NEXT, values)
    return [
        Waiting(
            **{
                **row,
                "chats": tuple(json.loads(row["chats"])),
                "created_at": datetime.fromisoformat(row["created_at"]),
            }
        )
        for row in rows
    ]


async def note_done(sent: Iterable[tuple[int, int | None]]) -> None:
    """These rows have gone out; each with the number that its message has in the dialogue, if it is a message."""
    await connections.get("default").execute_many(DONE, [[number, row_id] for row_id, number in sent])


async def drop_waiting_edits(school: str, peer_id: int, *, message_number: int | None, edits_id: int | None) -> None:
    """Forget the edits of one message that have not gone out: a newer one is about to overtake them."""
    await connections.get("default").execute_query(OVERTAKEN, [school, peer_id, message_number, edits_id])


async def remember(school: str, peer_id: int, now: datetime, **place: object) -> None:
    """Store where a person is in the dialogue: the other names are those of ``REMEMBER``."""
    values = {"school": school, "peer": peer_id, "now": now, **place}
    stored = {key: _stored(value) if isinstance(value, datetime) else value for key, value in values.items()}
    await connections.get("default").execute_query(REMEMBER, stored)


def _stored(moment: datetime) -> str:
    """A moment as Tortoise writes it."""
    return moment.isoformat(" ")
