"""Many chats are planned by a few questions, and each as if it was planned alone."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Part, Role, UnitKind
from bot.domain.roster import Guardianship, Membership, Person, Unit
from bot.services.held_roster import HeldRoster
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, ChatPick
from models.database import transaction
from models.people import PersonLink
from models.schools import School
from scheduler.reconcile import desired
from scheduler.reconcile.foresight import foresee
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock, linked, roster_of
from tests.services.test_belonging import PEOPLE, UNITS, journals

Written = tuple[list[Person], list[Unit], list[Membership], list[Guardianship]]


def journal_of(school: SchoolContext, written: Written) -> Journal:
    """The journal that says so."""
    people, units, memberships, guardianships = written
    by_key = {(row.unit_id, row.person_id, row.part): row for row in memberships}
    people_by_id = {person.source_id: person for person in people}
    return Journal(school, people_by_id, {unit.source_id: unit for unit in units}, by_key, guardianships)


async def everything_said(roster: Roster) -> list[object]:
    """All answers of a roster, in whatever order."""
    said: list[object] = [await roster.people(PEOPLE), await roster.units(UNITS), await roster.guardians(PEOPLE)]
    for ids in ({"units": UNITS}, {"people": PEOPLE}, {"units": UNITS[:2], "people": PEOPLE[:3]}):
        said.append(set(await roster.memberships(**ids)))
        said += [set(await roster.active(**ids, part=part)) for part in (None, *Part)]
        said.append(set(await roster.active(**ids, in_classes=True)))
    return said


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=journals(), now=journals())
async def test_a_roster_with_a_memory_says_what_every_roster_says(
    school: SchoolContext, before: Written, now: Written
) -> None:
    await journal_of(school, before).is_read()
    number = (await roster_of(school)).number
    await journal_of(school, now).is_read()
    today = await roster_of(school)
    held = await HeldRoster.remembering(KEY, school.today(), {number} - {0})
    assert await everything_said(held) == await everything_said(today)
    if number:
        earlier = [replace(one, number=number) for one in (held, today)]
        assert await everything_said(earlier[0]) == await everything_said(earlier[1])


async def a_chat_of_each_kind(random: Random, number: int) -> None:
    """Chats of every unit, some as VK shows them and some as nobody would expect them."""
    pages = dict(zip(PEOPLE, range(101, 101 + len(PEOPLE)), strict=True))
    for unit_id in UNITS:
        for kind in (*CLASS_CHATS, ChatKind.SUBJECT):
            chat = await Chat.create(
                school_id=KEY,
                year=YEAR,
                kind=kind,
                unit_id=unit_id,
                title=unit_id,
                state=ChatState.ACTIVE,
                peer_id=2_000_000_000 + random.randrange(10**9),
                created_at=NOON,
                author_id=random.choice(PEOPLE) if kind is ChatKind.SUBJECT else "",
                accepted_number=random.choice([0, number]),
            )
            for person_id in random.sample(PEOPLE, 4):
                reason = {"code": "pupil", "unit_id": unit_id, "person_id": person_id, "pupil_id": ""}
                await ChatMember.create(
                    chat_id=chat.id,
                    member_id=pages[person_id],
                    is_inside=random.random() < 0.7,
                    is_admin=random.random() < 0.3,
                    is_promoted=random.random() < 0.3,
                    missing_since=NOON if random.random() < 0.3 else None,
                    reasons=[reason] if random.random() < 0.8 else [],
                )
            await ChatPick.create(
                school_id=KEY,
                chat_id=chat.id,
                person_id=random.choice(PEOPLE),
                is_in=random.random() < 0.5,
                picked_at=NOON,
            )


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=journals(), now=journals())
async def test_chats_are_planned_together_as_each_alone(
    school: SchoolContext, clock: MovedClock, before: Written, now: Written
) -> None:
    await journal_of(school, before).is_read()
    async with transaction():
        for model in (Chat, PersonLink):
            await model.all().delete()
        for place, person_id in enumerate(PEOPLE):
            await linked(school, 101 + place, person_id)
        await a_chat_of_each_kind(Random(1), (await School.get(key=KEY)).roster_number)
    clock.pass_by(days=2)
    await journal_of(school, now).is_read()
    chats = await Chat.all().order_by("id")
    assert len(chats) == 4 * len(UNITS)
    together = await foresee(school, chats)
    assert together == [(await foresee(school, [chat]))[0] for chat in chats]


@pytest.mark.parametrize("kind", [ChatKind.CLASS_PUPILS, ChatKind.SUBJECT])
async def test_a_plan_of_many_chats_asks_no_more_than_one_of_a_few(
    school: SchoolContext, kind: ChatKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(school)
    journal.person("teacher", Role.TEACHER)
    for number in range(20):
        unit_id = f"unit-{number}"
        journal.unit(unit_id, kind=UnitKind.GROUP if kind is ChatKind.SUBJECT else UnitKind.CLASS)
        journal.person(f"pupil-{number}")
        journal.joins(f"pupil-{number}", unit_id, Part.PUPIL)
        fields: dict[str, Any] = {"school_id": KEY, "year": YEAR, "kind": kind, "created_at": NOON}
        await Chat.create(unit_id=unit_id, title=unit_id, author_id="teacher", **fields)
    await journal.is_read()
    monkeypatch.setattr(desired, "CHATS_AT_ONCE", 20)
    chats = await Chat.all().order_by("id")
    assert await asked(monkeypatch, school, chats) <= await asked(monkeypatch, school, chats[:2])


async def asked(monkeypatch: pytest.MonkeyPatch, school: SchoolContext, chats: list[Chat]) -> int:
    """How many questions the plan of these chats asks."""
    client, count = type(Chat._meta.db), 0
    really = client.execute_query

    async def counted(*args: object, **kwargs: object) -> object:
        nonlocal count
        count += 1
        return await really(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(client, "execute_query", counted)
        await foresee(school, chats)
    return count
