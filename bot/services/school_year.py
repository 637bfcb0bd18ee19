"""The decisions about the school year: stored when a person has confirmed a part of the plan, then done in steps."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from bot.domain.kinds import ChatState, HeldState
from bot.domain.year_steps import Fate, Step, print_of
from bot.services import belonging, chats, held_plans, ledger, put_away
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat
from models.schools import JobTime
from models.steering import HeldPlan

KIND = "year"
JOB = "year"
LIFE = timedelta(hours=72)
WAITING = (HeldState.OPEN, HeldState.LEFT)


async def decide(school: SchoolContext, profile: Profile, steps: Collection[Step]) -> None:
    """Have these steps done; those of a decision that is still under way are not wished twice."""
    waiting = {key for plan in await granted(school) for key in plan.granted}
    new = [step for step in steps if step.key not in waiting]
    if new:
        decided = {"decided_at": school.now(), "decided_by": profile.account_id}
        await _put(school, new, state=HeldState.GRANTED, granted=[step.key for step in new], **decided)
        await _note(school, profile, "year-decided", part=new[0].fate.value, steps=len(new))
        await soon(school)


async def hold(school: SchoolContext, steps: Collection[Step]) -> None:
    """Keep these steps until a person decides about them."""
    await _put(school, steps, state=HeldState.OPEN)


async def held(school: SchoolContext) -> HeldPlan | None:
    """What the brake of the school holds, or what somebody has decided to leave as it is."""
    rows = HeldPlan.filter(school_id=school.key, kind=KIND, state__in=WAITING)
    row = await rows.order_by("-id").first()
    is_over = row is not None and row.state is HeldState.OPEN and row.expires_at <= school.now()
    return None if is_over else row


async def heal(school: SchoolContext) -> None:
    """Close whatever is held: the journal says something else by now."""
    await HeldPlan.filter(school_id=school.key, kind=KIND, state__in=WAITING).update(state=HeldState.HEALED)


async def leave(school: SchoolContext, profile: Profile, row: HeldPlan) -> None:
    """Keep the held chats as they are."""
    if await HeldPlan.filter(id=row.id, state=HeldState.OPEN).update(state=HeldState.LEFT, decided_at=school.now()):
        await _note(school, profile, "year-left", steps=len(row.actions))


async def release(school: SchoolContext, profile: Profile, row: HeldPlan) -> None:
    """Have everything done that is held."""
    decided = {"state": HeldState.GRANTED, "decided_at": school.now(), "decided_by": profile.account_id}
    keys = [action["key"] for action in row.actions]
    if await HeldPlan.filter(id=row.id, state__in=WAITING).update(granted=keys, **decided):
        await _note(school, profile, "year-decided", part=Fate.CLOSED.value, steps=len(keys))
        await soon(school)


async def granted(school: SchoolContext) -> list[HeldPlan]:
    """Decisions that are not carried out yet, the oldest first."""
    return await HeldPlan.filter(school_id=school.key, kind=KIND, state=HeldState.GRANTED).order_by("id")


async def progress(school: SchoolContext) -> tuple[int, int]:
    """How many steps of the decisions under way are done, and how many there are."""
    actions = [action for row in await granted(school) for action in row.actions if action["key"] in row.granted]
    return sum(bool(action.get("done")) for action in actions), len(actions)


async def closing(school: SchoolContext) -> int:
    """How many chats that were put away still have people in them."""
    away = Chat.filter(school_id=school.key, is_archived=True, deleted_at__not_isnull=True)
    return await away.exclude(state__in=[ChatState.CLOSED, ChatState.GONE]).count()


async def soon(school: SchoolContext) -> None:
    """Make the job of the school year due."""
    await JobTime.filter(school_id=school.key, name=JOB).delete()


async def apply(school: SchoolContext, step: Step, *, actor: str) -> None:
    """Carry out one step; what has been done already is left as it is."""
    match step.fate:
        case Fate.CONTINUE:
            for chat in await _still_there(school, step):
                await _go_on(school, chat, step, actor)
        case Fate.RENEW:
            for chat in await _still_there(school, step):
                await put_away.put_away(school, chat, actor=actor)
            await _want(school, step, actor)
        case Fate.GROUPS | Fate.OVER | Fate.CLOSED:
            for chat in await _still_there(school, step):
                await put_away.put_away(school, chat, actor=actor)
        case Fate.CREATE:
            await _want(school, step, actor)


async def _still_there(school: SchoolContext, step: Step) -> list[Chat]:
    unit_id, year = step.before
    mine = Chat.filter(school_id=school.key, id__in=list(step.chats), deleted_at=None)
    return await mine.filter(unit_id=unit_id, year=year)


async def _go_on(school: SchoolContext, chat: Chat, step: Step, actor: str) -> None:
    """The same chat for the class as it is now: people picked by hand, settings and invitations stay with it.

    What was decided about last year's removals ends with it.
    The newest roster counts as accepted: whoever is new in a class whose pupils were compared needs no second brake.
    """
    unit_id, year = step.after
    roster = await Roster.of(school.key, school.today())
    if await Chat.filter(school_id=school.key, kind=chat.kind, unit_id=unit_id, year=year).exists():
        await put_away.put_away(school, chat, actor=actor)
        return
    await Chat.filter(id=chat.id).update(unit_id=unit_id, year=year, accepted_number=roster.number)
    await held_plans.forget(chat)
    await chats.wake(school, [chat.id], cause=chats.PASS)
    await ledger.note(school, "went-on", actor=actor, chat_id=chat.id, left=list(step.before), unit=list(step.after))


async def _want(school: SchoolContext, step: Step, actor: str) -> None:
    """A class whose teacher is not linked yet gets its chats when they link."""
    unit_id, year = step.after
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units(await belonging.led_classes(roster, [unit_id]))).get(unit_id)
    if unit is not None and unit.active and unit.year == year:
        await chats.want_class_chats(school, unit, actor=actor)


async def _put(school: SchoolContext, steps: Collection[Step], **fields: Any) -> None:
    await HeldPlan.create(
        school_id=school.key,
        kind=KIND,
        fingerprint=print_of(steps),
        actions=[{"key": step.key, "code": step.fate.value} for step in steps],
        opened_at=school.now(),
        expires_at=school.now() + LIFE,
        **fields,
    )


async def _note(school: SchoolContext, profile: Profile, event: str, **details: Any) -> None:
    actor = ledger.OPERATOR if profile.account_id is None else ledger.person(profile.account_id)
    await ledger.note(school, event, actor=actor, **details)
