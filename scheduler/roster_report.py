"""Says in words what a new roster would change, class by class."""

from collections import Counter

from bot.domain.kinds import Part, UnitKind
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from scheduler.roster_rows import GUARDIANSHIPS, MEMBERSHIPS, PEOPLE, UNITS, Row
from scheduler.roster_store import RosterChange


async def summary_of(school: SchoolContext, change: RosterChange) -> str:
    """Counts of the whole school, then one line for every class whose pupils or teachers change."""
    if change.is_empty:
        return say("import-nothing")
    lines = [
        say(
            f"import-{name}",
            added=len(change.of(layout).added),
            changed=len(change.of(layout).changed),
            gone=len(change.of(layout).gone),
        )
        for name, layout in (("people", PEOPLE), ("units", UNITS), ("guardianships", GUARDIANSHIPS))
    ]
    return "\n".join([*lines, *await _classes(school, change)])


async def _classes(school: SchoolContext, change: RosterChange) -> list[str]:
    titles = await _class_titles(school, change)
    memberships = change.of(MEMBERSHIPS)
    came, went = _count(memberships.added), _count((*memberships.gone, *_endings(memberships.changed)))
    touched = titles.keys() & (came.keys() | went.keys())
    return [
        say("import-class", title=titles[unit_id], came=came[unit_id], went=went[unit_id])
        for unit_id in sorted(touched, key=lambda unit_id: (len(titles[unit_id]), titles[unit_id]))
    ]


async def _class_titles(school: SchoolContext, change: RosterChange) -> dict[str, str]:
    known = await (await Roster.of(school.key, school.today())).classes()
    new = [row for row in (*change.of(UNITS).added, *change.of(UNITS).changed) if row["kind"] is UnitKind.CLASS]
    return {unit.source_id: unit.title for unit in known} | {str(row["unit_id"]): str(row["title"]) for row in new}


def _endings(changed: tuple[Row, ...]) -> list[Row]:
    return [row for row in changed if row["is_ended"] or row["end_on"] is not None]


def _count(rows: tuple[Row, ...] | list[Row]) -> Counter[str]:
    return Counter(str(row["unit_id"]) for row in rows if row["part"] is Part.PUPIL)
