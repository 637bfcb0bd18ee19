"""C: a dry run for one chat: what the journal would change, and who is kept out by hand."""

from collections.abc import Iterable

from bot.domain.permissions import Act
from bot.domain.plan import Guarded
from bot.domain.roster import Person
from bot.domain.russian import short_name
from bot.services import chats, composition, held_plans, members, members_list
from bot.services.members_list import State
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import chat_to
from handlers.card import shown_chat
from handlers.plan_words import held_lines, planned_lines
from handlers.visit import Visit, journal_in_words
from models.chats import Chat
from models.steering import HeldPlan

RETURNS_SHOWN = 3

pages: Pages[Visit] = Pages()


@pages.screen("C.SYNC")
async def preview(visit: Visit) -> View:
    """What would be done now, with names and reasons; nothing is changed."""
    chat = await shown_chat(visit, Act.SYNC)
    (guarded,) = await visit.preview([chat])
    kept_out = await _kept_out(visit, chat)
    lines = [*await planned_lines(visit, guarded.actions), *await held_lines(visit, guarded.held), *_out(kept_out)]
    if not guarded.actions and not guarded.held:
        lines.insert(0, say("c-sync-same"))
    unlinked = sum(line.state is State.UNLINKED for line in await members_list.lines_of(visit.school, chat))
    if unlinked:
        lines.append(say("c-sync-unlinked", people=say("c-people", count=unlinked)))
    text = say("c-sync", title=chat.title, lines="\n".join(lines), journal=await journal_in_words(visit))
    return View(text, _rows(chat, guarded, kept_out, await held_plans.live(chat, visit.now)))


@pages.act("C.SYNC.APPLY")
async def apply(visit: Visit) -> Outcome:
    """Have it done: reconciliation plans once more and acts."""
    chat = await chat_to(visit, Act.SYNC)
    await chats.wake(visit.school, [chat.id])
    return Go("C.VIEW", {"c": chat.id}, say("c-sync-applied"))


@pages.act("C.SYNC.RETURN")
async def bring_back(visit: Visit) -> Outcome:
    """Take the mark «удалён вручную» away; whoever has none is not brought in by this."""
    chat = await chat_to(visit, Act.SYNC)
    line = await members_list.line_of(visit.school, chat, visit.text("p"))
    if line is None or line.person.source_id not in {one.source_id for one in await _kept_out(visit, chat)}:
        return Go("C.SYNC", {"c": chat.id})
    await members.bring_back(visit.school, visit.profile, chat, line)
    return Go("C.SYNC", {"c": chat.id}, say("c-sync-returned", name=line.name))


def _rows(chat: Chat, guarded: Guarded, kept_out: Iterable[Person], held: HeldPlan | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    if held is not None:
        rows.append((Button(say("c-sync.held"), Goto("C.HELD", {"h": held.id}), Colour.MAIN),))
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
