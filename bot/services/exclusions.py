"""Whom the head of the school keeps away from a child, and from which chats: the strongest rule of all."""

from collections.abc import Collection

from bot.domain.kinds import Part
from bot.services.roster import Roster


async def ruled_out(roster: Roster, unit_id: str, people: Collection[str]) -> set[str]:
    """The guardians who may not be in the chat of ``unit_id`` that these people belong to.

    It is a child's chat when the child belongs to it, when it is one of the child's class or group, and when another
    guardian speaks for the child there.
    """
    pupils = {pupil for _, pupil in roster.excluded}
    if not pupils:
        return set()
    rows = await roster.active(units=[unit_id], people=pupils, part=Part.PUPIL) if unit_id else []
    families = await roster.guardians(pupils)
    spoken_for = {pupil for pupil, guardians in families.items() if not set(guardians).isdisjoint(people)}
    present = pupils & (set(people) | {row.person_id for row in rows} | spoken_for)
    return {guardian for guardian, pupil in roster.excluded if pupil in present}
