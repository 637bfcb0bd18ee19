"""The journal of the simulated school: a part of the demo school that a year changes, read whole, in part, or not."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from random import Random

from bot.domain.kinds import Part, Role, UnitKind, Verdict
from bot.domain.roster import Guardianship, Membership, Person, Remark, Snapshot, Unit
from bot.journals import oneroster_csv
from bot.sandbox.demo_school import DemoSchool
from tests.flows import part_of_school

CLASSES = {"5Б", "8А", "8Б"}
MembershipKey = tuple[str, str, Part]


@dataclass
class Register:
    """What the journal truly holds. ``hidden``: people whom readers do not meet for now, although they are there."""

    folder: Path
    random: Random
    now: Callable[[], datetime]
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    memberships: dict[MembershipKey, Membership] = field(default_factory=dict)
    guardianships: set[Guardianship] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    verdict: Verdict = Verdict.OK
    readings: list[tuple[datetime, Snapshot]] = field(default_factory=list)
    revision: int = 0

    @classmethod
    def of_the_demo_school(cls, folder: Path, random: Random, now: Callable[[], datetime]) -> "Register":
        """Three classes of the demo school with everybody around them; the dates of the year are left out."""
        DemoSchool().write(folder)
        part_of_school.keep(folder, CLASSES)
        read = oneroster_csv.read(folder, date(2026, 9, 1))
        assert read.verdict is Verdict.OK, read.problems
        register = cls(folder, random, now)
        register.people = {one.source_id: one for one in read.people}
        register.units = {one.source_id: one for one in read.units}
        for one in read.memberships:
            register.memberships[one.unit_id, one.person_id, one.part] = one._replace(begin_on=None, end_on=None)
        register.guardianships = set(read.guardianships)
        return register

    def read(self, path: Path, today: date) -> Snapshot:
        """What a reader meets now; kept, because the oracle may know what the bot was told."""
        snapshot = self._snapshot()
        self.readings.append((self.now(), snapshot))
        return snapshot

    def changes(self) -> None:
        """The files are written anew, so that the next look notices."""
        self.revision += 1
        (self.folder / "revision.csv").write_text(str(self.revision), encoding="utf-8")

    def _snapshot(self) -> Snapshot:
        if self.verdict in (Verdict.FAILED, Verdict.EMPTY):
            return Snapshot(self.verdict, problems=(Remark("not-found"),))
        hidden = set(self.hidden)
        if self.verdict is Verdict.PARTIAL:
            hidden |= set(self.random.sample(sorted(self.people), len(self.people) // 2))
        return Snapshot(
            self.verdict,
            "Школа № 12",
            tuple(one for key, one in self.people.items() if key not in hidden),
            tuple(self.units.values()),
            tuple(one for key, one in self.memberships.items() if key[1] not in hidden),
            tuple(one for one in self.guardianships if not {one.guardian_id, one.pupil_id} & hidden),
        )

    # --- who is who -----------------------------------------------------------------------------------------------

    def classes(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.kind is UnitKind.CLASS and unit.active]

    def pupils(self, unit_id: str | None = None) -> list[str]:
        """Active pupils of a class, or of all classes."""
        classes = {unit.source_id for unit in self.classes()}
        return sorted(
            {
                row.person_id
                for row in self.memberships.values()
                if row.part is Part.PUPIL
                and not row.ended
                and (row.unit_id == unit_id if unit_id else row.unit_id in classes)
                and row.person_id in self.people
                and self.people[row.person_id].enabled
            }
        )

    def staff(self) -> list[str]:
        return sorted(
            key for key, one in self.people.items() if one.enabled and any(role.is_staff for role in one.roles)
        )

    def guardians(self) -> list[str]:
        return sorted({one.guardian_id for one in self.guardianships if one.guardian_id in self.people})

    def homeroom(self, unit_id: str) -> str | None:
        found = [key[1] for key, row in self.memberships.items() if key[::2] == (unit_id, Part.HOMEROOM)]
        return found[0] if found else None

    # --- what a year brings ---------------------------------------------------------------------------------------

    def enrols(self, unit_id: str) -> list[str]:
        """A new pupil with a mother; returns their ids."""
        number = self.revision * 10 + len(self.people)
        pupil, mother = f"new-{number}", f"new-{number}-m"
        self.people[pupil] = Person(pupil, f"Новый{number}", "Имя", "", frozenset({Role.PUPIL}))
        self.people[mother] = Person(mother, f"Новая{number}", "Мама", "", frozenset({Role.GUARDIAN}))
        self.guardianships.add(Guardianship(mother, pupil))
        self.joins(pupil, unit_id)
        self.changes()
        return [pupil, mother]

    def joins(self, pupil: str, unit_id: str) -> None:
        """The pupil learns in the class and in the groups in which somebody of the class learns, one of a subject."""
        mates = set(self.pupils(unit_id))
        self._puts(unit_id, pupil, Part.PUPIL)
        taken: set[str] = set()
        for key in sorted(self.memberships):
            unit = self.units[key[0]]
            if unit.kind is UnitKind.GROUP and key[1] in mates and unit.subject not in taken:
                taken.add(unit.subject)
                self._puts(unit.source_id, pupil, Part.PUPIL)

    def transfers(self, pupil: str, unit_id: str) -> None:
        """The pupil learns in another class from now on."""
        for key in [key for key in self.memberships if key[1] == pupil and key[2] is Part.PUPIL]:
            del self.memberships[key]
        self.joins(pupil, unit_id)
        self.changes()

    def switches_off(self, person_id: str) -> None:
        """The journal itself says that somebody has left."""
        self.people[person_id] = self.people[person_id]._replace(enabled=False)
        self.changes()

    def ends(self, person_id: str) -> None:
        """All parts of somebody are marked as over."""
        for key, row in list(self.memberships.items()):
            if key[1] == person_id:
                self.memberships[key] = row._replace(ended=True)
        self.changes()

    def forgets(self, person_id: str) -> None:
        """Somebody is simply not in the journal any more."""
        del self.people[person_id]
        self.memberships = {key: row for key, row in self.memberships.items() if key[1] != person_id}
        self.guardianships = {one for one in self.guardianships if person_id not in (one.guardian_id, one.pupil_id)}
        self.changes()

    def replaces_homeroom(self, unit_id: str, teacher: str | None) -> None:
        """Another class teacher, or none."""
        self.memberships = {key: row for key, row in self.memberships.items() if key[::2] != (unit_id, Part.HOMEROOM)}
        if teacher is not None:
            self._puts(unit_id, teacher, Part.HOMEROOM)
        self.changes()

    def renames(self, unit_id: str, title: str) -> None:
        """A class or a group is called something else."""
        self.units[unit_id] = replace(self.units[unit_id], title=title)
        self.changes()

    def _puts(self, unit_id: str, person_id: str, part: Part) -> None:
        self.memberships[unit_id, person_id, part] = Membership(unit_id, person_id, part)
