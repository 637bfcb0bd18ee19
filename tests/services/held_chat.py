"""The pupils' chat of 8А, whose journal loses and finds people, and the plan that this makes."""

from bot.domain.events import Doubted
from bot.domain.kinds import ChatKind, ChatState, Part
from bot.services import accounts, runs
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.chats import Chat
from models.steering import HeldPlan
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import (
    Journal,
    own_events,
)
from tests.services.vk import OneChat

TEACHER, HEAD, FIRST = 101, 102, 300
PUPILS = [f"Ученик{number}" for number in range(8)]


async def leave(journal: Journal, *names: str) -> None:
    """The journal says that these pupils have left the class."""
    for name in names:
        journal.joins(name, "8А", Part.PUPIL, ended=True)
    await journal.is_read()


async def stay(journal: Journal, *names: str) -> None:
    """The journal has these pupils in the class again."""
    for name in names:
        journal.joins(name, "8А", Part.PUPIL)
    await journal.is_read()


async def passes(school: SchoolContext, vk: OneChat, times: int = 1) -> Chat:
    """Scheduled passes, one after the other."""
    for _ in range(times):
        await runs.begin(school, [chat.id for chat in await Chat.filter(state=ChatState.ACTIVE)])
        await Reconciler(school, vk, vk, Stop()).work()
    return await Chat.get(kind=ChatKind.CLASS_PUPILS)


async def only_plan() -> HeldPlan:
    """The one plan that there is, with its chat."""
    return await HeldPlan.get().prefetch_related("chat")


async def who(school: SchoolContext, page: int) -> Profile:
    return await accounts.profile_of(school, page)


async def asked(school: SchoolContext) -> list[int]:
    """Who was asked to decide, in order."""
    return [event.page for event in await own_events(school) if isinstance(event, Doubted)]


def removed(vk: OneChat) -> list[object]:
    return [request[1] for request in vk.changes if request[0] == "remove"]
