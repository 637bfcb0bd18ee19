"""Plans that wait for a named person: opened by a look, decided once, closed by themselves when the doubt is gone."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.domain.events import Doubted
from bot.domain.kinds import HeldState
from bot.domain.plan import Held, Remove, key_of
from bot.errors import UserError
from bot.services import chats, console_roles, deciders, delete_chat, ledger, news, outages
from bot.services.accounts import Profile
from bot.services.held_terms import CHAT, DELETE, LIFE, LIVE, WAITING, keys_of, live
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember
from models.steering import HeldPlan

OWNER_TOLD_AFTER, PAUSED_AFTER = 2, 7
DECIDABLE = (HeldState.OPEN, HeldState.LEFT)
NOT_GRANTED = ("last-staff", "last-administrator")
"""Holds that no approval releases: something in the chat has to change first."""
TAKING_OUT = ("remove:", "evict:")
SCREENS = ("C.HELD", "C.HELD.ONE", "C.SYNC", "K.PLAN.HELD", "K.QUEUE")


async def record(
    school: SchoolContext,
    chat: Chat,
    held: Sequence[Held],
    going_on: Collection[str],
    *,
    is_conclusive: bool,
    is_counted: bool,
    is_told: bool = True,
) -> None:
    """Note what a look has held.

    ``going_on`` are the keys of what is done now. An inconclusive look (a doubtful journal, a pause) closes nothing:
    that something is not planned any more proves nothing then. ``is_counted``: it is a look of a pass.
    ``is_told``: those who decide are asked, if the plan is new.
    """
    row = await live(chat, school.now())
    found = {key_of(item.action) for item in held}
    if row is not None and is_conclusive and _is_settled(row, found, going_on):
        await _close(school, chat, row, HeldState.DONE if row.state is HeldState.GRANTED else HeldState.HEALED)
        row = None
    elif row is not None and is_conclusive and row.state not in WAITING:
        await _forget_settled(row, {*found, *going_on})
    if not held:
        return
    asked = keys_of(row) if row else frozenset()
    is_known = row is not None and row.state not in WAITING and found <= asked
    if is_known or (not is_conclusive and found < asked):
        return
    if row is None or row.state not in WAITING or row.fingerprint != _fingerprint(held):
        await _open(school, chat, held, before=row, is_told=is_told)
    elif is_counted:
        row.runs += 1
        await HeldPlan.filter(id=row.id).update(runs=row.runs)
        await _grow_louder(school, chat, row)


def grantable(row: HeldPlan) -> frozenset[str]:
    """The keys of what a person may allow."""
    return keys_of(row) - {action["key"] for action in row.actions if action["code"] in NOT_GRANTED}


async def forget(chat: Chat) -> None:
    """End what is asked and decided about a chat that VK has no longer, or that goes on as another class."""
    await HeldPlan.filter(chat_id=chat.id, kind=CHAT, state__in=LIVE).update(state=HeldState.HEALED)


async def tick(row: HeldPlan, key: str, *, is_on: bool) -> None:
    """Choose one action of an open plan, or choose it no more."""
    _refuse_unless_in(row, DECIDABLE)
    if key in grantable(row):
        chosen = set(row.granted) | {key} if is_on else set(row.granted) - {key}
        await HeldPlan.filter(id=row.id).update(granted=sorted(chosen))


async def grant(school: SchoolContext, profile: Profile, row: HeldPlan, keys: Iterable[str] | None = None) -> HeldState:
    """Allow these actions, or everything; returns what the plan has become.

    A second administrator has to agree when more than half of the chat would go. ``UserError`` when the plan was
    decided, healed or replaced meanwhile, or nothing is chosen.
    """
    _refuse_unless_in(row, DECIDABLE)
    chosen = sorted(grantable(row) & (grantable(row) if keys is None else set(keys)))
    if not chosen:
        raise UserError("c-held-nothing-chosen")
    state = HeldState.SECOND if await _needs_second(school, row, chosen) else HeldState.GRANTED
    decided = {"decided_by": deciders.number_of(profile), "expires_at": school.now() + LIFE}
    await _decide(school, row, state, granted=chosen, **decided)
    await ledger.note(
        school, "held-granted", actor=ledger.by(profile), chat_id=row.chat_id, plan=row.id, count=len(chosen)
    )
    if state is HeldState.SECOND:
        await ask(school, row, pages=await console_roles.administrators(school) - {profile.page})
    return state


async def second(school: SchoolContext, profile: Profile, row: HeldPlan) -> HeldState:
    """Agree to what another person has allowed; returns what the plan has become.

    When whoever allowed it has lost the right since, this is the first of two agreements. ``UserError`` when it is the
    same person or nothing waits for it.
    """
    _refuse_unless_in(row, (HeldState.SECOND,))
    if deciders.was_first(row, profile):
        raise UserError("c-held-same-person")
    if not await deciders.may_first_still_decide(school, row):
        await _decide(school, row, HeldState.SECOND, decided_by=deciders.number_of(profile))
        await ask(school, row, pages=await console_roles.administrators(school) - {profile.page})
    elif row.kind == DELETE and row.chat is not None:
        delete_chat.refuse_frozen(school, row.chat)
        await _decide(school, row, HeldState.DONE, seconded_by=deciders.number_of(profile))
        await delete_chat.delete(school, profile, row.chat)
    else:
        seconded = {"seconded_by": deciders.number_of(profile), "expires_at": school.now() + LIFE}
        await _decide(school, row, HeldState.GRANTED, **seconded)
        await ledger.note(school, "held-seconded", actor=ledger.by(profile), chat_id=row.chat_id, plan=row.id)
    return row.state


async def leave(school: SchoolContext, profile: Profile, row: HeldPlan) -> None:
    """Keep everything as it is: nobody is asked about the same again."""
    if row.state is HeldState.LEFT:
        return
    _refuse_unless_in(row, WAITING)
    await _decide(school, row, HeldState.LEFT, granted=[], decided_by=deciders.number_of(profile))
    await ledger.note(school, "held-left", actor=ledger.by(profile), chat_id=row.chat_id, plan=row.id)


async def resume(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Let the journal take people out of a paused chat again."""
    if await Chat.filter(id=chat.id, paused_at__not_isnull=True).update(paused_at=None):
        await HeldPlan.filter(chat_id=chat.id, kind=CHAT, state__in=WAITING).update(runs=0, owner_told_at=None)
        await chats.wake(school, [chat.id])
        await ledger.note(school, "chat-resumed", actor=ledger.by(profile), chat_id=chat.id)


async def ask(school: SchoolContext, row: HeldPlan, *, pages: Collection[int]) -> None:
    """Put the card before these pages."""
    for page in sorted(pages):
        await news.tell(school, Doubted(page, row.id))


def _is_settled(row: HeldPlan, found: Collection[str], going_on: Collection[str]) -> bool:
    """Whether nothing is left of what the plan asks; what was allowed has to be done first."""
    if row.state is HeldState.GRANTED:
        return keys_of(row).isdisjoint({*found, *going_on})
    return keys_of(row).isdisjoint(found)


async def _forget_settled(row: HeldPlan, planned: set[str]) -> None:
    """What is not planned any more was done or has healed: when it comes back, the decision was not about that."""
    if settled := keys_of(row) - planned:
        for action in row.actions:
            action["is_over"] = action["key"] in settled or action.get("is_over", False)
        await HeldPlan.filter(id=row.id).update(actions=row.actions)


def _refuse_unless_in(row: HeldPlan, states: Collection[HeldState]) -> None:
    if row.state not in states:
        raise UserError("c-held-settled")


async def _open(
    school: SchoolContext, chat: Chat, held: Sequence[Held], *, before: HeldPlan | None, is_told: bool
) -> None:
    """A plan that replaces one that nobody has decided goes on counting; otherwise the doubt is new."""
    runs = 1
    if before is None:
        expired = HeldPlan.filter(chat_id=chat.id, state=HeldState.EXPIRED, fingerprint=_fingerprint(held))
        runs += sum([row.runs for row in await expired.order_by("-id").limit(1)])
    else:
        await HeldPlan.filter(id=before.id).update(state=HeldState.HEALED)
        runs += before.runs if before.state in WAITING else 0
    row = await HeldPlan.create(
        school_id=school.key,
        chat_id=chat.id,
        fingerprint=_fingerprint(held),
        actions=[_stored(item) for item in held],
        runs=runs,
        opened_at=school.now(),
        expires_at=school.now() + LIFE,
    )
    if is_told and grantable(row) and runs < PAUSED_AFTER:
        await ask(school, row, pages=await deciders.of_chat(school, chat))
    await _show_anew(school, chat)
    if runs > 1:
        await _grow_louder(school, chat, row)


async def _grow_louder(school: SchoolContext, chat: Chat, row: HeldPlan) -> None:
    """The same doubt comes back: the owners hear of it, and in the end the chat waits."""
    if row.runs >= OWNER_TOLD_AFTER and row.owner_told_at is None:
        await HeldPlan.filter(id=row.id).update(owner_told_at=school.now())
        codes = sorted({str(action["code"]) for action in row.actions})
        why = " ".join(say(f"hold-{code}") for code in codes)
        await outages.tell_owners(school, say("held-owner", chat=chat.title, why=why, runs=row.runs))
    if row.runs >= PAUSED_AFTER and chat.paused_at is None and grantable(row):
        chat.paused_at = school.now()
        await Chat.filter(id=chat.id).update(paused_at=chat.paused_at)
        await ledger.note(school, "chat-paused", chat_id=chat.id, run_id=chat.run_id)
        await ask(school, row, pages=await deciders.of_chat(school, chat))


async def _close(school: SchoolContext, chat: Chat, row: HeldPlan, state: HeldState) -> None:
    await HeldPlan.filter(id=row.id).update(state=state)
    await ledger.note(school, f"held-{state.value}", chat_id=chat.id, run_id=chat.run_id, plan=row.id)
    await _show_anew(school, chat)


async def _decide(school: SchoolContext, row: HeldPlan, state: HeldState, **fields: Any) -> None:
    """Store a decision once: of two people who press at the same moment the first one counts."""
    unchanged = HeldPlan.filter(id=row.id, state=row.state)
    if not await unchanged.update(state=state, decided_at=school.now(), **fields):
        raise UserError("c-held-settled")
    row.state = state
    if state is not HeldState.SECOND and row.chat is not None:
        await Chat.filter(id=row.chat.id).update(paused_at=None)
        await chats.wake(school, [row.chat.id])
    if row.chat is not None:
        await _show_anew(school, row.chat)


async def _needs_second(school: SchoolContext, row: HeldPlan, keys: Collection[str]) -> bool:
    if not school.settings.reconcile.needs_two_people:
        return False
    inside = await ChatMember.filter(chat_id=row.chat_id, is_inside=True, member_id__gt=0).count()
    return sum(key.startswith(TAKING_OUT) for key in keys) * 2 > inside


async def _show_anew(school: SchoolContext, chat: Chat) -> None:
    for page in sorted(await deciders.of_chat(school, chat)):
        await news.show_anew(school, page, SCREENS)


def _stored(item: Held) -> dict[str, Any]:
    action = item.action
    departure = {"departure": action.departure.value} if isinstance(action, Remove) else {}
    page = getattr(action, "member_id", None)
    return {"key": key_of(action), "code": item.code, "page": page, **departure}


def _fingerprint(held: Iterable[Held]) -> str:
    """Tells one held plan of a chat from another, whatever the order of its actions."""
    keys = sorted(f"{item.code}:{key_of(item.action)}" for item in held)
    return hashlib.blake2b("|".join(keys).encode(), digest_size=16).hexdigest()
