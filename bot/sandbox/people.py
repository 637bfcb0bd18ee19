"""The people of the emulated VK."""

from dataclasses import dataclass

FIRST_PERSON_ID = 101


@dataclass
class Person:
    """Somebody with a VK page; `deactivated` is "", "deleted" or "banned".

    `has_inline`: the app they use shows buttons inside messages; old ones only have those at the bottom.
    """

    id: int
    name: str
    about: str = ""
    phone: str = ""
    featured: bool = False
    deactivated: str = ""
    has_inline: bool = True

    @property
    def first_name(self) -> str:
        """VK's first name; the school writes the surname first and the patronymic last."""
        return " ".join(self.name.split()[1:2])

    @property
    def last_name(self) -> str:
        """VK's last name."""
        return self.name.split()[0]


class People:
    """Everybody, by id."""

    def __init__(self) -> None:
        self._by_id: dict[int, Person] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, name: str, *, about: str = "", phone: str = "", featured: bool = False) -> Person:
        """Give somebody a VK page."""
        name = " ".join(name.split())
        if not name:
            raise ValueError("a person needs a name")
        person = Person(FIRST_PERSON_ID + len(self._by_id), name, about, phone, featured)
        self._by_id[person.id] = person
        return person

    def find(self, person_id: int) -> Person | None:
        """The person with this id, if there is one."""
        return self._by_id.get(person_id)

    def search(self, text: str) -> list[Person]:
        """People whose name, description or phone holds every word of the text."""
        words = plain(text).split()
        return [p for p in self._by_id.values() if all(w in plain(f"{p.name} {p.about} {p.phone}") for w in words)]


def plain(text: str) -> str:
    """The text as it is compared in a search."""
    return text.casefold().replace("ё", "е")
