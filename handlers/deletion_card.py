"""How the proposal to delete the chat of a class looks to the administrators."""

from collections.abc import Sequence

from bot.domain.kinds import HeldState
from bot.services import deciders, delete_chat
from bot.texts.catalogue import say
from bot.ui.view import Button, Colour, Do, Row, View
from handlers.visit import Visit
from models.chats import Chat, ChatMember
from models.steering import HeldPlan


async def deletion_view(visit: Visit, row: HeldPlan, chat: Chat, *, name: str, back: Sequence[Row]) -> View:
    """Who proposes it, what it would mean, and what became of it."""
    inside = await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).count()
    state = say(f"c-held-delete-{row.state.value}")
    rows: list[Row] = []
    here = {"h": row.id}
    if row.state is HeldState.SECOND:
        if not deciders.was_first(row, visit.profile):
            rows.append((Button(say("c-held-delete.second"), Do("C.HELD.SECOND", here), Colour.DANGER),))
        rows.append((Button(say("c-held-delete.leave"), Do("C.HELD.LEAVE", here)),))
    if row.state is HeldState.DONE and delete_chat.is_restorable(visit.school, chat):
        rows.append((Button(say("c-held-delete.restore"), Do("C.HELD.RESTORE", here)),))
    return View(say("c-held-delete", title=chat.title, name=name, inside=inside, state=state), (*rows, *back))
