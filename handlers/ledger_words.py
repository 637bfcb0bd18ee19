"""How a line of the ledger reads, wherever it is shown."""

from collections.abc import Sequence

from bot.domain.russian import full_name, short_name
from bot.services.chat_log import Entry
from bot.services.edit_chat import CHANGED
from bot.texts.catalogue import say
from handlers.visit import Visit

TOLD_BY = {"hold": "hold-", "refusal": "refusal-", "trouble": "trouble-"}
"""Lines whose event is itself the key of the reason."""
NAMED = 5
"""How many people of a change of many a screen names; a file names all of them."""


def line(visit: Visit, entry: Entry) -> str:
    """When, who, what, for a screen."""
    run = say("k-audit-of-run", run=str(entry.run_id)) if entry.run_id is not None else ""
    return say(
        "c-log-line", moment=visit.said_moment(entry.at), actor=actor_of(entry), what=what(entry, most=NAMED), run=run
    )


def cut(shown: int, total: int) -> str:
    """That only the newest lines are here; empty when all are."""
    return say("ledger-cut", shown=shown, total=total) if shown < total else ""


def row(visit: Visit, entry: Entry) -> list[str]:
    """When, who, what, for a table."""
    local = entry.at.astimezone(visit.school.settings.time_zone)
    return [f"{local:%Y-%m-%d %H:%M:%S}", actor_of(entry), what(entry)]


def actor_of(entry: Entry) -> str:
    """Who has done it, or whose work it was."""
    if entry.actor is not None:
        return short_name(entry.actor.family, entry.actor.given, entry.actor.patronymic)
    kind = entry.by.partition(":")[0]
    return say(f"actor-{kind}")


def what(entry: Entry, *, most: int | None = None) -> str:
    """What happened, with at most so many names; whom it concerned is forgotten once their account is erased."""
    about = entry.about
    who = full_name(about.family, about.given, about.patronymic) if about else say("ledger-somebody")
    for kind, beginning in TOLD_BY.items():
        if entry.event.startswith(beginning):
            return say(f"ledger-{kind}", who=who, why=say(entry.event))
    if entry.event == CHANGED:
        return _changes(entry, most)
    departure = str(entry.details.get("departure") or "")
    return say(
        f"ledger-{entry.event}",
        who=who,
        before=entry.details.get("before", ""),
        after=entry.details.get("after", ""),
        why=say(f"departure-{departure}") if departure else "",
    )


def _changes(entry: Entry, most: int | None) -> str:
    """An edit of the list of members in one line."""
    said = []
    for name, people in entry.groups.items():
        names = [short_name(one.family, one.given, one.patronymic) for one in people]
        said += [say(f"ledger-people-{name}", names=_some(names, most))] if names else []
    if title := entry.details.get("title_after"):
        said.append(say("ledger-renamed", before=entry.details.get("title_before"), after=title))
    return "; ".join(said) or say("ledger-people-changed")


def _some(names: Sequence[str], most: int | None) -> str:
    shown = ", ".join(names[:most])
    return say("p-and-more", names=shown, count=len(names) - most) if most is not None and len(names) > most else shown
