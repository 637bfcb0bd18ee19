"""Where people are on their way into a chat, as read from VK and from what was sent; never what was asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.kinds import ChatState, Ending
from bot.domain.membership import Standing
from bot.services import composition
from bot.services.invitations import STOPPED
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import PersonLink


class Whereabouts(StrEnum):
    """How far somebody has come; ``LINKED``: nothing stands in the way and the invitation is not sent yet.

    ``CLOSED``: the community may not write to the page. ``FAILED``: it may, and the invitation did not arrive.
    ``STOPPED``: somebody has stopped it.
    """

    INSIDE = "inside"
    INVITED = "invited"
    LEFT = "left"
    CLOSED = "closed"
    FAILED = "failed"
    STOPPED = "stopped"
    LINKED = "linked"
    UNLINKED = "unlinked"


SAID = {"sent": Whereabouts.INVITED, "failed": Whereabouts.FAILED, STOPPED: Whereabouts.STOPPED}
"""What became of an invitation that is not just on its way."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a chat has come. ``inside`` counts the pages that VK shows; the others are people of the journal.

    ``leaders`` are the administrators wanted, ``leading`` those of them whom VK shows as such.
    """

    is_made: bool
    inside: int
    people: dict[str, Whereabouts]
    leaders: int
    leading: int
    is_over: bool

    def count(self, where: Whereabouts) -> int:
        """How many people are there."""
        return sum(one is where for one in self.people.values())

    def those(self, where: Whereabouts) -> list[str]:
        """The people who are there."""
        return [person_id for person_id, one in self.people.items() if one is where]


async def of_people(school: SchoolContext, people: Collection[str], chat: Chat | None) -> dict[str, Whereabouts]:
    """Where these people are with regard to a chat, or to one that is not made yet."""
    links = await PersonLink.filter(school_id=school.key, person_id__in=list(people)).prefetch_related("account")
    pages = {link.person_id: link.account for link in links}
    members = await ChatMember.filter(chat_id=chat.id) if chat else []
    rows = {row.member_id: row for row in members}
    return {
        person_id: _where(rows.get(pages[person_id].messenger_id), is_reachable=pages[person_id].is_reachable)
        if person_id in pages
        else Whereabouts.UNLINKED
        for person_id in people
    }


async def progress_of(school: SchoolContext, chat: Chat) -> Progress:
    """How far the making of a chat has come."""
    seats = await composition.of_chat(await Roster.of(school.key, school.today()), chat)
    people = await of_people(school, seats, chat)
    inside = await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0)
    links = PersonLink.filter(account__messenger_id__in=[row.member_id for row in inside if row.is_admin])
    leading = set(await links.filter(school_id=school.key).values_list("person_id", flat=True))
    wanted = {person_id for person_id, seat in seats.items() if seat.standing is Standing.ADMIN}
    waiting = [one for one in wanted - leading if people[one] is Whereabouts.INSIDE]
    is_made = chat.state is ChatState.ACTIVE and bool(chat.link)
    return Progress(
        is_made=is_made,
        inside=len(inside),
        people=people,
        leaders=len(wanted),
        leading=len(wanted & leading),
        is_over=is_made and not waiting and Whereabouts.LINKED not in people.values(),
    )


def _where(row: ChatMember | None, *, is_reachable: bool) -> Whereabouts:
    if row is not None and row.is_inside:
        return Whereabouts.INSIDE
    if row is not None and row.ending is Ending.LEFT:
        return Whereabouts.LEFT
    if not is_reachable:
        return Whereabouts.CLOSED
    return SAID.get(row.invitation if row is not None else "", Whereabouts.LINKED)
