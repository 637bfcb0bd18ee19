"""C: a dry run for one chat: what the journal would change, and who is kept out by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.domain.permissions import Act
from bot.domain.plan import Guarded
from bot.domain.russian import short_name
from bot.services import chats, differences, held_terms, members, members_list
from bot.services.differences import Difference, How
from bot.services.members_list import State
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import chat_to
from handlers.card import shown_chat
from handlers.plan_words import cut, held_lines, planned_lines
from handlers.visit import Visit, journal_in_words
from models.chats import Chat
from models.steering import HeldPlan

RETURNS_SHOWN = 2

pages: Pages[Visit] = Pages()


@pages.screen("C.SYNC")
async def preview(visit: Visit) -> View:
    """What would be done now, with names and reasons; nothing is changed."""
    chat = await shown_chat(visit, Act.SYNC)
    (guarded,) = await visit.preview([chat])
    own = await differences.of_chat(visit.school, chat)
    lines = [*await planned_lines(visit, guarded.actions), *await held_lines(visit, guarded.held), *_own(own)]
    if not guarded.actions and not guarded.held:
        lines.insert(0, say("c-sync-nothing" if own else "c-sync-same"))
    unlinked = sum(line.state is State.UNLINKED for line in await members_list.lines_of(visit.school, chat))
    if unlinked:
        lines.append(say("c-sync-unlinked", people=say("c-people", count=unlinked)))
    text = say("c-sync", title=chat.title, lines="\n".join(lines), journal=await journal_in_words(visit))
    return View(text, _rows(chat, guarded, own, await held_terms.live(chat, visit.now)))


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
    kept_out = {one.person.source_id for one in _kept_out(await differences.of_chat(visit.school, chat))}
    line = await members_list.line_of(visit.school, chat, visit.text("p"))
    if line is None or line.person.source_id not in kept_out:
        return Go("C.SYNC", {"c": chat.id})
    await members.bring_back(visit.school, visit.profile, chat, line)
    return Go("C.SYNC", {"c": chat.id}, say("c-sync-returned", name=line.name))


def _rows(chat: Chat, guarded: Guarded, own: Sequence[Difference], held: HeldPlan | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    if held is not None:
        rows.append((Button(say("c-sync.held"), Goto("C.HELD", {"h": held.id}), Colour.MAIN),))
    if guarded.actions:
        label = say("c-sync.apply", changes=say("c-sync-changes", count=len(guarded.actions)))
        rows.append((Button(label, Do("C.SYNC.APPLY", {"c": chat.id}), Colour.GOOD),))
    for one in _kept_out(own)[:RETURNS_SHOWN]:
        act = Do("C.SYNC.RETURN", {"c": chat.id, "p": one.person.source_id})
        rows.append((Button(say("c-sync.return", name=_short(one)), act),))
    if own:
        rows.append((Button(say("c-sync.own", count=len(own)), Goto("C.SYNC.OWN", {"c": chat.id})),))
    return (*rows, (Button(say("c-sync.back"), Goto("C.VIEW", {"c": chat.id})),))


def _own(found: Iterable[Difference]) -> list[str]:
    """A line for each kind of difference."""
    names: dict[How, list[str]] = defaultdict(list)
    for one in found:
        names[one.how].append(_short(one))
    return [say(f"c-sync-own-{how}", names=cut(some)) for how, some in names.items()]


def _kept_out(found: Iterable[Difference]) -> list[Difference]:
    return [one for one in found if one.how is How.OUT]


def _short(one: Difference) -> str:
    return short_name(one.person.family, one.person.given, one.person.patronymic)
