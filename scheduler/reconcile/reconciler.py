"""Looks after chats: those that are due at once, all of them in the scheduled pass; one chat at a time has one look."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

import structlog

from bot import metrics
from bot.domain.kinds import ChatState
from bot.domain.plan import (
    Action,
    Close,
    Create,
    Guarded,
    Invite,
    Leave,
    Observed,
    Promote,
)
from bot.errors import (
    ChatGoneError,
    CommunityStoppedError,
    NoRightsError,
    StarostaError,
    TemporaryError,
)
from bot.ports import ChatReader, ChatWriter
from bot.services import (
    accounts,
    adoption,
    chats,
    composition,
    held_plans,
    invitations,
    ledger,
    limits,
    news,
    outages,
    runs,
)
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.survey import Survey
from bot.stopping import Stop, Stopped
from bot.texts.catalogue import say
from models.chats import Chat
from models.database import transaction
from models.queues import is_any_chat_due
from scheduler.reconcile import desired as desired_state
from scheduler.reconcile import foresight, maintenance, notices, overview, screens, selection
from scheduler.reconcile import observed as observed_state
from scheduler.reconcile.apply import Hands
from scheduler.reconcile.facts import FRESH, last_seen
from scheduler.reconcile.guard import leaning
from scheduler.reconcile.memory import next_moment, remember, with_title
from scheduler.reconcile.stand_in import completed

log = structlog.get_logger()

IDLE_SECONDS = 1.0
AT_ONCE = 100
# What the schedule found can wait; presses share the processor with it.
PASSES_AT_ONCE = 10
ROUNDS = 3
LONGEST_PAUSE_SECONDS, SHORT_PAUSE_SECONDS = 600, 5
PROGRESS_SECONDS = 3.0
ARRIVALS = "too-many-arrivals"


class Reconciler:
    """Keeps the chats of one school equal to its roster."""

    def __init__(self, school: SchoolContext, reader: ChatReader, writer: ChatWriter, stop: Stop) -> None:
        self._school = school
        self._reader = reader
        self._hands = Hands(school, reader, writer)
        self._stop = stop
        self._busy: dict[int, int | None] = {}
        self.survey = Survey()

    async def run(self) -> None:
        """Look after due chats until the process is asked to end; a slow look holds up nobody else's."""
        async with asyncio.TaskGroup() as looks:

            async def step() -> None:
                for chat in await self._due():
                    looks.create_task(self._look(chat))
                await invitations.hand_over(self._school)
                await self._stop.rest(IDLE_SECONDS, self._school.bells.chats)

            looks.create_task(self._stop.repeat("passes", self._follow_passes))
            looks.create_task(self._stop.repeat("survey", self._survey))
            await self._stop.repeat("chats", step)

    async def work(self) -> None:
        """Look once after every chat that is due now, then hand over the invitations that this produced."""
        seen: set[int] = set()
        while due := await self._due(without=seen):
            seen |= {chat.id for chat in due}
            async with asyncio.TaskGroup() as looks:
                for chat in due:
                    looks.create_task(self._look(chat))
        await invitations.hand_over(self._school)
        await runs.follow(self._school)

    async def preview(self, chats: Sequence[Chat], *, as_if_on: bool = False) -> list[Guarded]:
        """What would be done now with each, see ``foresight``."""
        return await foresight.foresee(self._school, chats, as_if_on=as_if_on)

    async def _follow_passes(self) -> None:
        await overview.follow_passes(self._school, set(self._busy.values()))
        await self._stop.rest(PROGRESS_SECONDS)

    async def _survey(self) -> None:
        await self._stop.rest(IDLE_SECONDS, self.survey.bell)
        await overview.foresee(self._school, self.survey, self.preview)

    async def _due(self, *, without: Collection[int] = ()) -> list[Chat]:
        """Chats to look at now, marked as busy; what people did comes before what the schedule found."""
        if not await is_any_chat_due(self._school.key, self._school.now()):
            return []
        due = Chat.filter(school_id=self._school.key, due_at__lte=self._school.now())
        free = due.exclude(state__in=[ChatState.GONE, ChatState.CLOSED]).exclude(id__in=[*self._busy, *without])
        found: list[Chat] = []
        for cause, at_once in ((chats.EVENT, AT_ONCE), (chats.PASS, PASSES_AT_ONCE)):
            if (room := at_once - len(self._busy) - len(found)) > 0:
                found += await free.filter(due_cause=cause).order_by("due_at").limit(room)
        self._busy |= {chat.id: chat.run_id for chat in found}
        return found

    async def _look(self, chat: Chat) -> None:
        try:
            await self._look_after(chat)
        except Stopped:
            pass
        except Exception as error:
            # How the look ended could not be stored: the chat stays due.
            log.exception("look_interrupted", school=self._school.key, chat=chat.id, error=type(error).__name__)
            await self._stop.rest(IDLE_SECONDS)
        finally:
            self._busy.pop(chat.id, None)
            self._school.bells.chats.set()

    async def _look_after(self, chat: Chat) -> None:
        try:
            await self._rounds(chat)
            metrics.LOOKS.labels(self._school.key, "ok").inc()
        except (Stopped, asyncio.CancelledError):
            raise
        except StarostaError as error:
            await self._failed(chat, error)
            return
        except Exception as error:
            log.exception("chat_failed", school=self._school.key, chat=chat.id, error=type(error).__name__)
            self._school.went_wrong(metrics.Mishap.LOOK)
            await self._later(chat, 30)
            return
        # A wish that arrived meanwhile keeps the chat due.
        next_at = await next_moment(self._school, chat)
        await Chat.filter(id=chat.id, wishes=chat.wishes).update(due_at=next_at, due_cause=chats.PASS, tries=0)
        await runs.finished_look(chat)
        await Chat.filter(id=chat.id, state=ChatState.PAUSED).update(state=ChatState.ACTIVE)
        if await Chat.filter(id=chat.id).exclude(trouble="").update(trouble=""):
            async with transaction():
                await screens.renew(self._school, chat, ())
        self._school.bells.inbox.set()
        self._school.bells.outbox.set()

    async def _rounds(self, chat: Chat) -> None:
        """Plan and act until VK shows what is desired; a change is believed only when it is read back."""
        is_resting = await maintenance.is_on(self._school)
        if adoption.is_unwanted(self._school, chat) and not is_resting:
            await self._do(chat, (Leave(),))
            return
        for number in range(ROUNDS):
            observed = await self._seen_in_the_audit(chat) if number == 0 else None
            observed = observed or await self._observe(chat)
            async with transaction():
                desired, memory = await desired_state.load(self._school, chat)
                desired = completed(desired, observed, memory)
                if observed.exists and observed.title == desired.title != chat.title:
                    # VK has given the chat its title although the answer to that was lost.
                    await self._hands.note_title(chat, observed.title, chat.title)
                memory = await with_title(self._school, chat, desired, observed, memory)
                standing_in = await remember(self._school, chat, desired)
                await notices.tell_stand_ins(self._school, chat, standing_in)
            guarded = foresight.judged(desired, observed, memory, self._school.now(), await limits.of(self._school))
            await notices.note_findings(self._school, chat, desired, guarded, is_counted=number == 0)
            await self._accept_arrivals(chat, guarded)
            await selection.note_plan(self._school, chat, desired, observed, guarded)
            if is_resting:
                await self._do(chat, maintenance.allowed(guarded.actions))
                return
            await self._do(chat, guarded.actions, leaning(guarded.actions, desired, observed))
            if all(isinstance(action, Invite | Close) for action in guarded.actions):
                break

    async def _seen_in_the_audit(self, chat: Chat) -> Observed | None:
        """What the audit has just found unchanged need not be read once more to be compared with the journal."""
        if not chat.seen_print or chat.seen_at is None or chat.due_cause != chats.PASS:
            return None
        return await last_seen(chat) if chat.seen_at > self._school.now() - FRESH else None

    async def _observe(self, chat: Chat) -> Observed:
        if chat.peer_id is None:
            return Observed(exists=False)
        look = await self._reader.look(chat.peer_id)
        await observed_state.store(self._school, chat, look)
        if chat.adopted_at is not None and not chat.link:
            await self._hands.learn_link(chat)
        return Observed(exists=True, title=look.title, members={member.member_id: member for member in look.members})

    async def _do(self, chat: Chat, actions: tuple[Action, ...], waiting: Collection[Action] = ()) -> None:
        """Carry out everything; what is ``waiting`` for the promotions is left when one of them does not work."""
        faults: list[StarostaError] = []
        has_new_leader = True
        for action in actions:
            if action in waiting and not has_new_leader:
                continue
            try:
                await self._hands.do(chat, action)
                metrics.ACTIONS.labels(self._school.key, type(action).__name__).inc()
            except (ChatGoneError, CommunityStoppedError):
                raise
            except StarostaError as error:
                log.warning(
                    "action_failed",
                    school=self._school.key,
                    chat=chat.id,
                    action=type(action).__name__,
                    error=str(error),
                )
                if isinstance(action, Create):
                    raise
                # Whoever was to lead instead does not: the last who leads may not go before that has worked.
                has_new_leader = has_new_leader and not isinstance(action, Promote)
                faults.append(error)
        if faults:
            raise next((fault for fault in faults if isinstance(fault, TemporaryError)), faults[0])

    async def _accept_arrivals(self, chat: Chat, guarded: Guarded) -> None:
        """Whoever the journal has put here so far counts as long known, unless the guard doubts them."""
        if any(held.code == ARRIVALS for held in guarded.held):
            return
        number = (await Roster.of(self._school.key, self._school.today())).number
        if number != chat.accepted_number:
            await Chat.filter(id=chat.id).update(accepted_number=number)
            chat.accepted_number = number

    async def _failed(self, chat: Chat, error: StarostaError) -> None:
        metrics.LOOKS.labels(self._school.key, type(error).__name__).inc()
        self._school.went_wrong(metrics.Mishap.VK)
        # Whatever went wrong, only VK knows how the chat is now.
        await Chat.filter(id=chat.id).update(seen_print="")
        match error:
            case ChatGoneError():
                await self._troubled(chat, "gone", ChatState.GONE)
            case NoRightsError():
                await self._troubled(chat, "no-rights", ChatState.PAUSED)
            case CommunityStoppedError():
                await outages.began(self._school, "vk", "outage-vk-stopped")
                await self._later(chat, LONGEST_PAUSE_SECONDS)
            case TemporaryError():
                await self._later(chat, error.pause_seconds(chat.tries, LONGEST_PAUSE_SECONDS))
            case _:
                await self._troubled(chat, "refused", chat.state)

    async def _later(self, chat: Chat, seconds: float) -> None:
        now = self._school.now()
        # A wish that arrived meanwhile is not put off for long, but an unknown outcome needs a moment to show.
        soon = now + timedelta(seconds=min(seconds, SHORT_PAUSE_SECONDS))
        await Chat.filter(id=chat.id).update(tries=chat.tries + 1, due_at=soon)
        await Chat.filter(id=chat.id, wishes=chat.wishes).update(due_at=now + timedelta(seconds=seconds))
        if not chat.tries:
            await screens.renew(self._school, chat, ())

    async def _troubled(self, chat: Chat, trouble: str, state: ChatState) -> None:
        """Leave the chat until the next scheduled pass; tell the class teacher and the owner the first time."""
        async with transaction():
            if not chat.state.is_ours:
                state = chat.state
            await Chat.filter(id=chat.id).update(tries=0, trouble=trouble, state=state)
            await Chat.filter(id=chat.id, wishes=chat.wishes).update(due_at=None)
            await runs.finished_look(chat)
            if state is ChatState.GONE:
                await held_plans.forget(chat)
            if chat.trouble == trouble:
                return
            await screens.renew(self._school, chat, ())
            if not chat.state.is_ours:
                return
            await ledger.note(self._school, f"trouble-{trouble}", chat_id=chat.id, run_id=chat.run_id)
            roster = await Roster.of(self._school.key, self._school.today())
            keepers = await accounts.pages_of(self._school, await composition.keepers(roster, chat))
            await news.tell_pages(
                self._school, keepers.values(), say("chat-trouble", chat=chat.title, why=say(f"trouble-{trouble}"))
            )
