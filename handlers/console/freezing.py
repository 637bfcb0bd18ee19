"""K: chats that are left alone until a day: one, those of a class or a parallel, or all of the school."""

import re
from datetime import date, datetime, time, timedelta

from bot.domain.console import Level
from bot.domain.russian import is_same_class, normal_name
from bot.errors import ScreenOutdated, UserError
from bot.services import steering
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.commands import QUOTES
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from bot.ui.words import is_word
from handlers.card import kept
from handlers.console.level import need
from handlers.visit import Visit
from models.chats import Chat

WHAT_AND_DAY = re.compile(r"(.+?)\s+\S+\s+(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\.?")
LONGEST_DAYS = 180
TITLES_SHOWN = 15
WEEK = timedelta(days=7)
WHAT_LENGTH = 60

pages: Pages[Visit] = Pages()


async def order_typed(visit: Visit, text: str) -> Outcome:
    """What to leave alone and the last day of it, as in the example."""
    await need(visit, Level.ADMINISTRATOR)
    found = WHAT_AND_DAY.fullmatch(text.strip())
    if found is None:
        raise UserError("k-freeze-unclear")
    last = _day(visit, int(found[2]), int(found[3]), int(found[4] or 0))
    what = found[1][:WHAT_LENGTH]
    if not await _named(visit, what):
        raise UserError("k-freeze-nothing", what=what)
    return Go("K.SYNC.FREEZE", {"w": what, "d": last.isoformat()})


@pages.screen("K.SYNC.FREEZE", typed=order_typed)
async def freezing(visit: Visit) -> View:
    """What is left alone now, or what would be."""
    level = await need(visit, Level.OBSERVER)
    back = (Button(say("k-freeze.back"), Goto("K.SYNC")),)
    if visit.text("w") and level >= Level.ADMINISTRATOR:
        found, day = await _named(visit, visit.text("w")), day_and_month(_last_day(visit))
        yes = Do("K.SYNC.FREEZE.YES", {"w": visit.text("w"), "d": visit.text("d")})
        freeze = (Button(say("k-freeze.yes"), yes, Colour.DANGER),)
        text = say("k-freeze-plan", count=len(found), titles=_titles(found), day=day)
        return View(text, (freeze, (Button(say("k-freeze.no"), Goto("K.SYNC.FREEZE")),)))
    frozen = await steering.frozen(visit.school)
    lines = [say("k-freeze-line", title=chat.title, until=_said(visit, chat)) for chat in frozen[:TITLES_SHOWN]]
    text = say("k-freeze", lines="\n".join(lines) or say("k-freeze-none"))
    thaw = (Button(say("k-freeze.thaw"), Do("K.SYNC.THAW"), Colour.GOOD),)
    return View(text, (thaw, back) if frozen and level >= Level.ADMINISTRATOR else (back,))


@pages.act("K.SYNC.FREEZE.YES")
async def freeze(visit: Visit) -> Outcome:
    """Leave them alone until the end of that day."""
    await need(visit, Level.ADMINISTRATOR)
    found = await _named(visit, visit.text("w"))
    midnight = datetime.combine(_last_day(visit) + timedelta(days=1), time(), visit.school.settings.time_zone)
    if not found or midnight <= visit.now:
        raise ScreenOutdated("K.SYNC.FREEZE")
    await steering.freeze(visit.school, visit.profile, [chat.id for chat in found], midnight)
    return Go("K.SYNC.FREEZE", notice=say("k-freeze-done", count=len(found)))


@pages.act("K.SYNC.FREEZE.CHAT")
async def freeze_one(visit: Visit) -> Outcome:
    """Leave the chat of a held plan alone for a week: time to mend the journal."""
    await need(visit, Level.ADMINISTRATOR)
    here = kept(visit, "h")
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if chat is None:
        raise ScreenOutdated("K.QUEUE", "e-gone")
    if chat.frozen_until is None or chat.frozen_until <= visit.now:
        await steering.freeze(visit.school, visit.profile, [chat.id], visit.now + WEEK)
    return Go("K.PLAN.HELD", here, say("k-freeze-done", count=1))


@pages.act("K.SYNC.THAW")
async def thaw(visit: Visit) -> Outcome:
    """Look after all of them again."""
    await need(visit, Level.ADMINISTRATOR)
    await steering.thaw(visit.school, visit.profile)
    return Go("K.SYNC.FREEZE")


async def _named(visit: Visit, what: str) -> list[Chat]:
    """The chats that these words name: the whole school, a parallel, a class, or a part of a title."""
    alive = Chat.filter(school_id=visit.school.key, deleted_at__isnull=True, is_archived=False)
    chats = [chat for chat in await alive.order_by("title", "id") if chat.state.is_ours]
    if is_word(what, "school"):
        return chats
    wanted = normal_name(what.strip(QUOTES))
    units = {unit.source_id: unit for unit in await (await Roster.of(visit.school.key, visit.school.today())).classes()}
    if wanted.isdecimal():
        return [chat for chat in chats if chat.unit_id in units and units[chat.unit_id].parallel == int(wanted)]
    of_class = [chat for chat in chats if chat.unit_id in units and is_same_class(units[chat.unit_id].title, wanted)]
    return of_class or [chat for chat in chats if wanted and wanted in normal_name(chat.title)]


def _day(visit: Visit, day: int, month: int, year: int) -> date:
    """The day that was typed, the next one of that name when it has no year; ``UserError`` when it cannot be."""
    today = visit.school.today()
    try:
        last = date(year or today.year, month, day)
        last = last.replace(year=today.year + 1) if not year and last < today else last
    except ValueError:
        raise UserError("k-freeze-unclear") from None
    if not today <= last <= today + timedelta(days=LONGEST_DAYS):
        raise UserError("k-freeze-day", most=LONGEST_DAYS)
    return last


def _last_day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.text("d"))
    except ValueError:
        raise ScreenOutdated("K.SYNC.FREEZE") from None


def _said(visit: Visit, chat: Chat) -> str:
    """The last day on which the chat is left alone."""
    end = (chat.frozen_until or visit.now).astimezone(visit.school.settings.time_zone) - timedelta(minutes=1)
    return day_and_month(end.date())


def _titles(chats: list[Chat]) -> str:
    rest = len(chats) - TITLES_SHOWN
    more = say("k-freeze-more", count=rest) if rest > 0 else ""
    return ", ".join(chat.title for chat in chats[:TITLES_SHOWN]) + more
