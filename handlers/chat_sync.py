"""C: a dry run for one chat: what the journal would change, and who is kept out by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.domain.membership import Reason
from bot.domain.permissions import Act
from bot.domain.plan import Action, Create, Demote, Evict, Guarded, Invite, Promote, Remove, Rename
from bot.domain.roster import Person
from bot.domain.russian import full_name, short_name
from bot.errors import ScreenOutdated
from bot.services import accounts, chats, composition, members, members_list
from bot.services.members_list import State
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import chat_to
from handlers.card import shown_chat
from handlers.visit import Visit, journal_in_words
from models.chats import Chat

RETURNS_SHOWN = 3
NAMES_SHOWN = 15

pages: Pages[Visit] = Pages()


@pages.screen("C.SYNC")
async def preview(visit: Visit) -> View:
    """What would be done now, with names and reasons; nothing is changed."""
    chat = await shown_chat(visit, Act.SYNC)
    guarded = await visit.preview(chat)
    kept_out = await _kept_out(visit, chat)
    lines = [*await _planned(visit, guarded), *await _stopped(visit, guarded), *_out(kept_out)]
    if not guarded.actions and not guarded.held:
        lines.insert(0, say("c-sync-same"))
    unlinked = sum(line.state is State.UNLINKED for line in await members_list.lines_of(visit.school, chat))
    if unlinked:
        lines.append(say("c-sync-unlinked", people=say("c-people", count=unlinked)))
    text = say("c-sync", title=chat.title, lines="\n".join(lines), journal=await journal_in_words(visit))
    return View(text, _rows(chat, guarded, kept_out))


@pages.act("C.SYNC.APPLY")
async def apply(visit: Visit) -> Outcome:
    """Have it done: reconciliation plans once more and acts."""
    chat = await chat_to(visit, Act.SYNC)
    await chats.wake(visit.school, [chat.id])
    return Go("C.VIEW", {"c": chat.id}, say("c-sync-applied"))


@pages.act("C.SYNC.RETURN")
async def bring_back(visit: Visit) -> Outcome:
    """Take the mark «удалён вручную» away."""
    chat = await chat_to(visit, Act.SYNC)
    line = await members_list.line_of(visit.school, chat, visit.text("p"))
    if line is None:
        raise ScreenOutdated("")
    await members.bring_back(visit.school, visit.profile, chat, line)
    return Go("C.SYNC", {"c": chat.id}, say("c-sync-returned", name=line.name))


def _rows(chat: Chat, guarded: Guarded, kept_out: Iterable[Person]) -> tuple[Row, ...]:
    rows: list[Row] = []
    if guarded.actions:
        label = say("c-sync.apply", changes=say("c-sync-changes", count=len(guarded.actions)))
        rows.append((Button(label, Do("C.SYNC.APPLY", {"c": chat.id}), Colour.GOOD),))
    for person in list(kept_out)[:RETURNS_SHOWN]:
        name = short_name(person.family, person.given, person.patronymic)
        act = Do("C.SYNC.RETURN", {"c": chat.id, "p": person.source_id})
        rows.append((Button(say("c-sync.return", name=name), act),))
    return (*rows, (Button(say("c-sync.back"), Goto("C.VIEW", {"c": chat.id})),))


async def _kept_out(visit: Visit, chat: Chat) -> list[Person]:
    """Whom somebody has removed although the journal has them in the chat."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    vetoed = await composition.vetoed(chat)
    people = await roster.people(vetoed & (await composition.by_journal(roster, chat)).keys())
    return sorted(people.values(), key=lambda one: (one.family, one.given))


def _out(people: Iterable[Person]) -> list[str]:
    names = [short_name(one.family, one.given, one.patronymic) for one in people]
    return [say("c-sync-kept-out", names=", ".join(names))] if names else []


async def _planned(visit: Visit, guarded: Guarded) -> list[str]:
    """One line for each kind of change, in the order of the plan."""
    groups: dict[str, list[str]] = defaultdict(list)
    for action in guarded.actions:
        if (kind := _kind(action)) is not None:
            groups[kind].append(await _who(visit, action))
    return [say(f"c-sync-{kind}", names=_cut(names)) for kind, names in groups.items()]


async def _stopped(visit: Visit, guarded: Guarded) -> list[str]:
    """What waits for a decision, with the reason."""
    groups: dict[str, list[str]] = defaultdict(list)
    for held in guarded.held:
        if _kind(held.action) is not None:
            groups[held.code].append(await _who(visit, held.action))
    return [say("c-sync-held", names=_cut(names), why=say(f"hold-{code}")) for code, names in groups.items()]


def _kind(action: Action) -> str | None:
    """The text ``c-sync-<kind>`` of an action; None for what needs no mention of its own."""
    kinds: Mapping[type, str] = {
        Create: "create",
        Rename: "rename",
        Invite: "invite",
        Promote: "promote",
        Demote: "demote",
        Remove: "remove",
        Evict: "evict",
    }
    return kinds.get(type(action))


async def _who(visit: Visit, action: Action) -> str:
    match action:
        case Rename(title, before):
            return say("c-sync-titles", before=before, title=title)
        case Create(title, _):
            return say("c-sync-title", title=title)
        case Invite(page, reasons):
            return say("c-sync-why", name=await _name(visit, page), why=await _why(visit, reasons))
        case Remove(page, departure):
            return say("c-sync-why", name=await _name(visit, page), why=say(f"departure-{departure.value}"))
        case Promote(page) | Demote(page) | Evict(page):
            return await _name(visit, page)
    return ""


async def _name(visit: Visit, page: int) -> str:
    people = (await accounts.profile_of(visit.school, page)).people
    return full_name(people[0].family, people[0].given) if people else say("c-member-page", page=str(page))


async def _why(visit: Visit, reasons: Iterable[Reason]) -> str:
    roster = await Roster.of(visit.school.key, visit.school.today())
    units = await roster.units([reason.unit_id for reason in reasons])
    titles = {unit.source_id: unit.title for unit in units.values()}
    said = [say(f"why-{reason.code}", unit=titles.get(reason.unit_id, "")) for reason in reasons]
    return ", ".join(dict.fromkeys(said))


def _cut(names: list[str]) -> str:
    rest = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (say("c-sync-more", count=rest) if rest > 0 else "")
