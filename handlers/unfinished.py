"""A draft that waits to be gone on with: what it is, and the ways to it."""

from bot.services import drafts, edit_chat
from bot.services.drafts import Sketch
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.view import Button, Colour, Do, Goto, Params, View
from handlers.visit import Visit
from models.chats import Chat


async def resume_view(visit: Visit, sketch: Sketch) -> View:
    """Go on, or begin something new."""
    ref = ref_to(sketch)
    is_edit = sketch.kind == drafts.EDIT
    key = "x-resume-edit" if is_edit else "x-resume"
    text = say(key, title=await title_of(visit, sketch), count=len(sketch.members))
    anew = Do("X.DROP", ref) if is_edit else Goto("N.TYPE", {"all": 1})
    return View(
        text,
        (
            (Button(say("x-resume.on"), hub_of(sketch), Colour.MAIN),),
            (Button(say("x-resume.drop") if is_edit else say("x-resume.anew"), anew),),
            (Button(say("x-resume.home"), Goto("M.LIST")),),
        ),
    )


def hub_of(sketch: Sketch) -> Goto:
    """The summary of a draft."""
    return Goto("C.EDIT" if sketch.kind == drafts.EDIT else "P.SUM", ref_to(sketch))


def ref_to(sketch: Sketch) -> Params:
    """What a draft is about, as buttons carry it."""
    if sketch.kind == drafts.EDIT:
        return {"c": sketch.chat_id or 0}
    return {"g": sketch.unit_id} if sketch.unit_id else {"d": sketch.id}


async def title_of(visit: Visit, sketch: Sketch) -> str:
    """The name of the chat that a draft is about."""
    if sketch.kind == drafts.EDIT:
        chat = await Chat.get_or_none(id=sketch.chat_id, school_id=visit.school.key)
        return sketch.title or (edit_chat.chat_title(chat) if chat else "")
    roster = await Roster.of(visit.school.key, visit.school.today())
    unit = (await roster.units([sketch.unit_id])).get(sketch.unit_id)
    return unit.title if unit else sketch.title
