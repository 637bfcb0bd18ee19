"""The queue of the outbox: what may be sent next and what was sent, in SQL because all traffic goes through it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tortoise import connections

NEXT = """
SELECT id, peer_id, kind, body, edits_id, message_number, chats, urgency, tries, created_at
FROM outbox_message
WHERE school_id = :school AND state = 'waiting' AND (due_at <= :now OR due_at > :longest)
AND (kind = 'answer' OR peer_id NOT IN (SELECT value FROM json_each(:talking)))
AND (kind <> 'answer' OR peer_id NOT IN (SELECT value FROM json_each(:answering)))
ORDER BY urgency, id LIMIT :most
"""
DONE = "UPDATE outbox_message SET state = 'done', body = '', message_number = coalesce(?, message_number) WHERE id = ?"


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


def _stored(moment: datetime) -> str:
    """A moment as Tortoise writes it."""
    return moment.isoformat(" ")
