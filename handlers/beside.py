"""Says something with buttons beside the window, as the person's client can show it."""

from collections.abc import Sequence

from bot.services.dialogues import StoredDialogues
from bot.services.talk import Urgency
from bot.ui import keyboard, plain
from bot.ui.view import View
from handlers.visit import Visit


async def say_beside(
    visit: Visit, page: int, view: View, *, urgency: Urgency = Urgency.DIALOGUE, chats: Sequence[int] = ()
) -> None:
    """Send ``view`` to ``page`` in a message of its own; ``chats`` are those to which it invites."""
    if (await StoredDialogues(visit.school).recall(page)).is_plain:
        text, buttons = plain.text(view, is_numbered=False), plain.bottom(view)
    else:
        text, buttons = view.text, keyboard.inline(view)
    await visit.talker.say(page, text, buttons, urgency=urgency, chats=chats)
