"""How long a held plan waits: found while it does, and closed once nobody has decided in time."""

from datetime import datetime, timedelta

from bot.domain.kinds import HeldState
from bot.errors import ScreenOutdated
from bot.services.school import SchoolContext
from models.chats import Chat
from models.steering import HeldPlan

CHAT, DELETE = "chat", "delete"
LIFE = timedelta(hours=72)
WAITING = (HeldState.OPEN, HeldState.SECOND)
LIVE = (*WAITING, HeldState.GRANTED, HeldState.LEFT)


async def live(chat: Chat, now: datetime) -> HeldPlan | None:
    """The plan of the chat that waits, or whose decision still holds."""
    row = await HeldPlan.filter(chat_id=chat.id, kind=CHAT, state__in=LIVE).order_by("-id").first()
    if row is None or row.state is HeldState.LEFT or row.expires_at > now:
        return row
    # What somebody has decided to leave stays so; the permission has run out.
    state = HeldState.LEFT if row.state is HeldState.GRANTED and keys_of(row) - set(row.granted) else HeldState.EXPIRED
    await _end(row, chat, state)
    return row if state is HeldState.LEFT else None


async def waiting(school: SchoolContext) -> list[HeldPlan]:
    """Everything that waits for somebody, the oldest first."""
    rows = HeldPlan.filter(school_id=school.key, state__in=WAITING, expires_at__gt=school.now())
    return await rows.order_by("id").prefetch_related("chat")


async def find(school: SchoolContext, plan_id: int) -> HeldPlan:
    """One plan with its chat; what was not decided in time has expired. ``ScreenOutdated`` when there is none."""
    row = await HeldPlan.get_or_none(id=plan_id, school_id=school.key).prefetch_related("chat")
    if row is None or row.chat is None:
        raise ScreenOutdated("")
    if row.state in WAITING and row.expires_at <= school.now():
        row.state = HeldState.EXPIRED
    return row


async def expire(school: SchoolContext) -> None:
    """Close whatever nobody has decided in time and no look has closed."""
    late = HeldPlan.filter(school_id=school.key, state__in=WAITING, expires_at__lte=school.now())
    for row in await late.prefetch_related("chat"):
        await _end(row, row.chat, HeldState.EXPIRED)


def keys_of(row: HeldPlan) -> frozenset[str]:
    """The keys of everything that the plan asks about, but what is over by now."""
    return frozenset(action["key"] for action in row.actions if not action.get("is_over"))


async def _end(row: HeldPlan, chat: Chat | None, state: HeldState) -> None:
    row.state, row.granted = state, []
    await HeldPlan.filter(id=row.id).update(state=state, granted=[])
    if state is HeldState.EXPIRED and chat is not None and chat.paused_at is not None:
        # A pause without a card could be ended by nobody: the next look plans again, and asks or finds nothing to ask.
        chat.paused_at = None
        await Chat.filter(id=chat.id).update(paused_at=None)
