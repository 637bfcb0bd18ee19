"""Who belongs to which chat: the chat and the person give the same answer, in every school."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.kinds import CLASS_CHATS, ChatKind, Part, Role, UnitKind
from bot.domain.membership import Reason
from bot.domain.roster import Guardianship, Membership, Person, Unit
from bot.journals import oneroster_csv
from bot.sandbox.demo_school import DemoSchool
from bot.services import belonging
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.roster import RosterPerson
from scheduler.rosters import Rosters
from tests.services.school import YEAR, Journal, roster_of

SCHOOL_999 = Path(__file__).parents[1] / "data" / "school-999"
Places = dict[tuple[ChatKind, str], set[Reason]]
PUPILS, PARENTS, COLLEAGUES = CLASS_CHATS
SUBJECT = ChatKind.SUBJECT


async def seen_from_chats(roster: Roster) -> Places:
    """Every reason, asked chat by chat."""
    places: Places = {}
    of_classes = [(kind, unit.source_id) for unit in await roster.classes() for kind in CLASS_CHATS]
    for kind, unit_id in [*of_classes, *((SUBJECT, unit.source_id) for unit in await roster.groups())]:
        found = await belonging.reasons_in(roster, kind, unit_id)
        assert all(reason.person_id == person for person, reasons in found.items() for reason in reasons)
        places[kind, unit_id] = {reason for reasons in found.values() for reason in reasons}
    return {place: reasons for place, reasons in places.items() if reasons}


async def seen_from_people(roster: Roster, people: list[str]) -> Places:
    """Every reason, asked for all people at once."""
    places = await belonging.reasons_of(roster, people)
    return {place: set(reasons) for place, reasons in places.items() if reasons}


async def everybody() -> list[str]:
    """Ids of all people of all rosters."""
    return sorted({row.person_id for row in await RosterPerson.all()})


async def ask_one_by_one(roster: Roster, people: list[str]) -> Places:
    """Every reason, asked for one person after the other."""
    places: Places = defaultdict(set)
    for person in people:
        for place, reasons in (await belonging.reasons_of(roster, [person])).items():
            assert {reason.person_id for reason in reasons} <= {person}
            places[place] |= set(reasons)
    return dict(places)


async def test_the_school_of_the_test_data_gives_the_same_answer_from_both_sides(school: SchoolContext) -> None:
    rosters = Rosters(school, oneroster_csv.read)
    await rosters.accept(SCHOOL_999)
    roster, people = await roster_of(school), await everybody()
    from_chats = await seen_from_chats(roster)
    assert await seen_from_people(roster, people) == from_chats == await ask_one_by_one(roster, people)
    guardians = {reason.person_id for reason in from_chats[PARENTS, "cl-5a"] if reason.code == "guardian"}
    assert guardians == {*(f"p-0{number}" for number in range(1, 9)), "t-03"}
    teachers = {reason.person_id for reason in from_chats[COLLEAGUES, "cl-5a"] if reason.code == "teacher"}
    assert teachers == {"t-01", "t-02", "t-03", "t-04", "t-05"}
    homerooms = {
        (unit, reason.person_id)
        for (kind, unit), all_ in from_chats.items()
        for reason in all_
        if reason.code == "homeroom"
    }
    assert homerooms == {("cl-5a", "t-01"), ("cl-5b", "t-02"), ("cl-10a", "t-03")}
    sizes = {
        unit: len([one for one in from_chats[PUPILS, unit] if one.code == "pupil"])
        for unit in ("cl-5a", "cl-5b", "cl-10a")
    }
    assert sizes == {"cl-5a": 8, "cl-5b": 4, "cl-10a": 4}
    assert not any("p-12" in {reason.person_id for reason in reasons} for reasons in from_chats.values())


async def test_a_whole_school_gives_the_same_answer_from_both_sides(school: SchoolContext, tmp_path: Path) -> None:
    DemoSchool().write(tmp_path / "demo")
    rosters = Rosters(school, oneroster_csv.read)
    await rosters.accept(tmp_path / "demo")
    roster, people = await roster_of(school), await everybody()
    from_chats = await seen_from_chats(roster)
    assert len(from_chats) == 3 * len(await roster.classes()) + len(await roster.groups())
    assert await seen_from_people(roster, people) == from_chats
    some = people[::40]
    mine = {place: {one for one in reasons if one.person_id in some} for place, reasons in from_chats.items()}
    assert await ask_one_by_one(roster, some) == {place: reasons for place, reasons in mine.items() if reasons}


PEOPLE = [f"person-{number}" for number in range(6)]
UNITS = [f"unit-{number}" for number in range(4)]
ROLES = st.frozensets(st.sampled_from(Role), max_size=2)


@st.composite
def journals(draw: st.DrawFn) -> tuple[list[Person], list[Unit], list[Membership], list[Guardianship]]:
    """Any school of a few people, with loose ends, endings and people who are several things at once."""
    people = [
        Person(one, one, "", roles=draw(ROLES), enabled=draw(st.booleans()))
        for one in PEOPLE
        if draw(st.integers(0, 5))
    ]
    kinds = st.sampled_from([UnitKind.CLASS, UnitKind.CLASS, UnitKind.GROUP])
    units = [Unit(one, draw(kinds), one, YEAR, active=bool(draw(st.integers(0, 4)))) for one in UNITS]
    keys = st.tuples(st.sampled_from(UNITS), st.sampled_from(PEOPLE), st.sampled_from(Part))
    memberships = [
        Membership(unit, person, part, ended=not draw(st.integers(0, 4)))
        for unit, person, part in draw(st.lists(keys, unique=True, max_size=20))
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), unique=True, max_size=6))
    return people, units, memberships, [Guardianship(*pair) for pair in pairs]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=journals())
async def test_any_school_gives_the_same_answer_from_both_sides(
    school: SchoolContext, written: tuple[list[Person], list[Unit], list[Membership], list[Guardianship]]
) -> None:
    people, units, memberships, guardianships = written
    journal = Journal(
        school,
        {person.source_id: person for person in people},
        {unit.source_id: unit for unit in units},
        {(row.unit_id, row.person_id, row.part): row for row in memberships},
        guardianships,
    )
    await journal.is_read()
    roster = await roster_of(school)
    from_chats = await seen_from_chats(roster)
    assert await seen_from_people(roster, PEOPLE) == from_chats == await ask_one_by_one(roster, PEOPLE)
    for unit in units:
        kinds = {kind for kind, unit_id in from_chats if unit_id == unit.source_id}
        allowed = set(CLASS_CHATS) if unit.kind is UnitKind.CLASS else {SUBJECT}
        assert kinds <= (allowed if unit.active else set())


async def test_each_part_has_its_chats(journal: Journal) -> None:
    roster = await roster_of(journal.school)
    assert await seen_from_chats(roster) == {
        (PUPILS, "8А"): {
            Reason("homeroom", "8А", "Петров"),
            Reason("pupil", "8А", "Белов"),
            Reason("pupil", "8А", "Чернов"),
        },
        (PARENTS, "8А"): {Reason("homeroom", "8А", "Петров"), Reason("guardian", "8А", "Белова", "Белов")},
        (COLLEAGUES, "8А"): {Reason("homeroom", "8А", "Петров"), Reason("teacher", "8А", "Химик")},
        (SUBJECT, "8А химия"): {Reason("pupil", "8А химия", "Белов"), Reason("teacher", "8А химия", "Химик")},
    }


@pytest.mark.parametrize("kind", ChatKind)
async def test_a_class_of_nobody_has_chats_of_nobody(journal: Journal, kind: ChatKind) -> None:
    assert await belonging.reasons_in(await roster_of(journal.school), kind, "8Б") == {}


async def test_a_parent_of_two_children_in_one_class_belongs_for_each_of_them(journal: Journal) -> None:
    journal.guardianships.append(Guardianship("Белова", "Чернов"))
    await journal.is_read()
    places = await belonging.reasons_of(await roster_of(journal.school), ["Белова"])
    assert {reason.pupil_id for reason in places[PARENTS, "8А"]} == {"Белов", "Чернов"}
