"""Class units and subject groups of the demo school: what is taught to whom, before any pupil has a name."""

from dataclasses import dataclass

_LATIN = {"А": "a", "Б": "b", "В": "v"}
_LETTERS_OF_WIDE_PARALLELS = {1: "АБВ", 5: "АБВ", 8: "АБВ"}
_MISTYPED = {"6А": "6A"}  # the second title ends with a Latin letter, as half of real exports do

RUSSIAN, MATHS, ALGEBRA, ENGLISH = "Русский язык", "Математика", "Алгебра", "Английский язык"
HISTORY, TECHNOLOGY, PHYSICS = "История", "Труд (технология)", "Физика"
HOMEROOM = "Классное руководство"
SUBJECT_CODES = {
    HOMEROOM: "HR",
    RUSSIAN: "RUS",
    MATHS: "MAT",
    ALGEBRA: "ALG",
    ENGLISH: "ENG",
    HISTORY: "HIS",
    TECHNOLOGY: "TECH",
    PHYSICS: "PHYS",
}
_PARTS = {"": "", "1": "(1 группа)", "2": "(2 группа)", "m": "мальчики", "d": "девочки", "p": "(углублённый уровень)"}


@dataclass(frozen=True, slots=True)
class ClassUnit:
    """A class: ``title`` as the journal writes it, ``name`` as everybody says it."""

    source_id: str
    parallel: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """A subject group; ``part`` says which pupils of ``units`` go there (empty = all of them)."""

    source_id: str
    title: str
    subject: str
    part: str
    units: tuple[ClassUnit, ...]

    @property
    def parallel(self) -> int:
        return self.units[0].parallel


def class_units() -> list[ClassUnit]:
    """All class units from 1А to 11Б."""
    return [
        ClassUnit(f"c-{parallel}{_LATIN[letter]}", parallel, name, _MISTYPED.get(name, name))
        for parallel in range(1, 12)
        for letter in _LETTERS_OF_WIDE_PARALLELS.get(parallel, "АБ")
        for name in [f"{parallel}{letter}"]
    ]


def subject_groups(units: list[ClassUnit]) -> list[Group]:
    """All subject groups, in the order of the classes."""
    groups = [group for unit in units for group in _groups_of(unit)]
    for parallel in range(5, 12):
        first_two = tuple(unit for unit in units if unit.parallel == parallel)[:2]
        if parallel <= 8:
            groups += [_group(TECHNOLOGY, part, *first_two) for part in ("m", "d")]
        elif parallel >= 10:
            groups.append(_group(PHYSICS, "p", *first_two))
    return groups


def maths_of(parallel: int) -> str:
    """The name that mathematics has in this parallel."""
    return ALGEBRA if parallel >= 7 else MATHS


def _groups_of(unit: ClassUnit) -> list[Group]:
    groups = [_group(RUSSIAN, "", unit), _group(maths_of(unit.parallel), "", unit)]
    if unit.parallel >= 5:
        groups.append(_group(HISTORY, "", unit))
    if unit.parallel >= 2:
        groups += [_group(ENGLISH, part, unit) for part in ("1", "2")]
    return groups


def _group(subject: str, part: str, *units: ClassUnit) -> Group:
    key = f"{units[0].parallel}{''.join(unit.source_id[-1] for unit in units)}"
    title = f"{', '.join(unit.title for unit in units)} {subject} {_PARTS[part]}".strip()
    return Group(f"g-{key}-{SUBJECT_CODES[subject].lower()}{part}", title, subject, part, units)
