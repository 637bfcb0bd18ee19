"""The families of the demo school: first those with a story, then invented ones until every class is full."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.sandbox.demo_classes import ClassUnit
from bot.sandbox.demo_names import father_name, given_name, patronymic, surname
from bot.sandbox.demo_record import Numbers, Record

_CLASS_SIZES = (15, 16, 17)


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil to be; ``phone`` is "own", "mother's" or "" (none)."""

    given: str
    unit_name: str
    is_woman: bool = False
    phone: str = "own"
    about: str = ""
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Family:
    """A family to be. A parent is (given name, patronymic), ``None`` when absent from the journal."""

    surnames: tuple[str, str]
    children: Sequence[Child]
    mother: tuple[str, str] | None = None
    father: tuple[str, str] | None = None
    father_name: str = ""
    mother_phone: str | None = None
    mother_about: str = ""


TOLD = (
    Family(
        ("Белов", "Белова"),
        (
            Child("Илья", "8А", about="Ученик 8А со своим телефоном"),
            Child("Анна", "5Б", is_woman=True, phone=""),
        ),
        mother=("Наталья", "Андреевна"),
        father_name="Игорь",
        mother_about="Мама двоих детей: Илья учится в 8А, Анна — в 5Б",
    ),
    Family(
        ("Зорин", "Зорина"),
        (Child("Тимофей", "8А", phone="", about="Ученик 8А без телефона: привязывается по личному коду"),),
        mother=("Вера", "Николаевна"),
        father_name="Олег",
    ),
    Family(
        ("Котов", "Котова"),
        (Child("Лиза", "8А", is_woman=True, phone="mother's", about="Ученица 8А, телефон один на двоих с мамой"),),
        mother=("Ольга", "Викторовна"),
        father_name="Павел",
        mother_about="Мама Лизы из 8А, телефон тот же, что у дочери",
    ),
    Family(
        ("Новиков", "Новикова"),
        (
            Child("Егор", "4А", phone="mother's"),
            Child("Вера", "7Б", is_woman=True, phone="mother's"),
            Child("Лев", "9А", phone="mother's"),
        ),
        mother=("Дарья", "Ильинична"),
        father=("Семён", "Аркадьевич"),
    ),
    Family(
        ("Лебедев", "Лебедева"),
        (Child("Матвей", "6Б"), Child("Мария", "6Б", is_woman=True)),
        mother=("Татьяна", "Павловна"),
        father=("Олег", "Юрьевич"),
    ),
    Family(("Смирнов", "Смирнова"), (Child("Артём", "8А"),), mother=("Инна", "Олеговна"), father_name="Игорь"),
    Family(("Смирнов", "Смирнова"), (Child("Артём", "8Б"),), mother=("Анна", "Викторовна"), father_name="Павел"),
    Family(
        ("Волков", "Волкова"),
        (Child("Денис", "9Б", is_enabled=False),),
        mother=("Ксения", "Дмитриевна"),
        father_name="Роман",
    ),
    Family(
        ("Гусейнов", "Гусейнова"),
        (Child("Тимур", "8А"), Child("Лейла", "3Б", is_woman=True, phone="")),
        mother=("Севиль", "Рашид кызы"),
        father=("Вугар", "Эльдар оглы"),
    ),
)


def teachers_family(phone: str) -> Family:
    """The family whose mother teaches at the school; ``phone`` is the number of her record as a teacher."""
    return Family(
        ("Ёлкин", "Ёлкина"),
        (Child("Фёдор", "7А"),),
        mother=("Алёна", "Петровна"),
        father_name="Алексей",
        mother_phone=phone,
    )


class Families:
    """Pupils and parents as records; every class ends with 15, 16 or 17 pupils."""

    def __init__(self, random: Random, numbers: Numbers, units: list[ClassUnit]) -> None:
        self._random, self._numbers = random, numbers
        self._units = {unit.name: unit for unit in units}
        self.pupils: list[Record] = []
        self.parents: list[Record] = []

    def settle(self, told: Sequence[Family]) -> None:
        """Add the told families, then invented ones until every class is full."""
        for family in told:
            self._add(family)
        seats = self._free_seats()
        while seats:
            self._add(self._invented(_siblings_seats(self._random, seats)))

    def _free_seats(self) -> list[str]:
        taken = [pupil.unit for pupil in self.pupils]
        sizes = zip(self._units.values(), _CLASS_SIZES * len(self._units), strict=False)
        seats = [unit.name for unit, size in sizes for _ in range(size - taken.count(unit))]
        self._random.shuffle(seats)
        return seats

    def _invented(self, seats: list[str]) -> Family:
        random = self._random
        surnames = surname(random)
        father = father_name(random, surnames[0])
        has_mother = random.random() < 0.93
        has_father = not has_mother or random.random() < 0.5
        return Family(
            surnames,
            [self._invented_child(seat) for seat in seats],
            mother=self._adult_name(is_woman=True) if has_mother else None,
            father=(father, self._adult_name(is_woman=False)[1]) if has_father else None,
            father_name=father if random.random() < 0.96 else "",
            mother_phone="" if random.random() < 0.04 else None,
        )

    def _invented_child(self, seat: str) -> Child:
        is_woman = self._random.random() < 0.5
        parallel = self._units[seat].parallel
        has_own = self._random.random() < (0.25 if parallel <= 4 else 0.6 if parallel <= 6 else 0.85)
        without = "mother's" if self._random.random() < 0.3 else ""
        return Child(given_name(self._random, is_woman=is_woman), seat, is_woman, "own" if has_own else without)

    def _adult_name(self, *, is_woman: bool) -> tuple[str, str]:
        middle = patronymic(father_name(self._random, ""), is_woman=is_woman)
        return given_name(self._random, is_woman=is_woman), middle if self._random.random() < 0.97 else ""

    def _add(self, family: Family) -> None:
        parents = list(self._parents(family))
        mother_phone = next((parent.phone for parent in parents if parent.is_woman), "")
        ids = tuple(parent.source_id for parent in parents)
        self.parents += parents
        self.pupils += [self._pupil(family, child, n, mother_phone, ids) for n, child in enumerate(family.children, 1)]

    def _parents(self, family: Family) -> list[Record]:
        children = ", ".join(f"{child.given} ({child.unit_name})" for child in family.children)
        found: list[Record] = []
        for name, is_woman in ((family.mother, True), (family.father, False)):
            if name is None:
                continue
            wanted = family.mother_phone if is_woman else None
            about = family.mother_about if is_woman else ""
            found.append(
                Record(
                    source_id=f"p-{len(self.parents) + len(found) + 1:03}",
                    role="parent" if is_woman or self._random.random() < 0.9 else "guardian",
                    family=family.surnames[is_woman],
                    given=name[0],
                    patronymic=name[1],
                    phone=self._numbers.take() if wanted is None else wanted,
                    is_woman=is_woman,
                    about=about or f"{'Мама' if is_woman else 'Папа'}: {children}",
                    is_featured=bool(about),
                )
            )
        return found

    def _pupil(
        self, family: Family, child: Child, number: int, mother_phone: str, guardian_ids: tuple[str, ...]
    ) -> Record:
        father = family.father[0] if family.father else family.father_name
        return Record(
            source_id=f"s-{len(self.pupils) + number:03}",
            role="student",
            family=family.surnames[child.is_woman],
            given=child.given,
            patronymic=patronymic(father, is_woman=child.is_woman) if father else "",
            phone=self._numbers.take() if child.phone == "own" else mother_phone if child.phone else "",
            is_woman=child.is_woman,
            unit=self._units[child.unit_name],
            guardian_ids=guardian_ids,
            is_enabled=child.is_enabled,
            about=child.about or f"{'Ученица' if child.is_woman else 'Ученик'} {child.unit_name}",
            is_featured=bool(child.about),
        )


def _siblings_seats(random: Random, seats: list[str]) -> list[str]:
    wanted = random.choices((1, 2, 3), weights=(70, 25, 5))[0]
    chosen = [seats.pop()]
    for seat in reversed(seats[-30:]):
        if len(chosen) < wanted and seat[:-1] not in {taken[:-1] for taken in chosen}:
            chosen.append(seat)
            seats.remove(seat)
    return chosen
