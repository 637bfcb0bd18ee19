"""Which pupils still need a guardian's consent before they belong to chats; nobody unless the school demands it."""

from collections.abc import Collection

from bot.domain.kinds import Part
from bot.services.roster import Roster
from models.people import GuardianConsent


async def concerned(roster: Roster, people: Collection[str]) -> set[str]:
    """Those of these people who learn in a parallel whose pupils need consent."""
    if roster.consent_parallels == 0 or not people:
        return set()
    learning = await roster.active(people=people, part=Part.PUPIL, in_classes=True)
    units = await roster.units({row.unit_id for row in learning})
    young = {
        key for key, unit in units.items() if unit.parallel is not None and unit.parallel <= roster.consent_parallels
    }
    return {row.person_id for row in learning if row.unit_id in young}


async def waiting(roster: Roster, people: Collection[str]) -> set[str]:
    """Those of these people who need consent and have none: what was decided last counts."""
    pupils = await concerned(roster, people)
    if not pupils:
        return set()
    decisions = GuardianConsent.filter(school_id=roster.school, pupil_id__in=list(pupils)).order_by("id")
    newest = dict(await decisions.values_list("pupil_id", "is_given"))
    return {pupil for pupil in pupils if not newest.get(pupil, False)}
