"""Asks whether the journal has left a class chat behind: its class is gone, closed, or of a later year by now."""

from tortoise import connections

LEFT_BEHIND = """
SELECT 1 FROM chat LEFT JOIN roster_unit AS unit
ON unit.school = chat.school_id AND unit.unit_id = chat.unit_id
AND unit.since <= ? AND (unit.until IS NULL OR unit.until > ?)
WHERE chat.school_id = ? AND chat.kind LIKE 'class%' AND chat.follows_journal AND chat.deleted_at IS NULL
AND chat.state IN ('planned', 'creating', 'active', 'paused')
AND (unit.id IS NULL OR NOT unit.is_active OR unit.year <> chat.year OR chat.year < (
    SELECT max(year) FROM roster_unit
    WHERE school = ? AND kind = 'class' AND is_active AND since <= ? AND (until IS NULL OR until > ?)
)) LIMIT 1
"""


async def is_any(school: str, number: int) -> bool:
    """Whether any living class chat of the school has no class of its year in roster ``number``."""
    values = [number, number, school, school, number, number]
    _, rows = await connections.get("default").execute_query(LEFT_BEHIND, values)
    return bool(rows)
