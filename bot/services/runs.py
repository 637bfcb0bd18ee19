"""Passes over many chats: begun, followed, stopped, taken back; what one has done stands in the ledger."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from tortoise.functions import Count

from bot.domain.kinds import ChatState
from bot.domain.membership import Departure
from bot.errors import ScreenOutdated, UserError
from bot.services import chats, composition, ledger, picks
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, LedgerLine
from models.people import PersonLink
from models.schools import School
from models.steering import Run

SCHEDULE, HAND, COMMAND = "schedule", "hand", "command"
STOPPED = "run-stopped"
UNDO = timedelta(hours=72)
FOLLOWED = timedelta(days=7)
"""A pass that has not ended by then is not waited for any longer."""
NEVER_LOOKED_AT = (ChatState.GONE, ChatState.CLOSED)
BY_JOURNAL = (Departure.EXIT, Departure.TRANSFER, Departure.MISSING)
"""Removals that a pass decided: the others were somebody's wish and are not taken back with it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a pass has done, counted from its lines of the ledger; ``left`` chats are still to be looked at."""

    invited: int = 0
    removed: int = 0
    evicted: int = 0
    promoted: int = 0
    demoted: int = 0
    created: int = 0
    held: int = 0
    troubles: int = 0
    left: int = 0

    @property
    def rights(self) -> int:
        """How many rights were given or taken."""
        return self.promoted + self.demoted

    @property
    def gone(self) -> int:
        """How many people went, strangers included."""
        return self.removed + self.evicted


async def begin(
    school: SchoolContext,
    chat_ids: Collection[int],
    *,
    cause: str = SCHEDULE,
    actor: str = ledger.JOURNAL,
) -> Run | None:
    """Have these chats looked at as one pass; None when there is none to look at.

    What people did meanwhile belongs to no pass: such a look is theirs.
    """
    wished = chats.PASS if cause == SCHEDULE else chats.EVENT
    await chats.wake(school, chat_ids, cause=wished)
    due = Chat.filter(id__in=list(chat_ids), school_id=school.key, due_cause=wished).exclude(state__in=NEVER_LOOKED_AT)
    count = await due.count()
    if not count:
        return None
    row = await School.get(key=school.key)
    run = await Run.create(
        school_id=school.key,
        cause=cause,
        actor=actor,
        roster_number=row.roster_number,
        chats=count,
        started_at=school.now(),
    )
    await due.update(run_id=run.id)
    return run


async def find(school: SchoolContext, run_id: int) -> Run:
    """The pass with this number; ``ScreenOutdated`` when the school has none."""
    run = await Run.get_or_none(id=run_id, school_id=school.key)
    if run is None:
        raise ScreenOutdated("K.MENU")
    return run


async def follow(school: SchoolContext, looking: Collection[int | None] = ()) -> list[Run]:
    """End the passes that have no chat left to look at; returns those that go on, or have ended just now.

    A pass that is ``looking`` at a chat goes on although somebody's wish has taken that chat from it meanwhile.
    """
    recent = school.now() - FOLLOWED
    followed = await Run.filter(school_id=school.key, started_at__gt=recent, ended_at=None).order_by("id")
    for run in followed:
        if run.id not in looking and not await _left(run.id):
            run.ended_at = school.now()
            await Run.filter(id=run.id).update(ended_at=run.ended_at)
    return followed


async def finished_look(chat: Chat) -> None:
    """The pass for which the chat was due has looked at it; another one may wait for it already."""
    if chat.run_id is not None:
        await Chat.filter(id=chat.id, run_id=chat.run_id).update(run_id=None)


async def newest(school: SchoolContext) -> Run | None:
    """The newest pass."""
    return await Run.filter(school_id=school.key).order_by("-id").first()


async def tally(run: Run) -> Tally:
    """What the pass has done so far."""
    lines = LedgerLine.filter(run_id=run.id).annotate(lines=Count("id")).group_by("event")
    counted = {str(row["event"]): int(row["lines"]) for row in await lines.values("event", "lines")}
    return Tally(
        **{name: counted.get(name, 0) for name in ("invited", "removed", "evicted", "promoted", "demoted", "created")},
        held=sum(count for event, count in counted.items() if event.startswith("hold-")),
        troubles=sum(count for event, count in counted.items() if event.startswith("trouble-")),
        left=await _left(run.id),
    )


async def stop(school: SchoolContext, profile: Profile, run_id: int) -> None:
    """Look at no more chats for this pass; a look under way ends as it began. A second wish changes nothing."""
    going, left = Run.filter(id=run_id, school_id=school.key, ended_at=None), await _left(run_id)
    if await going.update(stopped_at=school.now(), ended_at=school.now()):
        # What somebody wished for one of these chats meanwhile is found by the next pass.
        await Chat.filter(school_id=school.key, run_id=run_id).update(due_at=None, run_id=None, planned_print="")
        await ledger.note(school, STOPPED, actor=ledger.by(profile), run_id=run_id, left=left)


async def left_by_stop(run: Run) -> int | None:
    """How many chats were still to be looked at when somebody stopped the pass; None when nobody has."""
    line = await LedgerLine.filter(run_id=run.id, event=STOPPED).first()
    left = line.details.get("left") if line else None
    return left if isinstance(left, int) else None


def is_undoable(school: SchoolContext, run: Run) -> bool:
    """Whether what the pass did can still be taken back."""
    return run.ended_at is not None and run.undone_at is None and school.now() < run.started_at + UNDO


async def undo(school: SchoolContext, profile: Profile, run_id: int) -> int:
    """Let those belong again whom the pass removed, and give back or take the rights that it changed.

    Each becomes a decision by hand, so that no later pass does the same again. Returns how many people it concerns;
    ``UserError`` when it is too late or was done already.
    """
    run = await Run.get_or_none(id=run_id, school_id=school.key)
    if run is None or not is_undoable(school, run):
        raise UserError("k-run-undo-over")
    if not await Run.filter(id=run_id, undone_at=None).update(undone_at=school.now()):
        raise UserError("k-run-undo-over")
    lines = await LedgerLine.filter(run_id=run_id, event__in=["removed", "promoted", "demoted"]).order_by("id")
    changed = defaultdict[int, list[LedgerLine]](list)
    for line in lines:
        if line.chat_id is not None and (line.event != "removed" or line.details.get("departure") in BY_JOURNAL):
            changed[line.chat_id].append(line)
    alive = await Chat.filter(id__in=list(changed), deleted_at=None)
    await ledger.note(school, "run-undone", actor=ledger.by(profile), run_id=run_id)
    return sum([await _undo_in(school, profile, chat, changed[chat.id]) for chat in alive])


async def _undo_in(school: SchoolContext, profile: Profile, chat: Chat, lines: list[LedgerLine]) -> int:
    people = {line.id: await _people(chat, line) for line in lines}
    roster = await Roster.of(school.key, school.today())
    keepers = await composition.keepers(roster, chat)
    back = {name: {one for line in lines if line.event == name for one in people[line.id]} for name in _UNDOING}
    back["promoted"] -= set(keepers)
    back["removed"] -= await composition.vetoed(chat)
    # Whoever belongs no longer because of something else does not come back with a right.
    back["demoted"] &= (await picks.now_in(school, chat)).members | back["removed"]
    await picks.change(school, chat, add=back["removed"], lead=back["demoted"], follow=back["promoted"])
    for event, persons in back.items():
        for person_id in sorted(persons):
            by = ledger.by(profile)
            await ledger.note(school, _UNDOING[event], actor=by, chat_id=chat.id, person=person_id)
    return len(set().union(*back.values()))


_UNDOING = {"removed": "member-returned", "promoted": "lead-taken", "demoted": "lead-given"}
"""What each line of a pass becomes when it is taken back."""


async def _people(chat: Chat, line: LedgerLine) -> set[str]:
    """The people of the account that a line speaks of by whom it belonged to the chat."""
    links = await PersonLink.filter(account_id=line.account_id).prefetch_related("account")
    if not links:
        return set()
    row = await ChatMember.get_or_none(chat_id=chat.id, member_id=links[0].account.messenger_id)
    named = {reason["person_id"] for reason in row.reasons} if row else set()
    return {link.person_id for link in links} & named


async def _left(run_id: int) -> int:
    waiting = Chat.filter(run_id=run_id, due_at__isnull=False)
    return await waiting.exclude(state__in=NEVER_LOOKED_AT).count()
