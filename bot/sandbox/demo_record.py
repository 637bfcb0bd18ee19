"""One record of the demo journal, and the invented telephone numbers that such records get."""

from dataclasses import dataclass

from bot.sandbox.demo_classes import ClassUnit

STRANGER_PHONE = "+79000009999"


@dataclass(frozen=True, slots=True)
class Record:
    """A user of the journal: ``unit`` is a pupil's class, ``guardian_ids`` are a pupil's parents.

    ``phone`` is E.164 or empty.
    """

    source_id: str
    role: str
    family: str
    given: str
    patronymic: str = ""
    phone: str = ""
    is_woman: bool = False
    unit: ClassUnit | None = None
    guardian_ids: tuple[str, ...] = ()
    is_enabled: bool = True
    about: str = ""
    is_featured: bool = False

    @property
    def short_name(self) -> str:
        """Surname and given name."""
        return f"{self.family} {self.given}"

    @property
    def full_name(self) -> str:
        """Surname, given name and, when there is one, patronymic."""
        return f"{self.short_name} {self.patronymic}".strip()


class Numbers:
    """Gives out the invented mobile numbers +7 900 000-00-01, -02, … in order."""

    def __init__(self) -> None:
        self._given = 0

    def take(self) -> str:
        """The next number in E.164."""
        self._given += 1
        return f"+7900000{self._given:04}"


def spelled(phone: str, style: int) -> str:
    """Write an E.164 number the way journals do: ``style`` picks one of three spellings."""
    if not phone or style % 3 == 0:
        return phone
    code, rest = phone[2:5], f"{phone[5:8]}-{phone[8:10]}-{phone[10:]}"
    return f"+7 ({code}) {rest}" if style % 3 == 1 else f"8 {code} {rest}"
