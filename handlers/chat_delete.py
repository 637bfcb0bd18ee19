"""C: «Удалить чат» in the words of the guide, and what becomes of it."""

from bot.domain.permissions import Act
from bot.errors import ScreenOutdated
from bot.services import chats, delete_chat
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
    if chat.trouble:
        return await part(visit)
    home = Button(say("c-del-done.home"), Goto("M.LIST"))
    return View(say("c-del-run", title=chat.title, out=out, all=all_of_them), ((home,),))


@pages.screen("C.DEL.DONE")
async def done(visit: Visit) -> View:
    """Everybody is out."""
    chat = await _deleted(visit)
    until = ((chat.deleted_at or visit.now) + delete_chat.KEPT).astimezone(visit.school.settings.time_zone)
    restore = Button(say("c-del-done.restore"), Goto("M.BIN.RESTORE", {"c": chat.id}))
    home = Button(say("c-del-done.home"), Goto("M.LIST"), Colour.MAIN)
    return View(say("c-del-done", title=chat.title, until=day_and_month(until.date())), ((restore,), (home,)))


@pages.screen("C.DEL.PART")
async def part(visit: Visit) -> View:
    """Somebody is still inside because VK refuses, unless everybody has gone meanwhile."""
    chat = await _deleted(visit)
    if delete_chat.is_over(chat):
        return await done(visit)
    again = Button(say("c-del-part.again"), Do("C.DEL.AGAIN", {"c": chat.id}), Colour.MAIN)
    restore = Button(say("c-del-done.restore"), Goto("M.BIN.RESTORE", {"c": chat.id}))
    home = Button(say("c-del-done.home"), Goto("M.LIST"))
    why = say(f"trouble-{chat.trouble}") if chat.trouble else ""
    text = say("c-del-part", title=chat.title, people=say("c-del-left", count=await _inside(chat)), why=why)
    return View(text, ((again,), (restore,), (home,)))


@pages.act("C.DEL.AGAIN")
async def again(visit: Visit) -> Outcome:
    """Try once more."""
    chat = await _deleted(visit)
    await chats.wake(visit.school, [chat.id])
    return Stay(say("c-fix-checking"))


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


async def _inside(chat: Chat) -> int:
    return await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).count()
