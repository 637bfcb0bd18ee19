"""What people hear of the school year: that it has turned, a class with another number, too much that would close."""

from collections.abc import Collection, Iterable

from bot.domain.year import Continuation, YearPlan
from bot.services import accounts, console_roles, ledger
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker, Urgency
from bot.texts.catalogue import say
from bot.ui import keyboard
from bot.ui.view import Button, Colour, Do, View
from models.chats import LedgerLine


async def tell_of_turn(school: SchoolContext, plan: YearPlan) -> None:
    """Once a year: the journal has opened a new one, and there is a plan to look at."""
    if not plan.has_turned or await _has_noted(school, "year-turned", year=plan.year):
        return
    await ledger.note(school, "year-turned", actor=ledger.JOURNAL, year=plan.year)
    await _write(school, await console_roles.administrators(school), _with_plan(say("year-turned")))


async def tell_of_hold(school: SchoolContext, count: int) -> None:
    """The journal would close more chats than the brake allows."""
    await ledger.note(school, "year-held", actor=ledger.JOURNAL, steps=count)
    await _write(school, await console_roles.administrators(school), _with_plan(say("year-held", count=count)))


async def ask_about_renumbered(school: SchoolContext, plan: YearPlan) -> None:
    """Once a class: its teacher and the administrators are asked whether the chats follow."""
    for one in plan.renumbered:
        chat_id, unit_id = one.chats[0].chat_id, one.after.unit.source_id
        if await _has_noted(school, "class-renumbered", chat_id=chat_id, unit=unit_id):
            continue
        await ledger.note(school, "class-renumbered", actor=ledger.JOURNAL, chat_id=chat_id, unit=unit_id)
        look = Button(say("renumbered.look"), Do("C.REKEY.OPEN", {"c": chat_id}), Colour.MAIN)
        text = say("renumbered", title=one.before.unit.title, alike=one.alike, count=len(one.before.pupils))
        people = {*await _class_teachers(school, one), *await console_roles.administrators(school)}
        await _write(school, people, View(text, ((look,),)))


def _with_plan(text: str) -> View:
    return View(text, ((Button(say("year-turned.plan"), Do("K.YEAR.OPEN"), Colour.MAIN),),))


async def _has_noted(school: SchoolContext, event: str, *, chat_id: int | None = None, **details: str) -> bool:
    """Whether the newest line of this kind says the same."""
    lines = LedgerLine.filter(school=school.key, event=event)
    newest = await (lines.filter(chat_id=chat_id) if chat_id else lines).order_by("-id").first()
    return newest is not None and all(newest.details.get(name) == value for name, value in details.items())


async def _class_teachers(school: SchoolContext, one: Continuation) -> Collection[int]:
    roster = await Roster.of(school.key, school.today())
    people = await roster.homeroom_teachers(one.after.unit.source_id)
    return (await accounts.pages_of(school, people)).values()


async def _write(school: SchoolContext, pages: Iterable[int], view: View) -> None:
    for page in sorted(set(pages)):
        await OutboxTalker(school).say(page, view.text, keyboard.inline(view), urgency=Urgency.NEWS)
