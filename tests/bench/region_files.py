"""Writes the journal of a region as OneRoster CSV: the same files for the same seed, whole or a little changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

YEAR = "as-2026"
ORG = "org-1"
PUPILS_A_CLASS, CLASSES_A_BLOCK, PUPILS_A_GROUP = 28, 5, 134
FAMILIES = ["Иванов", "Петров", "Сидоров", "Кузнецов", "Смирнов", "Попов", "Васильев", "Соколов", "Михайлов", "Новиков"]
GIVEN = ["Александр", "Мария", "Сергей", "Анна", "Дмитрий", "Елена", "Андрей", "Ольга", "Иван", "Наталья"]
PATRONYMICS = ["Олегович", "Петровна", "Сергеевич", "Ивановна", "Андреевич", "Дмитриевна"]
SUBJECTS = [
    "Алгебра",
    "Физика",
    "Химия",
    "История",
    "Биология",
    "География",
    "Литература",
    "Информатика",
    "Труд",
    "Музыка",
]
PHONES = ("+7{digits}", "8{digits}", "8 ({code}) {three}-{two}-{last}", "8-{code}-{three}-{two}-{last}")

HEADS = {
    "manifest": "propertyName,value",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"
    ),
    "classes": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods"
    ),
    "users": (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
        "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
        "preferredFamilyName,primaryOrgSourcedId,pronouns"
    ),
    "roles": (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
        "userProfileSourcedId"
    ),
    "enrollments": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
    ),
}


@dataclass(frozen=True)
class Size:
    """How many blocks of five classes and ten groups there are; a thousand make the region of the issue."""

    blocks: int = 1000

    @property
    def people(self) -> int:
        """Everybody."""
        return self.pupils + self.teachers + self.guardians

    @property
    def pupils(self) -> int:
        """Pupils, each with one class."""
        return self.blocks * CLASSES_A_BLOCK * PUPILS_A_CLASS

    @property
    def teachers(self) -> int:
        """Each leads a class or teaches groups."""
        return self.blocks * 15

    @property
    def guardians(self) -> int:
        """A little more than one a pupil."""
        return self.blocks * 145


@dataclass(frozen=True)
class Change:
    """What differs from the first files: ``share`` of the rows, or only their bytes."""

    share: float = 0.0
    line_end: str = "\r\n"
    stamp: str = ""


def write(folder: Path, size: Size, change: Change | None = None, *, seed: int = 1) -> None:
    """Write all files."""
    change = change or Change()
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "manifest": _manifest(),
        "orgs": iter([f"{ORG},,,Регион,school,1,"]),
        "academicSessions": iter([f"{YEAR},,,2026/2027,schoolYear,2026-09-01,2027-05-31,,2027"]),
        "courses": (f"c-{n},,,{YEAR},{title},,,{ORG},{title}," for n, title in enumerate(SUBJECTS)),
        "classes": _classes(size),
        "users": _users(size, change, Random(seed)),
        "roles": _roles(size),
        "enrollments": _enrolments(size, change, Random(seed)),
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(HEADS[name] + change.line_end)
            file.writelines(row + change.line_end for row in rows)


def pupil(number: int) -> str:
    """Ids are in no order, as those of a real journal."""
    return f"s{number * 7919 % 1_000_003:07}"


def teacher(number: int) -> str:
    """The id of a teacher."""
    return f"t{number * 7919 % 1_000_003:07}"


def guardian(number: int) -> str:
    """The id of a guardian."""
    return f"p{number * 7919 % 1_000_003:07}"


def _manifest() -> Iterator[str]:
    yield from ("manifest.version,1.0", "oneroster.version,1.2")
    yield from (f"file.{name},bulk" for name in HEADS if name != "manifest")


def _classes(size: Size) -> Iterator[str]:
    for block in range(size.blocks):
        for place in range(CLASSES_A_BLOCK):
            title = f"{place + 5}{'АБВГД'[block % 5]}"
            yield f"k{block * 5 + place:06},,,{title} ({block}),0{place + 5},,,homeroom,,{ORG},{YEAR},,,"
        for place, subject in enumerate(SUBJECTS):
            yield f"g{block * 10 + place:06},,,{subject} {block},,c-{place},,scheduled,,{ORG},{YEAR},{subject},,"


def _users(size: Size, change: Change, random: Random) -> Iterator[str]:
    # What changes must not change what comes after it.
    other = Random(2)

    def row(key: str, phone: str = "", agents: str = "") -> str:
        name = f"{random.choice(GIVEN)},{random.choice(FAMILIES)},{random.choice(PATRONYMICS)}"
        if other.random() < change.share / 10:
            name = "Новое,Иванов,Имя"
        return f"{key},,{change.stamp},true,{key},,{name},,,{phone},,{agents},,,,,,,{ORG},"

    for number in range(size.teachers):
        yield row(teacher(number), _phone(number, random))
    for number in range(size.guardians):
        yield row(guardian(number), _phone(500_000 + number, random))
    for number in range(size.pupils):
        second = size.pupils + number
        both = f'"{guardian(number)},{guardian(second)}"' if second < size.guardians else guardian(number)
        yield row(pupil(number), agents=both)


def _phone(number: int, random: Random) -> str:
    digits = f"9{120_000_000 + number:09}"
    code, three, two, last = digits[:3], digits[3:6], digits[6:8], digits[8:]
    return random.choice(PHONES).format(digits=digits, code=code, three=three, two=two, last=last)


def _roles(size: Size) -> Iterator[str]:
    people = (
        ("teacher", teacher, size.teachers),
        ("guardian", guardian, size.guardians),
        ("student", pupil, size.pupils),
    )
    for role, name, count in people:
        yield from (f"r-{name(n)},,,{name(n)},primary,{role},2026-09-01,,{ORG}," for n in range(count))


def _enrolments(size: Size, change: Change, random: Random) -> Iterator[str]:
    serial = 0
    changed = {random.randrange(size.blocks * 15) for _ in range(int(size.blocks * 15 * change.share * 5))}

    def row(unit: str, person: str, role: str, primary: str = "false") -> str:
        nonlocal serial
        serial += 1
        return f"e{serial},,{change.stamp},{unit},{ORG},{person},{role},{primary},2026-09-01,2027-05-31"

    for block in range(size.blocks):
        first = block * CLASSES_A_BLOCK * PUPILS_A_CLASS
        members = CLASSES_A_BLOCK * PUPILS_A_CLASS
        for place in range(15):
            is_class, touched = place < CLASSES_A_BLOCK, block * 15 + place in changed
            unit = f"k{block * 5 + place:06}" if is_class else f"g{block * 10 + place - 5:06}"
            begin, count = (place * PUPILS_A_CLASS, PUPILS_A_CLASS) if is_class else (0, PUPILS_A_GROUP)
            yield row(unit, teacher((block * 15 + place) % size.teachers), "teacher", "true" if is_class else "false")
            for number in range(begin, begin + count):
                # One in five of a changed unit is replaced by somebody else of the region.
                if touched and number % 5 == 0:
                    yield row(unit, pupil((first + number + 7 * members) % size.pupils), "student")
                else:
                    yield row(unit, pupil(first + number), "student")
