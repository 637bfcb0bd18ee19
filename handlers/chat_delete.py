"""C: «Удалить чат» in the words of the guide, and what becomes of it."""

from bot.domain.permissions import Act
from bot.errors import ScreenOutdated
from bot.services import delete_chat
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, View
from bot.ui.words import folded
from handlers.access import chat_to
from handlers.card import shown_chat
from handlers.visit import Visit
from models.chats import Chat, ChatMember

MANY = 30
CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


@pages.screen("C.DEL")
async def ask(visit: Visit) -> View:
    """The guide's own words; a large chat or somebody else's asks for its title."""
    chat = await shown_chat(visit, Act.DELETE)
    here = {"c": chat.id}
    yes = Button(say("c-del.yes"), Do("C.DEL.YES", here), Colour.DANGER)
    if await _needs_title(visit, chat):
        asked = {**here, "t": int(visit.now.timestamp())}
        yes = Button(say("c-del.yes"), Goto("C.DEL.TYPED", asked), Colour.DANGER)
    save = Button(say("c-del.list"), Do("C.MEMBERS.FILE", {**here, "k": "xlsx"}))
    no = Button(say("c-del.no"), Goto("C.VIEW", here))
    return View(say("c-del", title=chat.title, count=await _inside(chat)), ((yes,), (save,), (no,)))


async def title_typed(visit: Visit, text: str) -> Outcome:
    """Delete only for the right title in time."""
    chat = await shown_chat(visit, Act.DELETE)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(chat.title):
        return Go("C.VIEW", {"c": chat.id}, say("c-del-wrong"))
    return await _delete(visit, chat)


@pages.screen("C.DEL.TYPED", typed=title_typed)
async def typed(visit: Visit) -> View:
    """A strong confirmation: the title typed within two minutes."""
    chat = await shown_chat(visit, Act.DELETE)
    people = say("c-del-affected", count=await _inside(chat))
    return View(
        say("c-del-typed", title=chat.title, people=people),
        ((Button(say("c-del.no"), Goto("C.VIEW", {"c": chat.id})),),),
    )


@pages.act("C.DEL.YES")
async def delete(visit: Visit) -> Outcome:
    """Delete at once: a small chat by the one who made it."""
    chat = await chat_to(visit, Act.DELETE)
    if await _needs_title(visit, chat):
        return Go("C.DEL", {"c": chat.id})
    return await _delete(visit, chat)


@pages.screen("C.DEL.RUN")
async def run(visit: Visit) -> View:
    """How far it is, and then how it ended."""
    chat = await _deleted(visit)
    out, all_of_them = await delete_chat.excluded(chat)
    if delete_chat.is_over(chat):
        return await done(visit)
    if chat.trouble or await delete_chat.is_stopped(visit.school, chat):
        return await part(visit)
    stopping = Button(say("c-del-run.stop"), Do("C.DEL.STOP", {"c": chat.id}), Colour.DANGER)
    home = Button(say("c-del-done.home"), Goto("M.LIST"))
    waits = "\n" + say("e-vk") if chat.tries else ""
    return View(say("c-del-run", title=chat.title, out=out, all=all_of_them) + waits, ((stopping,), (home,)))


@pages.act("C.DEL.STOP")
async def stop(visit: Visit) -> Outcome:
    """Remove nobody else for now."""
    chat = await _deleted(visit)
    await delete_chat.stop(visit.school, visit.profile, chat)
    return Go("C.DEL.PART", {"c": chat.id})


@pages.screen("C.DEL.DONE")
async def done(visit: Visit) -> View:
    """Everybody is out."""
    chat = await _deleted(visit)
    restore = Button(say("c-del-done.restore"), Goto("M.BIN.RESTORE", {"c": chat.id}))
    home = Button(say("c-del-done.home"), Goto("M.LIST"), Colour.MAIN)
    return View(say("c-del-done", title=chat.title, until=_last_day(visit, chat)), ((restore,), (home,)))


@pages.screen("C.DEL.PART")
async def part(visit: Visit) -> View:
    """Somebody is still inside because VK refuses or a person has stopped it, unless everybody has gone meanwhile."""
    chat = await _deleted(visit)
    if delete_chat.is_over(chat):
        return await done(visit)
    here, people = {"c": chat.id}, say("c-del-left", count=await _inside(chat))
    label, why = say("c-del-part.again"), say(f"trouble-{chat.trouble}") if chat.trouble else ""
    text = say("c-del-part", title=chat.title, people=people, why=why)
    if await delete_chat.is_stopped(visit.school, chat):
        label = say("c-del-part.on")
        text = say("c-del-stopped", title=chat.title, people=people, until=_last_day(visit, chat))
    mend = (Button(say("c-view.fix"), Goto("C.FIX", here)),)
    return View(
        text,
        (
            (Button(label, Do("C.DEL.AGAIN", here), Colour.MAIN),),
            *([mend] if chat.trouble == "no-rights" else []),
            (Button(say("c-del-done.restore"), Goto("M.BIN.RESTORE", here)),),
            (Button(say("c-del-done.home"), Goto("M.LIST")),),
        ),
    )


@pages.act("C.DEL.AGAIN")
async def again(visit: Visit) -> Outcome:
    """Try once more, or go on after a stop."""
    chat = await _deleted(visit)
    await delete_chat.go_on(visit.school, chat)
    return Stay(say("c-fix-checking")) if chat.trouble else Go("C.DEL.RUN", {"c": chat.id})


async def _delete(visit: Visit, chat: Chat) -> Outcome:
    await delete_chat.delete(visit.school, visit.profile, chat)
    return Go("C.DEL.RUN", {"c": chat.id})


async def _deleted(visit: Visit) -> Chat:
    chat = await shown_chat(visit, Act.RESTORE)
    if chat.deleted_at is None:
        raise ScreenOutdated("")
    return chat


async def _needs_title(visit: Visit, chat: Chat) -> bool:
    return chat.author_id not in visit.profile.person_ids or await _inside(chat) > MANY


def _last_day(visit: Visit, chat: Chat) -> str:
    """Until when the chat can be brought back."""
    until = (chat.deleted_at or visit.now) + delete_chat.KEPT
    return day_and_month(until.astimezone(visit.school.settings.time_zone).date())


async def _inside(chat: Chat) -> int:
    return await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).count()
