"""X: going on with a draft, and stopping it."""

from bot.errors import ScreenOutdated
from bot.services import drafts
from bot.services.dialogues import StoredDialogues
from bot.services.drafts import Sketch
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Params, View
from handlers.unfinished import hub_of, ref_to, resume_view, title_of
from handlers.visit import Visit

OF_DRAFTS = ("N.", "P.", "C.EDIT", "C.RENAME", "C.DIFF", "C.CONFLICT")
"""How the screens on which a draft is put together begin."""

pages: Pages[Visit] = Pages()


@pages.screen("X.RESUME")
async def resume(visit: Visit) -> View:
    """The newest draft that waits."""
    waiting = await drafts.unfinished(visit.school, visit.page)
    if not waiting:
        raise ScreenOutdated("", "e-draft-gone")
    return await resume_view(visit, waiting[0])


@pages.act("X.CANCEL")
async def cancel(visit: Visit) -> Outcome:
    """«Отмена» leads home from everywhere; with a draft under way it asks what becomes of it."""
    params = visit.params or await _where(visit)
    if sketch := await _draft(visit, params):
        return Go("X.CANCEL.DRAFT", ref_to(sketch))
    return Go("", notice=say("x-cancelled"))


@pages.screen("X.CANCEL.DRAFT")
async def ask(visit: Visit) -> View:
    """Keep the draft, forget it, or go on."""
    sketch = await _draft(visit, visit.params)
    if sketch is None:
        raise ScreenOutdated("", "e-draft-gone")
    key = "x-cancel-edit" if sketch.kind == drafts.EDIT else "x-cancel-draft"
    return View(
        say(key, title=await title_of(visit, sketch)),
        (
            (Button(say("x-cancel.keep"), Goto("")),),
            (Button(say("x-cancel.drop"), Do("X.DROP", ref_to(sketch)), Colour.DANGER),),
            (Button(say("x-cancel.on"), hub_of(sketch), Colour.MAIN),),
        ),
    )


@pages.act("X.DROP")
async def drop(visit: Visit) -> Outcome:
    """Forget the draft."""
    if sketch := await _draft(visit, visit.params):
        await drafts.drop(visit.school, visit.page, sketch.id)
    return Go("", notice=say("x-dropped"))


async def _where(visit: Visit) -> Params:
    """What the screen speaks of that is shown now, if a draft is put together there."""
    state = await StoredDialogues(visit.school).recall(visit.page)
    return state.params if state.screen.startswith(OF_DRAFTS) else {}


async def _draft(visit: Visit, params: Params) -> Sketch | None:
    """The stored draft about a chat, about a group, or with a number."""
    for sketch in await drafts.unfinished(visit.school, visit.page):
        about = ref_to(sketch)
        if about.items() <= params.items():
            return sketch
    return None
