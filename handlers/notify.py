"""A: in which hours of the day news may come."""

import re

from bot.errors import ScreenOutdated, UserError
from bot.services import accounts
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Do, Goto, View
from handlers.visit import Visit

HOURS = re.compile(r"\D*(\d{1,2})(?::00)?\s*[-–—]\s*(\d{1,2})(?::00)?\D*")
DAY = (0, 24)

pages: Pages[Visit] = Pages()


@pages.screen("A.NOTIFY")
async def notify(visit: Visit) -> View:
    """When news may come."""
    _account(visit)
    return View(
        say("a-notify", hours=_said(visit)),
        (
            (Button(say("a-notify.change"), Goto("A.NOTIFY.HOURS")),),
            (Button(say("a-notify.back"), Goto("A.PROFILE.CARD")),),
        ),
    )


async def hours_typed(visit: Visit, text: str) -> Outcome:
    """«8-19»."""
    found = HOURS.fullmatch(text)
    first, last = (int(found[1]), int(found[2])) if found else DAY[::-1]
    if not DAY[0] <= first < last <= DAY[1]:
        raise UserError("a-notify-wrong")
    await accounts.set_hours(_account(visit), (first, last))
    return Go("A.NOTIFY")


@pages.screen("A.NOTIFY.HOURS", typed=hours_typed)
async def hours(_: Visit) -> View:
    """Choose or type the hours."""
    early = Button(say("a-notify-hours.early"), Do("A.NOTIFY.SET", {"f": 8, "u": 19}))
    late = Button(say("a-notify-hours.late"), Do("A.NOTIFY.SET", {"f": 9, "u": 18}))
    always = Button(say("a-notify-hours.always"), Do("A.NOTIFY.SET", {"f": DAY[0], "u": DAY[1]}))
    usual = Button(say("a-notify-hours.usual"), Do("A.NOTIFY.USUAL"))
    return View(
        say("a-notify-hours"),
        ((early, late), (always, usual), (Button(say("a-notify-hours.back"), Goto("A.NOTIFY")),)),
    )


@pages.act("A.NOTIFY.SET")
async def choose(visit: Visit) -> Outcome:
    """Set the hours of a button."""
    return await hours_typed(visit, f"{visit.number('f')}-{visit.number('u')}")


@pages.act("A.NOTIFY.USUAL")
async def usual(visit: Visit) -> Outcome:
    """Back to the school's hours."""
    await accounts.set_hours(_account(visit), None)
    return Go("A.NOTIFY")


def _account(visit: Visit) -> int:
    if visit.profile.account_id is None:
        raise ScreenOutdated("A.START")
    return visit.profile.account_id


def _said(visit: Visit) -> str:
    settings = visit.school.settings.reconcile
    begin, end = f"{settings.quiet_before:%H:%M}", f"{settings.quiet_after:%H:%M}"
    if visit.profile.hours is not None:
        first, last = visit.profile.hours
        if (first, last) == DAY:
            return say("hours-always")
        begin, end = f"{first:02d}:00", f"{last:02d}:00"
    return say("hours-between", begin=begin, end=end)
