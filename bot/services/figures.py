"""The numbers of a school at one glance."""

from dataclasses import dataclass

from bot.domain.kinds import ChatState
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat
from models.people import PersonLink


@dataclass(frozen=True, slots=True)
class Figures:
    """Chats that the school has, people whom the journal shows, and how many of them have linked."""

    chats: int
    people: int
    linked: int

    @property
    def percent(self) -> int:
        """The share of those who have linked."""
        return self.linked * 100 // self.people if self.people else 0


async def of(school: SchoolContext) -> Figures:
    """The numbers as they are now."""
    roster = await Roster.of(school.key, school.today())
    ours = [state for state in ChatState if state.is_ours and state is not ChatState.CLOSED]
    chats = Chat.filter(school_id=school.key, deleted_at__isnull=True, is_archived=False, state__in=ours)
    linked = await PersonLink.filter(school_id=school.key).count()
    return Figures(await chats.count(), await roster.size(), linked)
