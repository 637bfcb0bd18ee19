"""The demo school: an invented school as a OneRoster 1.2 CSV folder, and the people of VK who belong to it."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.sandbox import demo_tables as tables
from bot.sandbox.demo_classes import Group, class_units, subject_groups
from bot.sandbox.demo_families import TOLD, Families, teachers_family
from bot.sandbox.demo_record import STRANGER_PHONE, Numbers, Record
from bot.sandbox.demo_staff import YOLKINA, Staff


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of VK.

    ``name`` is «Фамилия Имя Отчество», without the patronymic for pupils; ``about`` tells a newcomer who it is;
    ``phone`` is E.164 or empty; ``source_id`` is the person's first journal record, ``None`` for a stranger.
    """

    name: str
    about: str
    phone: str
    featured: bool
    source_id: str | None


class DemoSchool:
    """An invented school of about 400 pupils; the same ``seed`` gives the same school."""

    def __init__(self, seed: int = 1) -> None:
        random, numbers = Random(seed), Numbers()  # noqa: S311 - a school on paper needs no secrets
        self._units = class_units()
        self._groups = subject_groups(self._units)
        self._staff = Staff(random, numbers, self._units)
        yolkina = next(record for record in self._staff.records if record.source_id == YOLKINA)
        self._families = Families(random, numbers, self._units)
        self._families.settle([*TOLD, teachers_family(yolkina.phone)])
        self._records = [*self._staff.records, *self._families.parents, *self._families.pupils]

    def people(self) -> list[DemoPerson]:
        """Everybody who has a page in VK, featured people first; two records of one human are one person."""
        found: dict[tuple[str, str], DemoPerson] = {}
        for record in self._records:
            human = (record.full_name, record.phone or record.source_id)
            found.setdefault(human, _person(record))
        stranger = DemoPerson("Алекс Киллер", "Посторонний: в журнале его нет", STRANGER_PHONE, True, None)
        return sorted([*found.values(), stranger], key=lambda person: not person.featured)

    def write(self, folder: Path) -> None:
        """Write the journal as a OneRoster 1.2 bulk folder; files that are there already are replaced."""
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "manifest.csv", "propertyName,value", tables.manifest())
        for name, rows in self._tables().items():
            _write(folder / f"{name}.csv", tables.HEADERS[name], rows)

    def _tables(self) -> dict[str, list[tables.Row]]:
        return {
            "academicSessions": tables.academic_sessions(),
            "orgs": tables.orgs(),
            "courses": tables.courses(self._units, self._groups),
            "classes": tables.classes(self._units, self._groups),
            "users": tables.users(self._records),
            "roles": tables.roles(self._records),
            "enrollments": tables.enrollments(self._teachers(), self._pupils()),
        }

    def _teachers(self) -> dict[str, str]:
        return self._staff.homerooms | self._staff.teachers_of(self._groups)

    def _pupils(self) -> dict[str, list[Record]]:
        by_unit: dict[str, list[Record]] = defaultdict(list)
        for pupil in sorted(self._families.pupils, key=lambda pupil: (pupil.full_name, pupil.source_id)):
            if pupil.unit:
                by_unit[pupil.unit.source_id].append(pupil)
        groups = {
            group.source_id: [pupil for unit in group.units for pupil in _part(group, by_unit[unit.source_id])]
            for group in self._groups
        }
        return by_unit | groups


def _person(record: Record) -> DemoPerson:
    name = record.short_name if record.role == "student" else record.full_name
    return DemoPerson(name, record.about, record.phone, record.is_featured, record.source_id)


def _part(group: Group, pupils: list[Record]) -> list[Record]:
    """Those of a class's pupils who go to the group."""
    half = (len(pupils) + 1) // 2
    chosen = {
        "": pupils,
        "1": pupils[:half],
        "2": pupils[half:],
        "m": [pupil for pupil in pupils if not pupil.is_woman],
        "d": [pupil for pupil in pupils if pupil.is_woman],
        "p": pupils[::3],
    }
    return chosen[group.part]


def _write(path: Path, header: str, rows: list[tables.Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)
