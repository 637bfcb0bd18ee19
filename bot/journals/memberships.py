"""Who belongs where: enrolments of pupils and teachers, and who is the class teacher."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.kinds import Part, UnitKind
from bot.domain.roster import Membership, Person, Unit
from bot.journals.feed import Feed
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.tables import Row
from bot.journals.words import BOOLEANS, ENROLMENT_ROLES, is_active, read_date


@dataclass(frozen=True, slots=True)
class _Enrolment:
    membership: Membership
    is_primary: bool

    def is_over(self, today: date) -> bool:
        end_on = self.membership.end_on
        return self.membership.ended or (end_on is not None and end_on < today)


def read_memberships(
    feed: Feed, units: Mapping[str, Unit], people: Mapping[str, Person], today: date, notes: Notes
) -> tuple[Membership, ...]:
    """Read the enrolments in ``units``; teachers of a class unit become its class teacher or one of its teachers."""
    classes = {row["sourcedId"] for row in feed.classes.rows}
    by_unit: dict[str, list[_Enrolment]] = {key: [] for key in units}
    for row in feed.enrolments.rows:
        if row["classSourcedId"] not in classes:
            notes.repair(Code.DANGLING, row.place, column="classSourcedId", target=feed.classes.file)
        elif row["userSourcedId"] not in people:
            notes.repair(Code.DANGLING, row.place, column="userSourcedId", target=feed.users.file)
        elif row["classSourcedId"] in units and (enrolment := _enrolment(row, notes)):
            by_unit[row["classSourcedId"]].append(enrolment)
    places = {row["sourcedId"]: row.place for row in feed.classes.rows}
    memberships: list[Membership] = []
    for key, enrolments in by_unit.items():
        unit = units[key]
        is_class = unit.kind is UnitKind.CLASS
        read = _with_class_teachers(enrolments, unit, today, places[key], notes) if is_class else enrolments
        memberships += [enrolment.membership for enrolment in read]
    return tuple(dict.fromkeys(memberships))


def _enrolment(row: Row, notes: Notes) -> _Enrolment | None:
    role = ENROLMENT_ROLES.read(row, "role", notes)
    if role is None or role[1] is None:
        notes.repair(Code.ENROLMENT_UNUSED, row.place, role=role[0]) if role else None
        return None
    primary = BOOLEANS.read(row, "primary", notes)
    membership = Membership(
        unit_id=row["classSourcedId"],
        person_id=row["userSourcedId"],
        part=role[1],
        begin_on=read_date(row, "beginDate", notes),
        end_on=read_date(row, "endDate", notes),
        ended=not is_active(row, notes),
    )
    return _Enrolment(membership, is_primary=primary is not None and primary[1])


def _with_class_teachers(
    enrolments: list[_Enrolment], unit: Unit, today: date, place: str, notes: Notes
) -> list[_Enrolment]:
    teachers = [item for item in enrolments if item.membership.part is Part.TEACHER]
    current = [item for item in teachers if not item.is_over(today)]
    everybody = {item.membership.person_id for item in current}
    primary = {item.membership.person_id for item in current if item.is_primary}
    if unit.active and len(primary) != 1:
        code = Code.HOMEROOM_GUESSED if len(everybody) == 1 else Code.HOMEROOM_UNKNOWN
        notes.repair(Code.HOMEROOM_SEVERAL if primary else code, place, title=unit.title)
    guessed = everybody if not primary and len(everybody) == 1 else set()
    return [
        replace(item, membership=replace(item.membership, part=Part.HOMEROOM))
        if item in teachers and (item.is_primary or item.membership.person_id in guessed)
        else item
        for item in enrolments
    ]
