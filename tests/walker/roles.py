"""Who walks: six people of the demo school, and those around them who only make things happen.

Three schools share the walkers, so that two cores do; whoever walks in another school is here too.
"""

from dataclasses import dataclass

from tests.flows.world import PETROV, PRINCIPAL, STRANGER

UNLINKED = "unlinked person"
NEWLY_LINKED = "newly linked person"
"""What the unlinked person becomes for a short time."""


TEACHER_AND_MOTHER = "Ёлкина Алёна Петровна"
MOTHER_AND_DAUGHTER = "Котова Ольга Викторовна"
ALREADY_LINKED = "Смирнова Инна Олеговна"


@dataclass(frozen=True)
class Role:
    """One of the six. ``codes_of`` are those whose codes and numbers somebody uses who is in no journal."""

    name: str
    person: str
    is_staff: bool = False
    codes_of: tuple[str, ...] = ()

    @property
    def is_linked(self) -> bool:
        """Whoever loses the profile on the way links again."""
        return not self.codes_of

    @property
    def journal_names(self) -> tuple[str, ...]:
        """Whose codes and numbers this person types."""
        return self.codes_of or (self.person,)


TEACHERS = (
    Role("class teacher", PETROV, is_staff=True),
    Role("teacher", "Гусейнов Рашид Вагиф оглы", is_staff=True),
)
ADMINISTRATORS = (Role("school administrator", PRINCIPAL, is_staff=True),)
FAMILIES = (
    Role("pupil", "Гусейнов Тимур"),
    Role("parent", "Белова Наталья Андреевна"),
    Role(UNLINKED, STRANGER, codes_of=(TEACHER_AND_MOTHER, MOTHER_AND_DAUGHTER, ALREADY_LINKED)),
)
ROLES = (*TEACHERS, *ADMINISTRATORS, *FAMILIES)

NEIGHBOURS = (
    "Иванова Елена Петровна",
    ALREADY_LINKED,
    "Зорин Тимофей",
    "Белов Илья",
    "Гусейнов Вугар Эльдар оглы",
    "Зорина Вера Николаевна",
    "Матвеева Елизавета Максимовна",
)
"""People who are linked too: they are picked, invited, moved, and answer nothing."""
