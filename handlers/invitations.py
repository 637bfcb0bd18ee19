"""Says an invitation: one message for all chats that a person is wanted in."""

from bot.domain.events import Invited
from bot.domain.kinds import ChatKind
from bot.services.invitations import STOPPED
from bot.services.places import ChatPlace, places_of
from bot.services.talk import Urgency
from bot.texts.catalogue import say
from bot.ui.view import ROWS_LIMIT, Button, Colour, Do, View
from handlers.beside import say_beside
from handlers.visit import Visit
from models.chats import ChatMember


async def invite(visit: Visit, event: Invited) -> None:
    """Send the invitations that still make sense; the others are given back to reconciliation."""
    places = await places_of(visit.school, visit.profile)
    mine = ChatMember.filter(member_id=event.page, chat_id__in=list(event.chats))
    stopped = {row.chat_id for row in await mine.filter(invitation=STOPPED)}
    asked = [place for place in places if place.chat.id in event.chats and place.chat.id not in stopped]
    wanted = [place for place in asked if place.is_ready and not place.is_inside]
    await mine.exclude(chat_id__in=[*stopped, *(place.chat.id for place in wanted)]).update(invitation="")
    for start in range(0, len(wanted), ROWS_LIMIT):
        await _send(visit, wanted[start : start + ROWS_LIMIT])


async def _send(visit: Visit, places: list[ChatPlace]) -> None:
    if len(places) == 1:
        chat = places[0].chat
        key = "invitation-custom" if chat.kind is ChatKind.CUSTOM else "invitation-one"
        text, label = say(key, title=chat.title), say("invitation-one.join")
    else:
        titles = "\n".join(say("chat-line-ready", title=place.chat.title) for place in places)
        text, label = say("invitation-many", titles=titles), ""
    rows = tuple(
        (
            Button(
                label or say("invitation-many.join", title=place.chat.title),
                Do("JOIN", {"c": place.chat.id}),
                Colour.GOOD,
            ),
        )
        for place in places
    )
    chat_ids = [place.chat.id for place in places]
    await say_beside(visit, visit.page, View(text, rows), urgency=Urgency.INVITATION, chats=chat_ids)
