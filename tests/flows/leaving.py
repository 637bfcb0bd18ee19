"""Several pupils of 8А at once: inside their chat, gone from the class in the journal, and back in it."""

import csv
import io
from pathlib import Path

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PUPILS, World

CLASS = "8А"


def pupils_of_8a(world: World) -> list[str]:
    """The full names of the pupils, as the sheets print them, in the order of the journal."""
    users = {row["sourcedId"]: row for row in _rows(_file(world, "users"))}
    homeroom = _class(world, CLASS)
    learning = [row for row in _rows(_file(world, "enrollments")) if row["classSourcedId"] == homeroom]
    names = [users[row["userSourcedId"]] for row in learning if row["role"] == "student"]
    return [f"{row['familyName']} {row['givenName']}" for row in names]


async def entered(world: World, count: int) -> list[DrivenPerson]:
    """So many pupils inside the chat of their class."""
    people = [await world.entered(name) for name in pupils_of_8a(world)[:count]]
    await world.inside(PUPILS, *people)
    await world.calm()
    return people


async def leave(world: World, *people: DrivenPerson, status: str = "tobedeleted") -> None:
    """The journal says that these pupils have left the class; with another status that they are in it."""
    await world.reads(written(world, *people, status=status))


async def written(world: World, *people: DrivenPerson, status: str) -> None:
    """Write that into the journal, which nobody has read yet."""
    users = {f"{row['familyName']} {row['givenName']}": row["sourcedId"] for row in _rows(_file(world, "users"))}
    gone = {users[person.name] for person in people}
    homeroom = _class(world, CLASS)
    rows = _rows(_file(world, "enrollments"))
    for row in rows:
        if row["userSourcedId"] in gone and row["classSourcedId"] == homeroom:
            row["status"] = status
    await _enrolled(world, rows)


async def merge(world: World, title: str) -> None:
    """The journal puts every pupil of another class into 8А."""
    homeroom, other = _class(world, CLASS), _class(world, title)
    rows = _rows(_file(world, "enrollments"))
    for row in rows:
        if row["classSourcedId"] == other and row["role"] == "student":
            row["classSourcedId"] = homeroom
    await world.reads(_enrolled(world, rows))


async def _enrolled(world: World, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    await world.edits(_file(world, "enrollments"), text.getvalue())


def _class(world: World, title: str) -> str:
    return next(row["sourcedId"] for row in _rows(_file(world, "classes")) if row["title"] == title)


def _file(world: World, name: str) -> Path:
    return world.folder / "journal" / f"{name}.csv"


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
