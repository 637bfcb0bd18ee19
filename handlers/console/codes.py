"""K: the personal codes of a class or of the staff: printed, as a table, handed to the class teacher, made anew."""

from collections.abc import Sequence

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.roster import Person
from bot.errors import ScreenOutdated, UserError
from bot.services import class_codes, invite_sheet
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.card import kept
from handlers.console.level import need
from handlers.visit import Visit, name_of

pages: Pages[Visit] = Pages()


@pages.screen("K.CODES")
async def codes(visit: Visit) -> View:
    """Whom the codes are for and until when they work."""
    title, people = await _recipients(visit)
    back: Row = (Button(say("k-codes.back"), Goto("K.PEOPLE.LIST")),)
    if not people:
        return View(say("k-codes-none", title=title), (back,))
    here = _here(visit)
    until = await invite_sheet.valid_until(visit.school, people)
    day = day_and_month(until.astimezone(visit.school.settings.time_zone).date()) if until else ""
    rows: list[Row] = [
        (Button(say("k-codes.sheet"), Do("K.CODES.SHEET", here), Colour.MAIN),),
        (Button(say("k-codes.table"), Do("K.CODES.TABLE", here)),),
    ]
    if await class_codes.teachers(visit.school, visit.text("u")):
        rows.append((Button(say("k-codes.give"), Do("K.CODES.GIVE", here)),))
    if until is not None:
        rows.append((Button(say("k-codes.renew"), Goto("K.CODES.ASK", here), Colour.DANGER),))
    text = say("k-codes", title=title, count=len(people), living=say("k-codes-living", day=day) if day else "")
    return View(text, (*rows, back))


@pages.act("K.CODES.SHEET")
async def sheet(visit: Visit) -> Outcome:
    """Send the sheet with QR codes."""
    title, people = await _recipients(visit)
    await _send_sheet(visit, visit.page, title, people, "k-codes-sheet")
    return Stay(say("c-sheet-drawing"))


@pages.act("K.CODES.TABLE")
async def table(visit: Visit) -> Outcome:
    """Send the same as a table."""
    title, people = await _recipients(visit)
    printed = await class_codes.printed(visit.school, visit.profile, people)
    zone = visit.school.settings.time_zone
    rows = [[name_of(one.person), one.code, one.link, f"{one.expires_at.astimezone(zone):%d.%m.%Y}"] for one in printed]
    header = [say(f"k-codes-table-{column}") for column in ("name", "code", "link", "until")]
    data = tables.as_xlsx(title, header, rows)
    text = say("k-codes-table", title=title, count=len(printed))
    await visit.talker.document(visit.page, text, say("k-codes-table-book", title=title), data)
    return Stay(say("c-file-sent"))


@pages.act("K.CODES.GIVE")
async def give(visit: Visit) -> Outcome:
    """Send the sheet to the class teacher."""
    title, people = await _recipients(visit)
    teachers = await class_codes.teachers(visit.school, visit.text("u"))
    if not teachers:
        raise UserError("k-codes-no-teacher")
    for page in teachers:
        await _send_sheet(visit, page, title, people, "k-codes-given")
    return Stay(say("k-codes-gave"))


@pages.screen("K.CODES.ASK")
async def ask(visit: Visit) -> View:
    """What new codes mean."""
    title, people = await _recipients(visit)
    newest = await invite_sheet.newest_code(visit.school, people)
    here = _here(visit)
    yes = Button(say("k-codes-ask.yes"), Do("K.CODES.RENEW", {**here, "n": newest}), Colour.DANGER)
    return View(say("k-codes-ask", title=title), ((yes,), (Button(say("k-codes-ask.no"), Goto("K.CODES", here)),)))


@pages.act("K.CODES.RENEW")
async def renew(visit: Visit) -> Outcome:
    """Void the codes that were there when the button was shown, and make new ones."""
    _, people = await _recipients(visit)
    is_new = await class_codes.replace(visit.school, visit.profile, people, up_to=visit.number("n"))
    return Go("K.CODES", _here(visit), say("k-codes-renewed") if is_new else "")


async def _recipients(visit: Visit) -> tuple[str, list[Person]]:
    """The name of the class or of the staff, and who gets a code."""
    await need(visit, Level.OPERATOR)
    if visit.text("w") == class_codes.STAFF:
        people = await class_codes.recipients(visit.school, visit.profile, class_codes.STAFF)
        return say("k-people-list-staff"), people
    unit = await class_codes.unit(visit.school, visit.text("u"))
    if unit is None:
        raise ScreenOutdated("K.PEOPLE.LIST", "e-gone")
    return unit.title, await class_codes.recipients(visit.school, visit.profile, unit.source_id)


async def _send_sheet(visit: Visit, page: int, title: str, people: Sequence[Person], caption: str) -> None:
    ordered = await class_codes.order(visit.school, visit.profile, people, title)
    day = day_and_month(ordered.valid_until.astimezone(visit.school.settings.time_zone).date())
    text = say(caption, title=title, count=ordered.cards, day=day)
    await visit.talker.drawing(page, text, say("k-codes-sheet-name", title=title), ordered.order)


def _here(visit: Visit) -> dict[str, int | str]:
    return kept(visit, "u", "w")
