"""C, K: what the brakes have stopped, put before those who decide: apply, leave, or one by one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bot.domain.console import Level
from bot.domain.events import Doubted
from bot.domain.kinds import HeldState
from bot.domain.permissions import Act, may
from bot.errors import ScreenOutdated
from bot.services import accounts, console_roles, deciders, delete_chat, held_plans, held_terms, relations
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.beside import say_beside
from handlers.card import kept, turn
from handlers.deletion_card import deletion_view
from handlers.plan_words import is_told, planned_lines, stored_action, who
from handlers.visit import Visit, name_of
from models.chats import Chat, ChatMember
from models.steering import HeldPlan

NAMES_SHOWN = 30
PEOPLE_A_PAGE = 6
CLOSED = (HeldState.DONE, HeldState.HEALED, HeldState.EXPIRED)

pages: Pages[Visit] = Pages()


@pages.screen("C.HELD")
async def card(visit: Visit) -> View:
    """What was stopped in a chat, why, and what became of it."""
    row = await _decidable(visit)
    return await _view(visit, row, back=await _back(visit, row))


@pages.screen("K.PLAN.HELD")
async def card_in_console(visit: Visit) -> View:
    """The same in the console, on the way from one held plan to the next."""
    if not await _is_administrator(visit):
        raise ScreenOutdated("", "k-denied")
    row = await held_terms.find(visit.school, visit.number("h"))
    rows: list[Row] = []
    if row.state in held_terms.WAITING and not _is_frozen(visit, _chat(row)):
        freeze = Do("K.SYNC.FREEZE.CHAT", {"c": _chat(row).id, "h": row.id})
        rows.append((Button(say("c-held.freeze"), freeze),))
    others = [one.id for one in await held_terms.waiting(visit.school) if one.chat is not None and one.id != row.id]
    if others:
        later, earlier = [one for one in others if one > row.id], [one for one in others if one < row.id]
        before, after = (earlier or later)[-1], (later or earlier)[0]
        previous = Button(say("m-list.prev"), Goto("K.PLAN.HELD", {"h": before}))
        rows.append((previous, Button(say("m-list.next"), Goto("K.PLAN.HELD", {"h": after}))))
    return await _view(visit, row, back=(*rows, (Button(say("c-held.back"), Goto("K.QUEUE")),)))


@pages.screen("C.HELD.ONE")
async def one_by_one(visit: Visit) -> View:
    """Everybody concerned, each chosen or not."""
    row = await _decidable(visit)
    told = [number for number, action in enumerate(row.actions) if _is_choosable(action)]
    if row.state not in held_plans.DECIDABLE or not told:
        return await card(visit)
    page = page_of(told, visit.list_page, size=PEOPLE_A_PAGE)
    here = kept(visit, "h", "k")
    lines = [await _choice_line(visit, row, number) for number in page.items]
    buttons = [_choice(row, number, {**here, "n": page.number}) for number in page.items]
    apply = Button(say("c-held-one.apply", count=len(row.granted)), Do("C.HELD.CHOSEN", here), Colour.DANGER)
    back = Button(say("c-held-one.back"), Goto("C.HELD", here))
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    text = say("c-held-one", title=_chat(row).title, lines="\n".join(lines), count=len(row.granted))
    return View(text, (*rows, *turn("C.HELD.ONE", page, here), *(((apply,),) if row.granted else ()), (back,)))


@pages.act("C.HELD.PICK")
async def open_list(visit: Visit) -> Outcome:
    """From the news to the list of people."""
    return Go("C.HELD.ONE", kept(visit, "h"))


@pages.act("C.HELD.TICK")
async def tick(visit: Visit) -> Outcome:
    """Choose somebody, or choose them no more: whoever was shown, although others may have gone from the list since."""
    row = await _decidable(visit)
    key = visit.text("i")
    await held_plans.tick(row, key, is_on=bool(visit.number("v")))
    is_gone = key not in held_plans.grantable(row)
    return Go("C.HELD.ONE", kept(visit, "h", "k", "n"), say("c-held-one-gone") if is_gone else "")


@pages.act("C.HELD.APPLY")
async def apply(visit: Visit) -> Outcome:
    """Allow everything that was stopped."""
    row = await _decidable(visit)
    if row.state not in held_plans.DECIDABLE:
        return Go("C.HELD", kept(visit, "h", "k"), say("c-held-settled"))
    return _granted(visit, await held_plans.grant(visit.school, visit.profile, row))


@pages.act("C.HELD.CHOSEN")
async def apply_chosen(visit: Visit) -> Outcome:
    """Allow what is ticked; the others stay as they are."""
    row = await _decidable(visit)
    return _granted(visit, await held_plans.grant(visit.school, visit.profile, row, list(row.granted)))


@pages.act("C.HELD.SECOND")
async def agree(visit: Visit) -> Outcome:
    """Agree as the second administrator."""
    row = await _decidable(visit)
    if not await _is_administrator(visit):
        raise ScreenOutdated("", "k-denied")
    return _granted(visit, await held_plans.second(visit.school, visit.profile, row))


@pages.act("C.HELD.RESTORE")
async def restore(visit: Visit) -> Outcome:
    """Bring the deleted chat of a class back."""
    row = await _decidable(visit)
    if not await _is_administrator(visit):
        raise ScreenOutdated("", "k-denied")
    await delete_chat.restore(visit.school, visit.profile, _chat(row))
    return Go("C.VIEW", {"c": _chat(row).id})


@pages.act("C.HELD.LEAVE")
async def leave(visit: Visit) -> Outcome:
    """Keep everything as it is."""
    row = await _decidable(visit)
    if row.state not in held_terms.WAITING:
        return Go("C.HELD", kept(visit, "h", "k"), say("c-held-settled"))
    await held_plans.leave(visit.school, visit.profile, row)
    return Go("C.HELD", kept(visit, "h", "k"), say("c-held-told-left"))


@pages.act("C.HELD.RESUME")
async def resume(visit: Visit) -> Outcome:
    """End the pause of the chat."""
    row = await _decidable(visit)
    await held_plans.resume(visit.school, visit.profile, _chat(row))
    return Go("C.HELD", kept(visit, "h", "k"), say("c-held-told-resumed"))


async def put_before(visit: Visit, event: Doubted) -> None:
    """Send the card in a message of its own, unless it is settled by now."""
    row = await held_terms.find(visit.school, event.plan_id)
    if row.state in held_terms.WAITING:
        await say_beside(visit, visit.page, await _view(visit, row, back=()))


def _granted(visit: Visit, state: HeldState) -> Outcome:
    told = "c-held-told-second" if state is HeldState.SECOND else "c-held-told-granted"
    return Go("C.HELD", kept(visit, "h", "k"), say(told))


async def _decidable(visit: Visit) -> HeldPlan:
    """The plan ``h`` of the screen, for whoever answers for its chat and for administrators."""
    row = await held_terms.find(visit.school, visit.number("h"))
    held = await relations.to_chat(visit.school, visit.profile, _chat(row))
    if not may(held, Act.SYNC, _chat(row).kind) and not await _is_administrator(visit):
        raise ScreenOutdated("", "e-no-access")
    return row


async def _is_administrator(visit: Visit) -> bool:
    level = await console_roles.level_of(visit.school, visit.profile)
    return level is not None and level >= Level.ADMINISTRATOR


async def _view(visit: Visit, row: HeldPlan, *, back: Sequence[Row]) -> View:
    chat = _chat(row)
    if row.kind == held_terms.DELETE:
        return await deletion_view(visit, row, chat, name=await _decider(visit, row), back=back)
    lines = "\n\n".join(await _lines(visit, row))
    inside = await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).count()
    text = say("c-held", title=chat.title, lines=lines, inside=inside, state=await _state(visit, row))
    return View(text, (*await _buttons(visit, row), *back))


async def _lines(visit: Visit, row: HeldPlan) -> list[str]:
    """What was stopped, hold by hold, with the reason."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for action in row.actions:
        groups[action["code"]].append(action)
    said = []
    for code, actions in groups.items():
        planned = await planned_lines(visit, map(stored_action, actions), shown=NAMES_SHOWN)
        said.append("\n".join([*planned, say(f"hold-{code}")]))
    return said


async def _state(visit: Visit, row: HeldPlan) -> str:
    name = await _decider(visit, row)
    match row.state:
        case HeldState.OPEN if _chat(row).paused_at is not None:
            return say("c-held-paused")
        case HeldState.OPEN if not held_plans.grantable(row):
            return say("c-held-not-grantable")
        case HeldState.OPEN:
            return say("c-held-open", until=visit.said_moment(row.expires_at))
        case HeldState.SECOND:
            said = say("c-held-second", name=name)
            return said if await _is_anybody_else(visit, row) else f"{said} {say('c-held-second-nobody')}"
        case HeldState.GRANTED:
            return say("c-held-granted", name=name)
        case HeldState.LEFT:
            return say("c-held-left", name=name)
    return say(f"c-held-{row.state.value}")


async def _is_anybody_else(visit: Visit, row: HeldPlan) -> bool:
    """Whether there is another administrator than whoever has decided."""
    holders = [one for one in await console_roles.holders(visit.school) if one.level >= Level.ADMINISTRATOR]
    return not all(deciders.was_first(row, one.profile) for one in holders)


async def _decider(visit: Visit, row: HeldPlan) -> str:
    people = await accounts.linked_people(visit.school, row.decided_by or 0)
    return name_of(people[0]) if people else say("level-owner")


async def _buttons(visit: Visit, row: HeldPlan) -> tuple[Row, ...]:
    """What can be done now; each button also works in the news, long after it was sent."""
    here = kept(visit, "k") | {"h": row.id}
    rows: list[Row] = []
    if row.state in held_plans.DECIDABLE and held_plans.grantable(row):
        label = "c-held.anyway" if row.state is HeldState.LEFT else "c-held.apply"
        rows.append((Button(say(label), Do("C.HELD.APPLY", here), Colour.DANGER),))
        if len(held_plans.grantable(row)) > 1:
            rows.append((Button(say("c-held.one"), Do("C.HELD.PICK", here)),))
    is_another = not deciders.was_first(row, visit.profile)
    if row.state is HeldState.SECOND and is_another and await _is_administrator(visit):
        rows.append((Button(say("c-held.second"), Do("C.HELD.SECOND", here), Colour.DANGER),))
    if row.state in held_terms.WAITING:
        rows.append((Button(say("c-held.leave"), Do("C.HELD.LEAVE", here)),))
        if _chat(row).paused_at is not None:
            rows.append((Button(say("c-held.resume"), Do("C.HELD.RESUME", here)),))
    newer = await held_terms.live(_chat(row), visit.now) if row.state in CLOSED else None
    if newer is not None:
        rows.append((Button(say("c-held.newer"), Goto("C.HELD", {**here, "h": newer.id}), Colour.MAIN),))
    return tuple(rows)


async def _back(visit: Visit, row: HeldPlan) -> tuple[Row, ...]:
    """The chat for whoever may see its card, the console's queue for the others."""
    held = await relations.to_chat(visit.school, visit.profile, _chat(row))
    if may(held, Act.SYNC, _chat(row).kind):
        return ((Button(say("c-held.back"), Goto("C.SYNC", {"c": _chat(row).id})),),)
    return ((Button(say("c-held.back"), Goto("K.MENU")),),)


async def _choice_line(visit: Visit, row: HeldPlan, number: int) -> str:
    action = row.actions[number]
    key = "c-held-one-on" if action["key"] in row.granted else "c-held-one-off"
    return say(key, number=number + 1, who=await who(visit, stored_action(action)))


def _choice(row: HeldPlan, number: int, here: dict[str, int | str]) -> Button:
    key = row.actions[number]["key"]
    is_on = key in row.granted
    label = say("c-held-one.off" if is_on else "c-held-one.on", number=number + 1)
    act = Do("C.HELD.TICK", {**here, "i": key, "v": int(not is_on)})
    return Button(label, act, Colour.MAIN if is_on else Colour.PLAIN)


def _is_choosable(action: dict[str, Any]) -> bool:
    is_grantable = action["code"] not in held_plans.NOT_GRANTED and not action.get("is_over")
    return is_grantable and is_told(stored_action(action))


def _is_frozen(visit: Visit, chat: Chat) -> bool:
    return chat.frozen_until is not None and chat.frozen_until > visit.now


def _chat(row: HeldPlan) -> Chat:
    if row.chat is None:
        raise ScreenOutdated("")
    return row.chat
