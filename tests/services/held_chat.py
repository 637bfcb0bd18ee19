"""The pupils' chat of 8А, whose journal loses and finds people, and the plan that this makes."""

from bot.domain.events import Doubted
from bot.domain.kinds import ChatKind, ChatState, Part, Role
from bot.domain.plan import Member
from bot.services import accounts, runs
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from bot.stopping import Stop
from models.chats import Chat
from models.steering import HeldPlan
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import Journal, linked, own_events, pupils_chat, without_other_chats
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


def everybody_inside() -> OneChat:
    """The chat as VK has it: the class teacher, who leads it, and all pupils."""
    pages = [FIRST + number for number in range(len(PUPILS))]
    return OneChat("8А — ученики", Member(TEACHER, is_admin=True), *map(Member, pages))


async def in_vk(journal: Journal, vk: OneChat) -> Chat:
    """The pupils' chat of 8А with eight pupils more, all linked, and the head of the school."""
    journal.person("Директор", Role.ADMINISTRATOR, Role.STAFF)
    for name in PUPILS:
        journal.person(name, Role.PUPIL)
        journal.joins(name, "8А", Part.PUPIL)
    await journal.is_read()
    await linked(journal.school, TEACHER, "Петров")
    await linked(journal.school, HEAD, "Директор")
    for number, name in enumerate(PUPILS):
        await linked(journal.school, FIRST + number, name)
    await without_other_chats()
    await pupils_chat()
    return await passes(journal.school, vk)
