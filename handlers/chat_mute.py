"""C.MUTE, C.WRITE: one person may not write in the chat for a while; or only the staff may at all."""

from bot.domain.permissions import Act
from bot.errors import ScreenOutdated, UserError
from bot.services import mute
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.access import chat_to
from handlers.card import here_of, line_of, shown_chat
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("C.MUTE")
async def ask(visit: Visit) -> View:
    """For how long?"""
    chat = await shown_chat(visit, Act.MUTE)
    line = await line_of(visit, chat)
    here = here_of(visit)
    choices = [Button(say(f"c-mute.{span}"), Do("C.MUTE.SET", {**here, "v": span})) for span in mute.SPANS]
    back = Button(say("c-mute.back"), Goto("C.MEMBER", here))
    return View(say("c-mute", name=line.name), (tuple(choices[:2]), tuple(choices[2:]), (back,)))


@pages.act("C.MUTE.SET")
async def forbid(visit: Visit) -> Outcome:
    """Forbid the person to write; VK's answer shows on the card."""
    chat = await chat_to(visit, Act.MUTE)
    span = visit.text("v")
    if span not in mute.SPANS:
        raise UserError("e-stale")
    await mute.forbid(visit.school, visit.profile, chat, await line_of(visit, chat), span)
    return Go("C.MEMBER", here_of(visit), say("c-mute-done"))


@pages.act("C.MUTE.LIFT")
async def allow(visit: Visit) -> Outcome:
    """Let the person write again."""
    chat = await chat_to(visit, Act.MUTE)
    await mute.allow(visit.school, visit.profile, chat, await line_of(visit, chat))
    return Go("C.MEMBER", here_of(visit), say("c-mute-lifted"))


@pages.screen("C.WRITE")
async def writers(visit: Visit) -> View:
    """Who may write in the chat?"""
    chat = await shown_chat(visit, Act.SETTINGS)
    if not mute.may_choose_writers(chat):
        raise ScreenOutdated("")
    choices = {"everybody": mute.EVERYBODY, "staff": mute.STAFF}
    rows = tuple(
        (
            Button(
                say(f"c-write.{name}"),
                Do("C.WRITE.SET", {"c": chat.id, "w": value}),
                Colour.MAIN if value == chat.writers else Colour.PLAIN,
            ),
        )
        for name, value in choices.items()
    )
    back = Button(say("c-write.back"), Goto("C.SET", {"c": chat.id}))
    return View(say("c-write", title=chat.title), (*rows, (back,)))


@pages.act("C.WRITE.SET")
async def set_writers(visit: Visit) -> Outcome:
    """Choose."""
    chat = await chat_to(visit, Act.SETTINGS)
    await mute.set_writers(visit.school, visit.profile, chat, visit.text("w"))
    return Go("C.SET", {"c": chat.id})
