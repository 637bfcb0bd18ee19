"""K: everything that waits for somebody's decision."""

from bot.domain.console import Level
from bot.domain.kinds import ChatState, Verdict
from bot.services import held_plans, held_terms, outages
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Pages
from bot.ui.view import Button, Colour, Goto, Row, View
from handlers.card import turn
from handlers.console.level import need
from handlers.visit import Visit
from models.chats import Chat
from models.schools import Reading
from models.steering import HeldPlan

PLANS_A_PAGE = 3
CHATS_SHOWN = 5

pages: Pages[Visit] = Pages()


@pages.screen("K.QUEUE")
async def queue(visit: Visit) -> View:
    """Held plans first, then a journal in doubt, chats without rights, and what does not work at all."""
    level = await need(visit, Level.OBSERVER)
    plans = await held_terms.waiting(visit.school)
    page = page_of(plans, visit.list_page, size=PLANS_A_PAGE)
    lines = [_line(row) for row in page.items] if page.items else []
    if page.number == 1:
        lines += [*await _journal(visit), *await _powerless(visit), *await _outages(visit)]
    rows: list[Row] = [(_button(row),) for row in page.items if row.chat is None or level >= Level.ADMINISTRATOR]
    rows += turn("K.QUEUE", page, {})
    if level >= Level.OPERATOR:
        rows.append((Button(say("k-queue.plan"), Goto("K.PLAN")),))
    text = say("k-queue", lines="\n".join(f"• {line}" for line in lines) or say("k-queue-empty"))
    return View(text, (*rows, (_back(),)))


def _button(row: HeldPlan) -> Button:
    if row.chat is None:
        return Button(say("k-queue.year"), Goto("K.YEAR"), Colour.MAIN)
    return Button(row.chat.title, Goto("K.PLAN.HELD", {"h": row.id}), Colour.MAIN)


def _line(row: HeldPlan) -> str:
    if row.kind == held_terms.DELETE:
        return say("k-queue-delete", title=row.chat.title if row.chat else "")
    going = sum(key.startswith(held_plans.TAKING_OUT) for key in held_terms.keys_of(row))
    if row.chat is None:
        return say("k-year-line-closed", count=len(row.actions))
    others, times = len(row.actions) - going, say("k-queue-times", runs=row.runs)
    again = f"; {times}" if row.runs > 1 else ""
    return say("k-queue-held", title=row.chat.title, going=going, others=others, times=again)


async def _journal(visit: Visit) -> list[str]:
    reading = await Reading.filter(school_id=visit.school.key).order_by("-id").first()
    if reading is None or reading.verdict is Verdict.OK:
        return []
    return [say("k-queue-journal", verdict=say(f"ledger-journal-{reading.verdict.value}"))]


async def _powerless(visit: Visit) -> list[str]:
    troubled = Chat.filter(school_id=visit.school.key, state__in=[ChatState.PAUSED, ChatState.GONE], deleted_at=None)
    found = await troubled.exclude(trouble="").order_by("title")
    titles = ", ".join(chat.title for chat in found[:CHATS_SHOWN])
    rest = say("c-sync-more", count=len(found) - CHATS_SHOWN) if len(found) > CHATS_SHOWN else ""
    return [say("k-queue-rights", titles=titles + rest)] if found else []


async def _outages(visit: Visit) -> list[str]:
    current = [await outages.current(visit.school, subject) for subject in ("vk", "sms")]
    return [outage.reason for outage in current if outage is not None]


def _back() -> Button:
    return Button(say("k-queue.back"), Goto("K.MENU"))
