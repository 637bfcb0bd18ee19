"""K: the chat of the administrators."""

from bot.domain.console import Level
from bot.services import service_chat
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.console.level import need
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("K.BIND")
async def service(visit: Visit) -> View:
    """Whether there is such a chat, and how one is made."""
    level = await need(visit, Level.OBSERVER)
    back = (Button(say("k-bind.back"), Goto("K.MORE")),)
    if await service_chat.peer(visit.school) is None:
        return View(say("k-bind"), (back,))
    unbind = (Button(say("k-bind.unbind"), Do("K.BIND.END"), Colour.DANGER),)
    return View(say("k-bind-bound"), (unbind, back) if level >= Level.ADMINISTRATOR else (back,))


@pages.act("K.BIND.END")
async def unbind(visit: Visit) -> Outcome:
    """Let the chat be an ordinary one; the community stays in it until somebody takes it out."""
    await need(visit, Level.ADMINISTRATOR)
    await service_chat.unbind(visit.school, visit.profile)
    return Go("K.BIND", notice=say("k-bind-ended"))
