"""N: a new chat of a subject group, found among the own groups or by parallel, class and subject."""

from collections.abc import Sequence

from bot.domain.kinds import ChatKind, Part
from bot.domain.roster import Unit
from bot.errors import ScreenOutdated
from bot.services import candidates, drafts, rereading
from bot.services.candidates import Load
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.card import turn
from handlers.group_chat import group_view, taken_by
from handlers.scopes import parallel_title
from handlers.sketches import refuse_others
from handlers.unfinished import resume_view
from handlers.visit import Visit, journal_in_words
from models.chats import Chat

GROUPS_SHOWN, GROUPS_A_PAGE = 4, 4
CHOICES_A_PAGE = 6

pages: Pages[Visit] = Pages()


@pages.screen("N.TYPE")
async def kind_of_chat(visit: Visit) -> View:
    """The own groups first; a single one is offered at once, and a draft that waits is gone on with."""
    load = await _load(visit)
    if "all" not in visit.params:
        begun = [one for one in await drafts.unfinished(visit.school, visit.page) if one.kind != drafts.EDIT]
        if begun:
            return await resume_view(visit, begun[0])
        if len(load.own) == 1 and not await taken_by(visit, load.own[0].source_id):
            another = Button(say("n-type.another"), Goto("N.TYPE", {"all": 1}))
            home = Button(say("n-type.back"), Goto("M.LIST"))
            return await group_view(visit, load.own[0].source_id, other=(another, home))
    more = len(load.own) > GROUPS_SHOWN
    shown = load.own[: GROUPS_SHOWN - 1 if more else GROUPS_SHOWN]
    rows = await _groups(visit, shown)
    if more:
        rows.append((Button(say("n-type.mine", count=len(load.own)), Goto("N.MINE")),))
    ways = (
        Button(say("n-type.subject"), Goto("N.PAR")),
        Button(say("n-type.custom"), Goto("N.NAME")),
    )
    text = say("n-type", own=say("n-type-own") if shown else "")
    return View(text, (*rows, ways, (Button(say("n-type.back"), Goto("M.LIST")),)))


@pages.screen("N.MINE")
async def own_groups(visit: Visit) -> View:
    """All groups that the person teaches."""
    load = await _load(visit)
    if not load.own:
        return await _nothing(visit, "")
    page = page_of(load.own, visit.list_page, size=GROUPS_A_PAGE)
    rows = await _groups(visit, page.items)
    return View(say("n-mine"), (*rows, *turn("N.MINE", page, {}), (_back("N.TYPE", {"all": 1}),)))


@pages.screen("N.PAR")
async def parallel(visit: Visit) -> View:
    """The parallel; a single one is not asked for."""
    load = await _load(visit)
    if not load.classes:
        return await _nothing(visit, "")
    if len(load.parallels) == 1:
        return await _classes(visit, load, load.parallels[0])
    return _numbers(visit, load)


@pages.screen("N.CLASS")
async def class_unit(visit: Visit) -> View:
    """The class of a parallel; a single one is not asked for."""
    load = await _load(visit)
    if visit.number("p") not in load.parallels:
        raise ScreenOutdated("N.PAR")
    return await _classes(visit, load, visit.number("p"))


@pages.screen("N.SUBJ")
async def subject(visit: Visit) -> View:
    """The subject that is taught in a class; a single one is not asked for."""
    load = await _load(visit)
    return await _subjects(visit, load, _class(load, visit.text("u")))


@pages.screen("N.GROUP")
async def group(visit: Visit) -> View:
    """The groups of a subject in a class; a single one is not asked for."""
    load = await _load(visit)
    unit = _class(load, visit.text("u"))
    groups = await candidates.groups_in(await _roster(visit), load, unit.source_id)
    named = next((one.subject for one in groups if one.source_id == visit.text("k")), None)
    if named is None:
        raise ScreenOutdated("N.PAR")
    return await _of_subject(visit, load, unit, groups, named)


@pages.screen("N.NOGROUPS")
async def no_groups(visit: Visit) -> View:
    """The journal shows no groups: what to do, unless they have appeared meanwhile."""
    load = await _load(visit)
    if not visit.text("u"):
        return await parallel(visit)
    return await _subjects(visit, load, _class(load, visit.text("u")))


@pages.act("N.READ")
async def read_again(visit: Visit) -> Outcome:
    """Have the journal read now."""
    refuse_others(visit)
    await rereading.soon(visit.school)
    return Go("N.NOGROUPS", visit.params, say("n-reading"))


@pages.screen("N.EXISTS")
async def exists(visit: Visit) -> View:
    """The group has a chat already."""
    return await group_view(visit, visit.text("g"))


def _numbers(visit: Visit, load: Load) -> View:
    page = page_of(load.parallels, visit.list_page, size=CHOICES_A_PAGE)
    buttons = [Button(parallel_title(number), Goto("N.CLASS", {"p": number})) for number in page.items]
    mine = ((Button(say("n-par.mine"), Goto("N.MINE"), Colour.MAIN),),) if load.own else ()
    rows = (*_threes(buttons), *turn("N.PAR", page, {}), *mine, (_back("N.TYPE", {"all": 1}),))
    return View(say("n-par"), rows)


async def _classes(visit: Visit, load: Load, number: int) -> View:
    units = load.in_parallel(number)
    if len(units) == 1:
        return await _subjects(visit, load, units[0])
    page = page_of(units, visit.list_page, size=CHOICES_A_PAGE)
    buttons = [Button(unit.title, Goto("N.SUBJ", {"u": unit.source_id})) for unit in page.items]
    rows = (*_threes(buttons), *turn("N.CLASS", page, {"p": number}), (_before_class(load),))
    return View(say("n-class", parallel=parallel_title(number)), rows)


async def _subjects(visit: Visit, load: Load, unit: Unit) -> View:
    groups = await candidates.groups_in(await _roster(visit), load, unit.source_id)
    first = {group.subject: group for group in reversed(groups)}
    if not first:
        return await _nothing(visit, unit.source_id)
    if len(first) == 1:
        return await _of_subject(visit, load, unit, groups, groups[0].subject)
    page = page_of(sorted(first), visit.list_page, size=CHOICES_A_PAGE)
    here = {"u": unit.source_id}
    buttons = [Button(_subject(name), Goto("N.GROUP", {**here, "k": first[name].source_id})) for name in page.items]
    rows = (*_pairs(buttons), *turn("N.SUBJ", page, here), (_before_subject(load, unit),))
    return View(say("n-subj", unit=unit.title), rows)


async def _of_subject(visit: Visit, load: Load, unit: Unit, groups: Sequence[Unit], name: str) -> View:
    wanted = [group for group in groups if group.subject == name]
    if len(wanted) == 1:
        return await group_view(visit, wanted[0].source_id)
    page = page_of(wanted, visit.list_page, size=GROUPS_A_PAGE)
    learning = await (await _roster(visit)).active(units=[group.source_id for group in page.items], part=Part.PUPIL)
    counts = {group.source_id: sum(row.unit_id == group.source_id for row in learning) for group in page.items}
    lines = [
        say("n-group-line", number=number, title=group.title, count=counts[group.source_id])
        for number, group in enumerate(page.items, start=page.first)
    ]
    here = {"u": unit.source_id, "k": wanted[0].source_id}
    has_choice = len({group.subject for group in groups}) > 1
    back = _back("N.SUBJ", {"u": unit.source_id}) if has_choice else _before_subject(load, unit)
    text = say("n-group", unit=unit.title, subject=_subject(name), lines="\n".join(lines))
    return View(text, (*await _groups(visit, page.items), *turn("N.GROUP", page, here), (back,)))


async def _nothing(visit: Visit, class_id: str) -> View:
    units = await (await _roster(visit)).units([class_id])
    where = say("n-nogroups-of", unit=units[class_id].title) if class_id in units else ""
    return View(
        say("n-nogroups", where=where, journal=await journal_in_words(visit)),
        (
            (Button(say("n-nogroups.read"), Do("N.READ", {"u": class_id})),),
            (Button(say("n-nogroups.custom"), Goto("N.NAME")),),
            (_back("N.TYPE", {"all": 1}),),
        ),
    )


async def _groups(visit: Visit, groups: Sequence[Unit]) -> list[Row]:
    """A button for each group; those that have a chat are marked."""
    ids = [group.source_id for group in groups]
    made = Chat.filter(school_id=visit.school.key, kind=ChatKind.SUBJECT, unit_id__in=ids, deleted_at=None)
    taken = set(await made.values_list("unit_id", "year"))
    return [(_group(one, is_taken=(one.source_id, one.year) in taken),) for one in groups]


def _group(group: Unit, *, is_taken: bool) -> Button:
    if is_taken:
        return Button(say("n-type.taken", title=group.title), Goto("N.EXISTS", {"g": group.source_id}))
    return Button(group.title, Goto("P.SUM", {"g": group.source_id}))


def _before_class(load: Load) -> Button:
    return _back("N.PAR") if len(load.parallels) > 1 else _back("N.TYPE", {"all": 1})


def _before_subject(load: Load, unit: Unit) -> Button:
    number = candidates.parallel_of(unit)
    return _back("N.CLASS", {"p": number}) if len(load.in_parallel(number)) > 1 else _before_class(load)


def _back(screen: str, params: dict[str, int | str] | None = None) -> Button:
    return Button(say("n-type.back"), Goto(screen, params or {}))


def _class(load: Load, class_id: str) -> Unit:
    unit = next((one for one in load.classes if one.source_id == class_id), None)
    if unit is None:
        raise ScreenOutdated("N.PAR")
    return unit


def _subject(name: str) -> str:
    return name or say("n-no-subject")


def _threes(buttons: Sequence[Button]) -> list[Row]:
    return [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]


def _pairs(buttons: Sequence[Button]) -> list[Row]:
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


async def _roster(visit: Visit) -> Roster:
    return await Roster.of(visit.school.key, visit.school.today())


async def _load(visit: Visit) -> Load:
    refuse_others(visit)
    return await candidates.load_of(await _roster(visit), visit.profile)
