"""K: what a pass has done, as a table: whom it concerned, in which chat, and why."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.membership import Reason
from bot.domain.russian import full_name
from bot.services import audit, composition, runs
from bot.services.audit import Filter
from bot.services.chat_log import Entry
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages, Stay
from handlers.console.level import need
from handlers.ledger_words import cut, what
from handlers.plan_words import why
from handlers.visit import Visit
from models.chats import Chat

COLUMNS = ("who", "chat", "what", "why", "at")
BY_REASON = ("invited", "promoted")
"""What is done with people because they belong to the chat."""
BRIEF = (*BY_REASON, "demoted", "removed", "withdrawn", "muted", "unmuted")
"""What is done with one person, whose name and reason stand in columns of their own."""
Reasons = Mapping[tuple[int, str], tuple[Reason, ...]]

pages: Pages[Visit] = Pages()


@pages.act("K.PLAN.REPORT")
async def report(visit: Visit) -> Outcome:
    """Send everything that the pass has noted as a workbook, person by person."""
    await need(visit, Level.OBSERVER)
    run = await runs.find(visit.school, visit.number("r"))
    wanted = Filter(run_id=run.id)
    entries = await audit.read(visit.school, visit.profile, wanted, skip=0, limit=audit.LONGEST_FILE)
    titles, reasons = await audit.titles(entries), await _reasons(visit, entries)
    rows = [await _row(visit, entry, titles.get(entry.chat_id or 0, ""), reasons) for entry in reversed(entries)]
    rows.sort(key=lambda row: (not row[0], row[:2]))
    if left_out := cut(len(entries), await audit.count(visit.school, visit.profile, wanted)):
        rows.append([left_out])
    header = [say(f"k-run-file-{column}") for column in COLUMNS]
    title = say("k-run-file", number=run.id)
    data = await asyncio.to_thread(tables.as_xlsx, title, header, rows)
    await visit.talker.document(visit.page, title, f"{title}.xlsx", data)
    return Stay(say("c-file-sent"))


async def _row(visit: Visit, entry: Entry, title: str, reasons: Reasons) -> list[str]:
    """Who (nobody: the chat itself), where, what, why, when."""
    about = entry.about
    who = full_name(about.family, about.given, about.patronymic) if about else ""
    done = say(f"k-run-did-{entry.event}") if about and entry.event in BRIEF else what(entry)
    at = entry.at.astimezone(visit.school.settings.time_zone)
    return [who, title, done, await _why(visit, entry, reasons), f"{at:%Y-%m-%d %H:%M:%S}"]


async def _why(visit: Visit, entry: Entry, reasons: Reasons) -> str:
    """Why it was done with the person: how they went, or why they belong."""
    if departure := str(entry.details.get("departure") or ""):
        return say(f"departure-{departure}")
    if entry.about is None or entry.event not in BY_REASON:
        return ""
    return await why(visit, reasons.get((entry.chat_id or 0, entry.about.source_id), ()))


async def _reasons(visit: Visit, entries: Iterable[Entry]) -> Reasons:
    """Why people belong to the chats into which the pass has invited, or in which it has given rights, by chat."""
    numbers = {entry.chat_id for entry in entries if entry.event in BY_REASON and entry.chat_id is not None}
    roster = await Roster.of(visit.school.key, visit.school.today())
    chats = await Chat.filter(id__in=list(numbers))
    seats = [(chat.id, await composition.of_chat(roster, chat)) for chat in chats]
    return {(chat_id, person_id): seat.reasons for chat_id, found in seats for person_id, seat in found.items()}
