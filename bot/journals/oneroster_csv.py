"""Reads a OneRoster 1.1 or 1.2 bulk export (a folder or a ZIP of CSV files): strict on meaning, lenient on spelling."""

from datetime import date
from pathlib import Path

from bot.domain.kinds import Part, Role, Verdict
from bot.domain.roster import Snapshot
from bot.journals.feed import Feed, read_feed
from bot.journals.memberships import read_memberships
from bot.journals.notes import Notes, RefusedError
from bot.journals.people import (
    people_of_school,
    read_guardianships,
    read_people,
    unique_rows,
    with_guardian_role,
)
from bot.journals.problems import Code
from bot.journals.schools import School, choose_school
from bot.journals.units import read_units


def read(path: Path, today: date, *, school_id: str | None = None) -> Snapshot:
    """Read one school of an export as it stands on ``today``.

    ``school_id`` (the sourcedId of an org) is needed only if the export holds several schools. Never raises for what
    the files hold: a verdict and its problems say how far the snapshot may be believed.
    """
    notes = Notes()
    try:
        feed = read_feed(path, notes)
        school = _school(feed, school_id, notes)
    except RefusedError as refusal:
        notes.refuse(refusal.code, refusal.place, **refusal.values)
        school = None
    if school is None:
        return Snapshot(notes.verdict, problems=notes.problems, repairs=notes.repairs)
    return _snapshot(feed, school, today, notes)


def _school(feed: Feed, school_id: str | None, notes: Notes) -> School | None:
    if notes.verdict is Verdict.FAILED:
        return None
    if not feed.users.rows:
        notes.empty(Code.NO_PEOPLE, feed.users.file)
        return None
    return choose_school(feed.orgs, feed.classes, school_id, notes)


def _snapshot(feed: Feed, school: School, today: date, notes: Notes) -> Snapshot:
    users = unique_rows(feed.users.rows, notes)
    everybody = read_people(feed, users, school, today, notes)
    units = read_units(feed, school, notes)
    memberships = read_memberships(feed, units, everybody, today, notes)
    pupil_ids = frozenset(item.person_id for item in memberships if item.part is Part.PUPIL) | frozenset(
        key for key, person in everybody.items() if Role.PUPIL in person.roles
    )
    pairs = read_guardianships(users, everybody, pupil_ids, notes)
    everybody = with_guardian_role(everybody, pairs)
    members = {item.person_id for item in memberships} | {key for key, person in everybody.items() if person.roles}
    people = people_of_school(users, everybody, school, members, pairs)
    kept = {person.source_id for person in people}
    if not any(person.enabled for person in people):
        notes.empty(Code.NO_PEOPLE, feed.users.file)
    elif not memberships:
        notes.empty(Code.NO_ENROLMENTS, feed.enrolments.file)
    return Snapshot(
        verdict=notes.verdict,
        school=school.name,
        people=people,
        units=tuple(units.values()),
        memberships=memberships,
        guardianships=tuple(pair for pair in pairs if {pair.guardian_id, pair.pupil_id} <= kept),
        problems=notes.problems,
        repairs=notes.repairs,
    )
