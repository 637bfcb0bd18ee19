"""K: the head of the school keeps a guardian away from a child's chats, or lets them come again."""

from bot.domain.console import Level
from bot.domain.roster import Person
from bot.errors import ScreenOutdated
from bot.services import keep_away
from bot.services.keep_away import Ward
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Goto, Row, View
from handlers.card import kept, turn
from handlers.console.confirming import asked_now, is_confirmed
from handlers.console.level import need
from handlers.visit import Visit, name_of

CHILDREN_A_PAGE = 4

pages: Pages[Visit] = Pages()


@pages.screen("K.KEEP")
async def children(visit: Visit) -> View:
    """The children of a guardian, and from whom the guardian is kept away."""
    one = await _guardian(visit)
    wards = await keep_away.wards(visit.school, one.source_id)
    page = page_of(wards, visit.list_page, size=CHILDREN_A_PAGE)
    lines = [_line(visit, ward) for ward in page.items]
    rows: list[Row] = [(_button(one, ward),) for ward in page.items]
    text = say("k-keep", name=name_of(one), lines="\n".join(lines) or say("k-keep-none"))
    here = kept(visit, "p")
    return View(text, (*rows, *turn("K.KEEP", page, here), (Button(say("k-keep.back"), Goto("K.PERSON", here)),)))


@pages.screen("K.KEEP.ASK")
async def ask(visit: Visit) -> View:
    """What the ruling means, and which chats it changes."""
    one, ward = await _ward(visit)
    chats = await keep_away.changed_chats(visit.school, one.source_id, ward)
    titles = ", ".join(say("k-keep-title", title=chat.title) for chat in chats) or say("k-keep-no-chats")
    is_kept = ward.since is None
    text = say("k-keep-ask" if is_kept else "k-keep-let-ask", name=name_of(one), child=_child(ward), titles=titles)
    asked = asked_now(visit, kept(visit, "p", "k", "v"))
    yes = Button(say("k-keep-ask.yes"), Goto("K.KEEP.TYPED", asked), Colour.DANGER)
    return View(text, ((yes,), (Button(say("k-keep-ask.no"), Goto("K.KEEP", kept(visit, "p"))),)))


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Decide only for the right word in time."""
    one, ward = await _ward(visit)
    is_kept = ward.since is None
    word = "k-keep-word-keep" if is_kept else "k-keep-word-let"
    if not is_confirmed(visit, text, word):
        return Go("K.KEEP", kept(visit, "p"), say("x-typed-wrong"))
    await keep_away.decide(visit.school, visit.profile, one.source_id, ward.child.source_id, is_kept=is_kept)
    notice = say("k-keep-kept" if is_kept else "k-keep-let", name=name_of(one), child=_child(ward))
    return Go("K.KEEP", kept(visit, "p"), notice)


@pages.screen("K.KEEP.TYPED", typed=word_typed, is_numbered=True)
async def typed(visit: Visit) -> View:
    """The word that does it."""
    _, ward = await _ward(visit)
    word = say("k-keep-word-keep" if ward.since is None else "k-keep-word-let")
    no = Button(say("k-keep-ask.no"), Goto("K.KEEP", kept(visit, "p")))
    return View(say("k-keep-typed", word=word), ((no,),))


async def _guardian(visit: Visit) -> Person:
    """The person of the screen, for the head of the school alone."""
    await need(visit, Level.ADMINISTRATOR)
    if not keep_away.is_head(visit.school, visit.profile):
        raise ScreenOutdated("K.PEOPLE", "k-keep-head")
    roster = await Roster.of(visit.school.key, visit.school.today())
    one = await roster.person(visit.text("p"))
    if one is None:
        raise ScreenOutdated("K.PEOPLE", "k-person-gone")
    return one


async def _ward(visit: Visit) -> tuple[Person, Ward]:
    one = await _guardian(visit)
    wards = await keep_away.wards(visit.school, one.source_id)
    ward = next((ward for ward in wards if ward.mark == visit.text("k")), None)
    if ward is None or (ward.since is None) is not bool(visit.number("v")):
        raise ScreenOutdated("K.PEOPLE", "e-gone")
    return one, ward


def _button(one: Person, ward: Ward) -> Button:
    """The other way round than it is now."""
    is_kept = ward.since is None
    params: dict[str, int | str] = {"p": one.source_id, "k": ward.mark, "v": int(is_kept)}
    label = say("k-keep.keep" if is_kept else "k-keep.let", child=_child(ward))
    return Button(label, Goto("K.KEEP.ASK", params), Colour.DANGER if is_kept else Colour.PLAIN)


def _line(visit: Visit, ward: Ward) -> str:
    if ward.since is None:
        return say("k-keep-free", child=_child(ward))
    day = day_and_month(ward.since.astimezone(visit.school.settings.time_zone).date())
    return say("k-keep-held", child=_child(ward), day=day)


def _child(ward: Ward) -> str:
    return say("r-child", name=ward.child.given, unit=ward.unit) if ward.unit else ward.child.given
