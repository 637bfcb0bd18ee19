"""The chats that somebody leads for the time being, because the last person who did has left the school."""

import json
from collections.abc import Collection

from bot.domain.membership import STAND_IN
from bot.services.roster import Roster
from models.rows import holes, select

_REASONS = """
SELECT chat_id, reasons FROM chat_member JOIN account ON account.messenger_id = chat_member.member_id
JOIN person_link ON person_link.account_id = account.id
WHERE (is_inside OR invitation <> '') AND person_link.school_id = ?
AND chat_id IN (SELECT id FROM chat WHERE school_id = person_link.school_id)
"""


async def chats_of(roster: Roster, people: Collection[str]) -> set[int]:
    """Those in which a page of these people stands in, or to which it is invited for that."""
    rows = await select(f"{_REASONS} AND person_id IN ({holes(people)})", [roster.school, *people]) if people else ()
    return {row["chat_id"] for row in rows if any(one["code"] == STAND_IN.code for one in json.loads(row["reasons"]))}
