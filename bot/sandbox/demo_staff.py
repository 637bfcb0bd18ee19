"""The staff of the demo school: who they are, which class each one leads and who teaches which subject group."""

from collections import defaultdict
from itertools import cycle
from random import Random

from bot.sandbox import demo_classes as classes
from bot.sandbox.demo_classes import ClassUnit, Group
from bot.sandbox.demo_names import father_name, given_name, patronymic, surname
from bot.sandbox.demo_record import Numbers, Record

PETROV, IVANOVA, YOLKINA = "t-01", "t-02", "t-03"
_FORMER = "t-31"
_NAMED = {
    PETROV: ("Петров", "Сергей", "Олегович", False),
    IVANOVA: ("Иванова", "Елена", "Петровна", True),
    YOLKINA: ("Ёлкина", "Алёна", "Петровна", True),
    "t-04": ("Гусейнов", "Рашид", "Вагиф оглы", False),
    "t-05": ("Черных", "Мария", "Ивановна", True),
    "t-06": ("Ким", "Виктор", "", False),
}
_FEATURED = {
    PETROV: "Классный руководитель 8А, ведёт алгебру в 8А и 8Б",
    IVANOVA: "Классный руководитель 8Б, ведёт русский язык",
    YOLKINA: "Учитель английского, классный руководитель 5Б и мама ученика 7А: один номер, две записи в журнале",
}
_SPECIALITIES = (
    [classes.MATHS, classes.RUSSIAN, classes.ENGLISH, classes.TECHNOLOGY, classes.RUSSIAN, classes.PHYSICS]
    + [classes.MATHS] * 3
    + [classes.RUSSIAN] * 2
    + [classes.HISTORY] * 3
    + [classes.ENGLISH] * 6
    + [classes.TECHNOLOGY]
)
_PRIMARY_SCHOOL = "начальные классы"
_TEACHERS_COUNT = 30
_WITHOUT_PHONE = "t-20"


class Staff:
    """Thirty teachers, the principal and one teacher who has left; ``homerooms`` maps a class to its teacher's id."""

    def __init__(self, random: Random, numbers: Numbers, units: list[ClassUnit]) -> None:
        self.specialities = {_teacher_id(n): subject for n, subject in enumerate(_SPECIALITIES, 1)}
        for n in range(len(_SPECIALITIES) + 1, _TEACHERS_COUNT + 1):
            self.specialities[_teacher_id(n)] = _PRIMARY_SCHOOL
        self.homerooms = self._homerooms(units)
        led = {teacher_id: unit.name for unit in units for teacher_id in [self.homerooms[unit.source_id]]}
        self.records = [self._teacher(random, numbers, key, led.get(key, "")) for key in self.specialities]
        self.records += [_principal(numbers), _former_teacher(numbers)]

    def teachers_of(self, groups: list[Group]) -> dict[str, str]:
        """Give every group (by its id) one teacher's id."""
        by_speciality: dict[str, list[str]] = defaultdict(list)
        for teacher_id, speciality in self.specialities.items():
            if teacher_id != PETROV:
                by_speciality[speciality].append(teacher_id)
        turns = {speciality: cycle(ids) for speciality, ids in by_speciality.items()}
        chosen = {}
        for group in groups:
            preferred = self._natural_teacher(group)
            chosen[group.source_id] = preferred or next(turns[_speciality_for(group.subject)])
        return chosen

    def _natural_teacher(self, group: Group) -> str | None:
        if group.subject == classes.ALGEBRA and group.units[0].name in {"8А", "8Б"}:
            return PETROV
        leader = self.homerooms[group.units[0].source_id]
        speciality = self.specialities[leader]
        if speciality == _PRIMARY_SCHOOL:
            return leader if group.subject != classes.ENGLISH else None
        teaches_it = speciality == _speciality_for(group.subject) and len(group.units) == 1 and group.part != "2"
        return leader if teaches_it and leader != PETROV else None

    def _homerooms(self, units: list[ClassUnit]) -> dict[str, str]:
        named = {"8А": PETROV, "8Б": IVANOVA, "5Б": YOLKINA}
        free = iter(key for key in self.specialities if key not in named.values())
        primary = iter(key for key, subject in self.specialities.items() if subject == _PRIMARY_SCHOOL)
        return {unit.source_id: named.get(unit.name) or next(primary if unit.parallel <= 4 else free) for unit in units}

    def _teacher(self, random: Random, numbers: Numbers, source_id: str, led: str) -> Record:
        family, given, middle, is_woman = _NAMED.get(source_id) or _random_name(random)
        about = f"Учитель: {self.specialities[source_id].lower()}" + (f"; классный руководитель {led}" if led else "")
        return Record(
            source_id=source_id,
            role="teacher",
            family=family,
            given=given,
            patronymic=middle,
            phone="" if source_id == _WITHOUT_PHONE else numbers.take(),
            is_woman=is_woman,
            about=_FEATURED.get(source_id, about),
            is_featured=source_id in _FEATURED,
        )


def _teacher_id(number: int) -> str:
    return f"t-{number:02}"


def _speciality_for(subject: str) -> str:
    return classes.MATHS if subject == classes.ALGEBRA else subject


def _random_name(random: Random) -> tuple[str, str, str, bool]:
    is_woman = random.random() < 0.8
    for_man, for_woman = surname(random)
    middle = patronymic(father_name(random, for_man), is_woman=is_woman)
    return for_woman if is_woman else for_man, given_name(random, is_woman=is_woman), middle, is_woman


def _principal(numbers: Numbers) -> Record:
    return Record(
        source_id="a-01",
        role="principal",
        family="Соколова",
        given="Ирина",
        patronymic="Львовна",
        phone=numbers.take(),
        is_woman=True,
        about="Директор, администратор школы",
        is_featured=True,
    )


def _former_teacher(numbers: Numbers) -> Record:
    return Record(
        source_id=_FORMER,
        role="teacher",
        family="Бывалова",
        given="Зинаида",
        patronymic="Марковна",
        phone=numbers.take(),
        is_woman=True,
        about="Бывший учитель, отключена в журнале",
        is_enabled=False,
    )
