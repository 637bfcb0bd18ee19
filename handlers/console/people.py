"""K: the people of the school: found by what one knows of them, and those who have not linked."""

from collections.abc import Collection

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.roster import Person
from bot.domain.russian import full_name, is_same_class
from bot.errors import UserError
from bot.services import people_search
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.card import kept, turn
from handlers.console.level import need
from handlers.visit import Visit, name_of

PEOPLE_A_PAGE = 4
CLASSES_A_PAGE = 6
LONGEST_QUERY = 40

pages: Pages[Visit] = Pages()


async def sought(visit: Visit, text: str) -> Outcome:
    """A name, a class, a number or the address of a page; of a number only the fingerprint travels on."""
    await need(visit, Level.OPERATOR)
    query = text.strip()[:LONGEST_QUERY]
    where: dict[str, int | str]
    if (page := people_search.page_in(text)) is not None:
        found, where = await people_search.with_page(visit.school, page), {"g": page}
    elif people_search.is_link(text):
        raise UserError("k-people-link")
    elif digest := people_search.number_in(visit.school, text):
        found, where = await people_search.with_number(visit.school, digest), {"d": digest}
    else:
        found, where = await people_search.named(visit.school, query), {"q": query}
    if not found:
        raise UserError("k-people-none")
    return Go("K.PERSON", {"p": found[0].source_id}) if len(found) == 1 else Go("K.PEOPLE.FOUND", where)


@pages.screen("K.PEOPLE", typed=sought)
async def people(visit: Visit) -> View:
    """How many have not linked, and the ways to one person."""
    await need(visit, Level.OPERATOR)
    counts = await people_search.counts(visit.school)
    return View(
        say("k-people", unlinked=counts.unlinked, relinked=counts.relinked),
        (
            (Button(say("k-people.unlinked", count=counts.unlinked), Goto("K.PEOPLE.LIST"), Colour.MAIN),),
            (Button(say("k-people.roles"), Goto("K.ROLES")),),
            (Button(say("k-people.back"), Goto("K.MENU")),),
        ),
    )


async def number_typed(visit: Visit, text: str) -> Outcome:
    """The number of a line, or somebody else to look for."""
    await need(visit, Level.OPERATOR)
    people_found = await _found(visit)
    if (number := text.strip()).isdecimal() and 1 <= int(number) <= len(people_found):
        return Go("K.PERSON", {"p": people_found[int(number) - 1].source_id})
    return await sought(visit, text)


@pages.screen("K.PEOPLE.FOUND", typed=number_typed)
async def found(visit: Visit) -> View:
    """Everybody who was found, page by page."""
    await need(visit, Level.OPERATOR)
    people_found = await _found(visit)
    page = page_of(people_found, visit.list_page, size=PEOPLE_A_PAGE)
    classes = await people_search.classes_of(visit.school, [one.source_id for one in page.items])
    said = [_line(one, classes.get(one.source_id, ())) for one in page.items]
    lines = [f"{number}. {line}" for number, line in enumerate(said, start=page.first)]
    rows: list[Row] = [
        (Button(_label(one, classes.get(one.source_id, ())), Goto("K.PERSON", {"p": one.source_id})),)
        for one in page.items
    ]
    text = say("k-people-found", count=len(people_found), lines="\n".join(lines) or say("k-people-nobody"))
    here = kept(visit, "q", "d", "g")
    return View(text, (*rows, *turn("K.PEOPLE.FOUND", page, here), _back("k-people-found", "K.PEOPLE")))


async def class_typed(visit: Visit, text: str) -> Outcome:
    """A class, by the title that the journal gives it."""
    await need(visit, Level.OPERATOR)
    roster = await Roster.of(visit.school.key, visit.school.today())
    for unit in await roster.classes():
        if is_same_class(unit.title, text):
            return Go("K.CODES", {"u": unit.source_id})
    raise UserError("k-class-unknown", title=text[:20])


@pages.screen("K.PEOPLE.LIST", typed=class_typed, is_numbered=True)
async def unlinked(visit: Visit) -> View:
    """Who has not linked, class by class; a class leads to its codes."""
    await need(visit, Level.OPERATOR)
    waiting = await people_search.unlinked(visit.school)
    counted = [(unit.title, len(group), {"u": unit.source_id}) for unit, group in waiting.by_class]
    if waiting.staff:
        counted.append((say("k-people-list-staff"), len(waiting.staff), {"w": "staff"}))
    page = page_of(counted, visit.list_page, size=CLASSES_A_PAGE)
    buttons = [
        Button(say("k-people-list.group", title=title, count=count), Goto("K.CODES", where))
        for title, count, where in page.items
    ]
    rows: list[Row] = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    groups = " · ".join(say("k-people-list-group", title=title, count=count) for title, count, _ in counted)
    text = say("k-people-list", count=waiting.count, groups=groups or say("k-people-list-nobody"))
    file = Button(say("k-people-list.file"), Do("K.PEOPLE.FILE"))
    back = Button(say("k-people-list.back"), Goto("K.PEOPLE"))
    return View(text, (*rows, *turn("K.PEOPLE.LIST", page, {}), (file, back) if counted else (back,)))


@pages.act("K.PEOPLE.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the list of those who have not linked."""
    await need(visit, Level.OPERATOR)
    waiting = await people_search.unlinked(visit.school)
    groups = [(unit.title, group) for unit, group in waiting.by_class]
    groups.append((say("k-people-list-staff"), waiting.staff))
    rows = [[title, name_of(one), _roles(one)] for title, group in groups for one in group]
    header = [say(f"k-people-file-{column}") for column in ("unit", "name", "role")]
    data = tables.as_xlsx(say("k-people-file-sheet"), header, rows)
    await visit.talker.document(visit.page, say("k-people-file"), say("k-people-file-book"), data)
    return Stay(say("c-file-sent"))


async def _found(visit: Visit) -> list[Person]:
    if "g" in visit.params:
        return await people_search.with_page(visit.school, visit.number("g"))
    if "d" in visit.params:
        return await people_search.with_number(visit.school, visit.text("d"))
    return await people_search.named(visit.school, visit.text("q"))


def _line(one: Person, classes: Collection[str]) -> str:
    """The name, and what tells namesakes apart."""
    return say("k-people-line", name=name_of(one), what=", ".join([_roles(one), *classes]))


def _label(one: Person, classes: Collection[str]) -> str:
    """The family name and the given one with what fits beside them."""
    return say("k-people-line", name=full_name(one.family, one.given), what=", ".join(classes) or _roles(one))


def _roles(one: Person) -> str:
    return ", ".join(sorted(say(f"role-{role.value}") for role in one.roles))


def _back(key: str, screen: str) -> Row:
    return (Button(say(f"{key}.back"), Goto(screen)),)
