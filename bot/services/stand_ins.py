"""The chats that somebody leads for the time being, because the last person who did has left the school."""

from collections.abc import Collection

from tortoise.expressions import Q

from bot.domain.membership import STAND_IN
from bot.services.roster import Roster
from models.chats import Chat, ChatMember
from models.people import PersonLink


async def chats_of(roster: Roster, people: Collection[str]) -> list[Chat]:
    """Those in which a page of these people stands in, or to which it is invited for that."""
    links = PersonLink.filter(school_id=roster.school, person_id__in=list(people))
    pages = await links.values_list("account__messenger_id", flat=True) if people else []
    rows = ChatMember.filter(Q(is_inside=True) | ~Q(invitation=""), chat__school_id=roster.school, member_id__in=pages)
    found = await rows.prefetch_related("chat") if pages else []
    return [row.chat for row in found if any(reason["code"] == STAND_IN.code for reason in row.reasons)]
