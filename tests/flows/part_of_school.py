"""Cuts the demo school down to the classes that the stories are about, so that every journal is read quickly."""

import csv
from pathlib import Path

CLASSES = {"5Б", "7А", "8А", "8Б"}
Row = dict[str, str]


def keep(folder: Path, titles: set[str] = CLASSES) -> None:
    """Leave only these classes with their pupils, parents and groups, and the whole staff."""
    tables = {name: _read(folder, name) for name in ("classes", "enrollments", "users", "roles")}
    homerooms = {row["sourcedId"] for row in tables["classes"] if row["title"] in titles}
    learns = [row for row in tables["enrollments"] if row["role"] == "student"]
    pupils = {row["userSourcedId"] for row in learns if row["classSourcedId"] in homerooms}
    others = {row["userSourcedId"] for row in learns} - pupils
    parents = {row["userSourcedId"] for row in tables["roles"] if row["role"] in ("parent", "guardian")}
    mine = {agent for row in tables["users"] if row["sourcedId"] in pupils for agent in _agents(row)}
    gone = others | (parents - mine)
    units = homerooms | {row["classSourcedId"] for row in learns if row["userSourcedId"] in pupils}
    kept = {
        "classes": [row for row in tables["classes"] if row["sourcedId"] in units],
        "enrollments": [
            row for row in tables["enrollments"] if row["classSourcedId"] in units and row["userSourcedId"] not in gone
        ],
        "users": [row for row in tables["users"] if row["sourcedId"] not in gone],
        "roles": [row for row in tables["roles"] if row["userSourcedId"] not in gone],
    }
    for name, rows in kept.items():
        _write(folder, name, rows)


def _agents(user: Row) -> list[str]:
    return [agent for agent in user["agentSourcedIds"].split(",") if agent]


def _read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, rows: list[Row]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
