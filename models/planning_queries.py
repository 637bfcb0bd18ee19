"""What planning reads and notes of many chats at once: who is or was related to them, and who is linked with whom."""

import json
from collections.abc import Collection, Iterable, Sequence
from sqlite3 import Row
from typing import NamedTuple

from tortoise import connections

from models.rows import select

MEMBERS = """
SELECT chat_id, member_id, is_inside, is_admin, is_owner, is_muted, is_promoted, is_mute_wished,
       reasons, invitation, retry_at, leaving, ending, muted_at, muted_until, missing_since
FROM chat_member WHERE chat_id IN (SELECT value FROM json_each(?))
"""
LINKS = """
SELECT person_id, messenger_id, is_reachable FROM person_link JOIN account ON account.id = person_link.account_id
WHERE person_link.school_id = ? AND person_id IN (SELECT value FROM json_each(?))
"""
LINKED = """
SELECT messenger_id, person_id FROM account JOIN person_link ON person_link.account_id = account.id
WHERE account.school_id = ? AND messenger = 'vk' AND messenger_id IN (SELECT value FROM json_each(?))
"""
NOTE_PLANNED = """
UPDATE chat SET planned_print = ?, accepted_number = ? WHERE id = ? AND wishes = ? AND planned_print = ?
"""


class Link(NamedTuple):
    """A person of the journal is linked with a page, which the community may write to or not."""

    person_id: str
    page: int
    is_reachable: bool


async def members(chats: Collection[int]) -> list[Row]:
    """The rows of these chats: the chat, and the columns of ``MEMBERS`` as SQLite holds them."""
    return list(await select(MEMBERS, [json.dumps(list(chats))]))


async def links_of(school: str, people: Collection[str]) -> dict[str, Link]:
    """The links of these people."""
    found = await select(LINKS, [school, json.dumps(list(people))])
    return {person_id: Link(person_id, page, bool(is_reachable)) for person_id, page, is_reachable in found}


async def linked_with(school: str, pages: Collection[int]) -> list[tuple[int, str]]:
    """Pages and whom each is linked with."""
    return [(page, person_id) for page, person_id in await select(LINKED, [school, json.dumps(list(pages))])]


async def note_planned(rows: Iterable[Sequence[object]]) -> None:
    """Store how chats were planned: the values of ``NOTE_PLANNED`` for each."""
    await connections.get("default").execute_many(NOTE_PLANNED, [list(row) for row in rows])
