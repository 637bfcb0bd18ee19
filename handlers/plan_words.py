"""Plans in words: who is invited, promoted, taken out, and why; one line for each kind of change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.membership import Departure, Reason
from bot.domain.plan import (
    Action,
    Create,
    Demote,
    Evict,
    Held,
    Invite,
    Mute,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
)
from bot.domain.russian import full_name
from bot.services import accounts
from bot.services.roster import Roster
from bot.texts.catalogue import say
from handlers.visit import Visit
from models.chats import ChatMember

NAMES_SHOWN = 15
KINDS: Mapping[type, str] = {
    Create: "create",
    Rename: "rename",
    Invite: "invite",
    Promote: "promote",
    Demote: "demote",
    Mute: "mute",
    Remove: "remove",
    Evict: "evict",
}
"""The text ``c-sync-<kind>`` of an action; what is not here needs no mention of its own."""


def is_told(action: Action) -> bool:
    """Whether the action is worth a mention of its own."""
    return type(action) in KINDS


def stored_action(row: Mapping[str, Any]) -> Action:
    """The action that a row of a held plan speaks of; the reasons of an invitation are not kept there."""
    kind, page = str(row["key"]).partition(":")[0], int(row["page"] or 0)
    match kind:
        case "remove":
            return Remove(page, Departure(row["departure"]))
        case "invite":
            return Invite(page, ())
        case "demote":
            return Demote(page)
        case "mute":
            return Mute(page)
        case "evict":
            return Evict(page)
    return ReplaceLink()


async def planned_lines(visit: Visit, actions: Iterable[Action], *, shown: int = NAMES_SHOWN) -> list[str]:
    """One line for each kind of change, in the order of the plan."""
    groups: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        if is_told(action):
            groups[KINDS[type(action)]].append(await who(visit, action))
    return [say(f"c-sync-{kind}", names=cut(names, shown)) for kind, names in groups.items()]


async def held_lines(visit: Visit, held: Sequence[Held]) -> list[str]:
    """What waits for a decision, with the reason."""
    groups: dict[str, list[str]] = defaultdict(list)
    for item in held:
        if is_told(item.action):
            groups[item.code].append(await who(visit, item.action))
    return [say("c-sync-held", names=cut(names), why=say(f"hold-{code}")) for code, names in groups.items()]


async def who(visit: Visit, action: Action) -> str:
    """Whom an action concerns, and why."""
    match action:
        case Rename(title, before):
            return say("c-sync-titles", before=before, title=title)
        case Create(title, _):
            return say("c-sync-title", title=title)
        case Invite(page, reasons) if reasons:
            return say("c-sync-why", name=await name_of_page(visit, page), why=await why(visit, reasons))
        case Remove(page, departure):
            return say("c-sync-why", name=await name_of_page(visit, page), why=say(f"departure-{departure.value}"))
        case Invite(page) | Promote(page) | Demote(page) | Mute(page) | Evict(page):
            return await name_of_page(visit, page)
    return ""


async def name_of_page(visit: Visit, page: int) -> str:
    """The person behind a page, or what the page calls itself, or at least its address."""
    if person := await accounts.who_was(visit.school, page):
        return full_name(person.family, person.given)
    row = await ChatMember.filter(member_id=page, chat__school_id=visit.school.key).exclude(name="").first()
    return row.name if row else say("c-member-page", page=str(page))


async def why(visit: Visit, reasons: Iterable[Reason]) -> str:
    """Reasons to belong, in words."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    units = await roster.units([reason.unit_id for reason in reasons])
    titles = {unit.source_id: unit.title for unit in units.values()}
    said = [say(f"why-{reason.code}", unit=titles.get(reason.unit_id, "")) for reason in reasons]
    return ", ".join(dict.fromkeys(said))


def cut(names: Sequence[str], shown: int = NAMES_SHOWN) -> str:
    """The first names of a long list, and how many there are besides."""
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (say("c-sync-more", count=rest) if rest > 0 else "")
