"""Reads a case written for people (``cases/*.toml``) into the types of reconciliation.

A page is written as a name and what is known about it: ``"Anna admin staff"``. ``Pupil1..Pupil9`` are nine pages.
It is noon. Whatever a case does not mention is as in an ordinary chat; whatever the notation does not know is an error.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from bot.domain.kinds import Ending, StrangerPolicy, Verdict, Watch
from bot.domain.membership import STAND_IN, Departure, Reason, Standing
from bot.domain.plan import (
    Action,
    Approval,
    Close,
    Create,
    Demote,
    Desired,
    Evict,
    Guarded,
    Held,
    Invitation,
    Invite,
    Limits,
    Member,
    Memory,
    Mute,
    Observed,
    Promote,
    Refusal,
    Remove,
    Rename,
    ReplaceLink,
    Unmute,
    Wanted,
    Withdraw,
    key_of,
)

CAST = ("Anna", "Boris", "Clara", "Dina", "Egor", "Fedor", "Galina", "Hanna", "Ivan", "Kira")
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
TITLE = "Class 8"

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One situation and the whole answer that it must get."""

    desired: Desired
    observed: Observed
    memory: Memory
    limits: Limits
    then: Guarded


def read_case(path: Path) -> Case:
    """Raise ``ValueError`` for anything that the notation does not know."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    allow(document, "journal", "chat", "memory", "limits", "then")
    desired = read_journal(document.get("journal", {}))
    observed = read_chat(document["chat"]) if "chat" in document else Observed(exists=False)
    return Case(
        desired,
        observed,
        read_memory(document.get("memory", {}), desired, observed),
        read_limits(document.get("limits", {})),
        read_answer(document["then"], desired, observed),
    )


def read_journal(table: Table) -> Desired:
    people = ("wants", "ended", "former-staff", "protected", "required", "stand-ins", "muted")
    allow(table, "title", "reading", "watch", "strangers", *FLAGS, *COUNTS, *people)
    wanted = [read_wanted(name, words) for name, words in pages(table.get("wants", []))]
    return Desired(
        title=table.get("title", TITLE),
        wanted={page.member_id: page for page in wanted},
        departed={number(name): Departure(how) for name, how in by_name(table.get("ended", {}))},
        evidence=Verdict(table.get("reading", "ok")),
        watch=Watch(table.get("watch", "on")),
        strangers=StrangerPolicy(table.get("strangers", "strict")),
        former_staff=numbers(table, "former-staff"),
        protected=numbers(table, "protected"),
        required=numbers(table, "required"),
        stand_ins=tuple(
            read_wanted(name, words | {"admin", "staff"})._replace(reasons=(STAND_IN,))
            for name, words in pages(table.get("stand-ins", []))
        ),
        muted=numbers(table, "muted"),
        **{field: table[key] for key, field in (FLAGS | COUNTS).items() if key in table},
    )


FLAGS = {"needs-staff": "needs_staff", "closing": "is_closing", "over": "is_over"}
COUNTS = {"leaders": "leaders", "people-before": "people_before", "people-new": "people_new"}


def read_wanted(name: str, words: set[str]) -> Wanted:
    """Reasons are written as words; without any the page is a pupil's."""
    roles = words & {"pupil", "guardian", "teacher", "homeroom"} or {"pupil"}
    allow(words - roles, "admin", "staff", "unreachable", "new")
    return Wanted(
        number(name),
        Standing.ADMIN if "admin" in words else Standing.MEMBER,
        tuple(Reason(role, "unit-8", name) for role in sorted(roles)),
        is_staff="staff" in words,
        is_reachable="unreachable" not in words,
        is_new="new" in words,
    )


def read_chat(table: Table) -> Observed:
    allow(table, "title", "inside")
    members = [read_member(name, words) for name, words in pages(table.get("inside", []))]
    return Observed(True, table.get("title", TITLE), {member.member_id: member for member in members})


def read_member(name: str, words: set[str]) -> Member:
    allow(words, "admin", "owner", "community", "muted")
    sign = -1 if "community" in words else 1
    rights = {f"is_{right}": True for right in words - {"community"}}
    return Member(sign * number(name), **rights)


def read_memory(table: Table, desired: Desired, observed: Observed) -> Memory:
    """``asked`` and ``granted`` are written like what is done; ``muted`` names the time since when somebody is."""
    decided = ("asked", "granted")
    allow(
        table,
        "invited",
        "ended",
        "promoted",
        "link-leaked",
        "first-run",
        "muted",
        "absent",
        "stand-ins",
        "restored-title",
        *decided,
    )
    asked, granted = (
        frozenset(key_of(action) for line in table.get(part, []) for action in read_actions(line, desired, observed))
        for part in decided
    )
    return Memory(
        invitations={number(name): read_invitation(how) for name, how in by_name(table.get("invited", {}))},
        endings={number(name): Ending(how) for name, how in by_name(table.get("ended", {}))},
        is_link_leaked=table.get("link-leaked", False),
        promoted=numbers(table, "promoted"),
        is_first_run=table.get("first-run", False),
        muted={number(name): read_moment(since) for name, since in by_name(table.get("muted", {}))},
        absent=numbers(table, "absent"),
        stand_ins=numbers(table, "stand-ins"),
        approval=Approval(asked, granted) if asked else None,
        restored_title=table.get("restored-title", ""),
    )


def read_invitation(how: str) -> Invitation:
    """``delivered``, ``failed`` for good, or ``failed, again at 15:00``."""
    if how in {"delivered", "failed"}:
        return Invitation(is_delivered=how == "delivered")
    return Invitation(is_delivered=False, retry_at=read_moment(how.removeprefix("failed, again at ")))


def read_moment(text: str) -> datetime:
    """A time of the day of the case."""
    return datetime.combine(NOON, time.fromisoformat(text), UTC)


def read_limits(table: Table) -> Limits:
    allow(table, *NUMBERS)
    return Limits(**{NUMBERS[name]: value for name, value in table.items()})


NUMBERS = {
    "people": "removals_people",
    "percent": "removals_percent",
    "arrivals": "arrivals_people",
    "arrivals-percent": "arrivals_percent",
    "stranger-minutes": "stranger_minutes",
}


def read_answer(table: Table, desired: Desired, observed: Observed) -> Guarded:
    allow(table, "done", "held", "refused")
    return Guarded(
        actions=tuple(action for line in table.get("done", []) for action in read_actions(line, desired, observed)),
        held=tuple(held for line in table.get("held", []) for held in read_held(line, desired, observed)),
        refusals=tuple(refusal for line in table.get("refused", []) for refusal in read_refusals(line)),
    )


def read_held(line: str, desired: Desired, observed: Observed) -> Iterator[Held]:
    """``too-many-removals: remove Anna``."""
    code, _, rest = line.partition(": ")
    return (Held(action, code) for action in read_actions(rest, desired, observed))


def read_refusals(line: str) -> Iterator[Refusal]:
    """``missing-stays: Anna``; what concerns the whole chat names nobody."""
    code, _, names = line.partition(": ")
    return (Refusal(code, number(name)) for name in spread(names)) if names else iter([Refusal(code)])


def read_actions(line: str, desired: Desired, observed: Observed) -> Iterator[Action]:
    """``invite Anna``; ``create with Anna Boris``; ``rename``, ``replace link`` and ``close`` need nobody."""
    verb, _, rest = line.partition(" ")
    if line == "rename":
        yield Rename(desired.title, before=observed.title)
    elif line == "replace link":
        yield ReplaceLink()
    elif line == "close":
        yield Close()
    elif verb == "create":
        yield Create(desired.title, tuple(number(name) for name in rest.removeprefix("with ").split()))
    else:
        yield from (VERBS[verb](number(name), desired) for name in spread(rest))


def invitation(page: int, desired: Desired) -> Invite:
    """Whoever is not wanted is invited to stand in."""
    return Invite(page, desired.wanted[page].reasons if page in desired.wanted else (STAND_IN,))


def removal(page: int, desired: Desired) -> Remove:
    """Out of a deleted chat everybody goes by hand; a plan that is only remembered may name people of the past."""
    ended = desired.departed.get(page, Departure.EXIT)
    return Remove(page, Departure.BY_HAND if desired.is_closing else ended)


VERBS: dict[str, Callable[[int, Desired], Action]] = {
    "withdraw": lambda page, _: Withdraw(page),
    "invite": invitation,
    "promote": lambda page, _: Promote(page),
    "demote": lambda page, _: Demote(page),
    "mute": lambda page, _: Mute(page),
    "unmute": lambda page, _: Unmute(page),
    "remove": removal,
    "evict": lambda page, _: Evict(page),
}


def pages(entries: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
    """``"Anna admin"`` becomes ``("Anna", {"admin"})``; nobody is named twice."""
    named: set[str] = set()
    for names, *words in map(str.split, entries):
        for name in spread(names):
            if name in named:
                raise ValueError(f"named twice: {name}")
            named.add(name)
            yield name, set(words)


def numbers(table: Table, key: str) -> frozenset[int]:
    return frozenset(number(name) for name, _ in pages(table.get(key, [])))


def by_name(table: Table) -> Iterator[tuple[str, str]]:
    return ((name, how) for names, how in table.items() for name in spread(names))


def spread(names: str) -> list[str]:
    """``Pupil1..Pupil3`` becomes three names."""
    crowd = re.fullmatch(r"Pupil(\d+)\.\.Pupil(\d+)", names)
    return [f"Pupil{n}" for n in range(int(crowd[1]), int(crowd[2]) + 1)] if crowd else [names]


def number(name: str) -> int:
    """The cast is numbered in order of the alphabet; pupils of a crowd come after it."""
    if crowd := re.fullmatch(r"Pupil(\d+)", name):
        return 100 + int(crowd[1])
    allow([name], *CAST)
    return 1 + CAST.index(name)


def allow(found: Iterable[str], *known: str) -> None:
    if unknown := set(found) - set(known):
        raise ValueError(f"not in the notation: {', '.join(sorted(unknown))}")
