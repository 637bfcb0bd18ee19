"""What has served its time goes: a statement for every kind of row, however many of them there are."""

import json
from collections.abc import Collection
from datetime import datetime

from tortoise import connections

# New ids go on from the newest: without it a code on an old sheet would come back for somebody else.
CODES = """
DELETE FROM personal_code
WHERE school_id = :school AND expires_at <= :codes AND id < (SELECT max(id) FROM personal_code)
"""
SMS = "DELETE FROM sms_message WHERE school_id = :school AND created_at <= :traffic"
EVENTS = "DELETE FROM inbox_event WHERE school_id = :school AND state = 'done' AND received_at <= :traffic"
MESSAGES = """
DELETE FROM outbox_message WHERE school_id = :school AND state <> 'waiting' AND created_at <= :traffic
AND id NOT IN (SELECT window_row_id FROM dialogue WHERE school_id = :school AND window_row_id IS NOT NULL)
"""
DIALOGUES = """
DELETE FROM dialogue WHERE school_id = :school AND updated_at <= :dialogues
AND peer_id NOT IN (SELECT messenger_id FROM account WHERE school_id = :school)
"""
DRAFTS = "DELETE FROM draft WHERE school_id = :school AND updated_at <= :drafts"
PLANS = """
UPDATE held_plan SET actions = '[]', granted = '[]' WHERE school_id = :school AND opened_at <= :strangers
AND state NOT IN (SELECT value FROM json_each(:live)) AND (actions <> '[]' OR granted <> '[]')
"""
LINES = """
UPDATE ledger SET stranger_id = NULL WHERE school = :school AND at <= :strangers AND stranger_id IS NOT NULL
"""
STRANGERS = """
DELETE FROM chat_member WHERE ending = 'stranger' AND NOT is_inside AND ending_at <= :strangers
AND chat_id IN (SELECT id FROM chat WHERE school_id = :school)
"""
ALL = (CODES, SMS, EVENTS, MESSAGES, DIALOGUES, DRAFTS, PLANS, LINES, STRANGERS)


async def forget(school: str, *, live_plans: Collection[str], **before: datetime) -> None:
    """Forget what ended at one of these moments or earlier; they have the names that ``ALL`` gives them.

    ``codes``, ``traffic``, ``dialogues`` of pages without an account, ``drafts``, and of ``strangers`` every trace but
    that something happened.
    """
    moments = {name: moment.isoformat(" ") for name, moment in before.items()}
    values = {"school": school, "live": json.dumps(list(live_plans)), **moments}
    for statement in ALL:
        await connections.get("default").execute_query(statement, values)
