"""Reads a OneRoster 1.1 or 1.2 bulk export (a folder or a ZIP of CSV files): strict on meaning, lenient on spelling."""

import contextlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from bot.domain.edition import FINEST_SHIFT, Division, is_of_pairs, print_of, slot_of, slots_of, unit_portion
from bot.domain.kinds import Verdict
from bot.domain.roster import Guardianship, Membership, Person, Remark, Snapshot, Stay, Unit
from bot.journals.feed import Feed, read_feed
from bot.journals.files import opened_files
from bot.journals.guardians import find_guardians, guardianships
from bot.journals.memberships import Enrolments, read_enrolments
from bot.journals.notes import Notes, RefusedError
from bot.journals.problems import Code
from bot.journals.said import Said
from bot.journals.schools import School, choose_school
from bot.journals.units import read_units
from bot.journals.users import ENABLED, OURS, Users, read_users


def read(path: Path, today: date, *, school_id: str | None = None) -> Snapshot:
    """Read one school of an export as it stands on ``today``, wholly into memory.

    ``school_id`` (the sourcedId of an org) is needed only if the export holds several schools. Never raises for what
    the files hold: a verdict and its problems say how far the snapshot may be believed.
    """
    with contextlib.closing(OneRosterEdition(path, today, school_id=school_id)) as edition:
        prints, units = edition.prints(), edition.units()
        return Snapshot(
            verdict=edition.verdict,
            school=edition.school,
            people=tuple(edition.people(prints)),
            units=tuple(units.values()),
            memberships=tuple(
                Membership(unit_id, person_id, *stay)
                for unit_id in units
                for stay, people in sorted(edition.stays(unit_id).items(), key=repr)
                for person_id in sorted(people)
            ),
            guardianships=tuple(
                pair for portion in filter(is_of_pairs, sorted(prints)) for pair in edition.guardianships(portion)
            ),
            problems=edition.problems,
            repairs=edition.repairs,
        )


class OneRosterEdition:
    """One school of an export as it stands on ``today``, by portions; made by going through all files once.

    If they say what is ``known`` by its print, nothing is told but that.
    """

    def __init__(self, path: Path, today: date, *, school_id: str | None = None, known: str = "") -> None:
        self._notes = Notes()
        self._held = contextlib.ExitStack()
        self._feed: Feed | None = None
        self._school: School | None = None
        self._users: Users | None = None
        self._enrolments = Enrolments({})
        self._pairs: dict[int, list[bytes]] = {}
        self.noisy: set[str] = set()
        self.said, self.is_known = "", False
        try:
            self._read(path, today, school_id, known)
        except RefusedError as refusal:
            self._notes.refuse(refusal.code, refusal.place, **refusal.values)
            self._users, self._enrolments, self._pairs = None, Enrolments({}), {}
        self.verdict = self._notes.verdict
        kinds = Counter(self._users.bits.values()) if self._users else Counter[int]()
        self.people_count = sum(count for bits, count in kinds.items() if bits & OURS)
        self.division = Division.of(self.people_count)
        self.nameless = self._users.nameless if self._users else 0

    def _read(self, path: Path, today: date, school_id: str | None, known: str) -> None:
        notes = self._notes
        said = Said(today.isoformat(), school_id)
        feed = read_feed(self._held.enter_context(opened_files(path)), said, notes)
        if notes.verdict is Verdict.FAILED:
            return
        if feed.users is None or not any(piece.lines for piece in feed.users.pieces((), Notes())):
            notes.empty(Code.NO_PEOPLE, "users.csv")
            return
        school = choose_school(feed.orgs, feed.classes, school_id, notes)
        if school is None:
            return
        self._feed, self._school = feed, school
        if known and notes.verdict is Verdict.OK and feed.says(known):
            self.said, self.is_known = known, True
            return
        self._users = users = read_users(feed, feed.users, school, today, notes)
        units = read_units(feed, school, notes)
        self._enrolments = read_enrolments(feed, units, users, today, notes)
        self._pairs, self.said = find_guardians(users, notes), feed.said.text
        if not any(bits & ENABLED and bits & OURS for bits in users.bits.values()):
            notes.empty(Code.NO_PEOPLE, feed.users.file)
        elif not self._enrolments.lines:
            notes.empty(Code.NO_ENROLMENTS, "enrollments.csv")

    @property
    def school(self) -> str:
        """The school's name."""
        return self._school.name if self._school else ""

    @property
    def problems(self) -> tuple[Remark, ...]:
        """Why the verdict is not ``ok``."""
        return self._notes.problems

    @property
    def repairs(self) -> tuple[Remark, ...]:
        """What was read leniently."""
        return self._notes.repairs

    def prints(self) -> Mapping[str, str]:
        """The print of every portion."""
        people = self._users.prints(self.division) if self._users else {}
        pairs: dict[str, bytearray] = defaultdict(bytearray)
        for fine in sorted(self._pairs):
            pairs[self.division.guardians(fine << FINEST_SHIFT)] += b"\n".join([b"", *sorted(set(self._pairs[fine]))])
        found = {portion: print_of(content) for seen in (people, pairs) for portion, content in seen.items()}
        for key, unit in self._enrolments.units.items():
            found[unit_portion(key)] = print_of(repr(unit).encode() + self._enrolments.content(key))
        return found

    def units(self) -> Mapping[str, Unit]:
        """Every class and group by id."""
        return self._enrolments.units

    def has_person(self, person_id: str) -> bool:
        """Whether the journal mentions the person."""
        bits = self._users.bits.get(person_id.encode()) if self._users else None
        return bits is not None and bool(bits & OURS)

    def people(self, portions: Collection[str]) -> Iterator[Person]:
        """The people of these portions."""
        if self._users is None:
            return
        for person, is_noisy in self._users.people(portions, self.division, self._notes):
            if is_noisy:
                self.noisy.add(self.division.people(slot_of(person.source_id)))
            yield person

    def guardianships(self, portion: str) -> Iterable[Guardianship]:
        """The pairs of a portion."""
        first, last = (slot >> FINEST_SHIFT for slot in slots_of(portion))
        lines = chain.from_iterable(self._pairs.get(fine, ()) for fine in range(first, last + 1))
        return guardianships(lines, self._users.bits if self._users else {})

    def stays(self, unit_id: str) -> Mapping[Stay, Collection[str]]:
        """Everybody in a unit, by what is said of them."""
        return self._enrolments.stays(unit_id)

    @property
    def has_changed(self) -> bool:
        """Whether somebody wrote to the files meanwhile."""
        return self._feed is not None and self._feed.has_changed

    def close(self) -> None:
        """Let go of the files."""
        self._held.close()
