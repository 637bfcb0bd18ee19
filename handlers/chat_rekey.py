"""C: a class that the journal knows by another number: one press, and its chats follow."""

from bot.domain.console import Level
from bot.domain.year import Doubt
from bot.domain.year_steps import Fate, answers, doubt_about
from bot.errors import ScreenOutdated
from bot.services import console_roles, ledger, school_year, year_facts
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.act("C.REKEY.OPEN")
async def open_question(visit: Visit) -> Outcome:
    """From the message that asks to the question as it is now."""
    return Go("C.REKEY", {"c": visit.number("c")})


@pages.screen("C.REKEY")
async def question(visit: Visit) -> View:
    """What it looks like, and what a press would do."""
    doubt = await _renumbered(visit)
    after = doubt.choices[0]
    text = say("c-rekey", title=doubt.before.unit.title, alike=after.alike, count=len(doubt.before.pupils))
    yes = Button(say("c-rekey.yes"), Do("C.REKEY.YES", {"c": visit.number("c")}), Colour.GOOD)
    return View(text, ((yes,), (Button(say("c-rekey.later"), Goto("")),)))


@pages.act("C.REKEY.YES")
async def follow(visit: Visit) -> Outcome:
    """Have the chats follow their class."""
    doubt = await _renumbered(visit)
    actor = ledger.person(visit.profile.account_id) if visit.profile.account_id is not None else ledger.OPERATOR
    for step in answers(doubt, Fate.CONTINUE):
        await school_year.apply(visit.school, step, actor=actor)
    return Go("", notice=say("c-rekey-done", title=doubt.before.unit.title))


async def _renumbered(visit: Visit) -> Doubt:
    """The class of the screen's chat, for its teacher of now and for administrators of the school."""
    plan = await year_facts.plan_of(visit.school)
    chats = {chat.chat_id for one in plan.renumbered for chat in one.chats}
    doubt = doubt_about(plan, visit.number("c"))
    if doubt is None or visit.number("c") not in chats:
        raise ScreenOutdated("", "c-rekey-over")
    roster = await Roster.of(visit.school.key, visit.school.today())
    teachers = await roster.homeroom_teachers(doubt.choices[0].after.unit.source_id)
    level = await console_roles.level_of(visit.school, visit.profile)
    if set(teachers).isdisjoint(visit.profile.person_ids) and (level is None or level < Level.ADMINISTRATOR):
        raise ScreenOutdated("", "e-no-access")
    return doubt
