"""C, U, R: one chat, as its staff and as its other members see it; and the way in."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.domain.console import Level
from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState
from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.services import chat_lists, chat_settings, chats, console_roles, invitations, members_list
from bot.services.members_list import Line, State
from bot.services.places import ChatPlace, places_of
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Follow, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed, chat_to
from handlers.card import shown_chat
from handlers.visit import Visit
from models.chats import Chat, LedgerLine

COUNTED = (
    State.INVITED,
    State.COMING,
    State.FAILED,
    State.STOPPED,
    State.UNLINKED,
    State.CLOSED,
    State.LEFT,
)

pages: Pages[Visit] = Pages()


@pages.act("JOIN")
async def join(visit: Visit) -> Outcome:
    """Check the right anew and answer with the link of this moment, so that no invitation goes stale."""
    return Follow(await invitations.join_link(visit.school, visit.profile, visit.number("c")))


@pages.screen("C.VIEW")
async def card(visit: Visit) -> View:
    """A chat as its staff see it: counts by state, administrators, and what may be done with it."""
    chat = await shown_chat(visit, Act.SEE_STATES)
    lines = await members_list.lines_of(visit.school, chat)
    text = await _text(visit, chat, lines)
    if problem := chat_lists.problem_of(chat):
        text = f"{say('c-trouble', why=say(f'c-problem-{problem}'))}\n\n{text}"
    doors = _doors(await allowed(visit, chat), chat, len(lines), is_head=await _may_delete_class(visit, chat))
    return View(text, (*await _first(visit, chat), *doors))


@pages.screen("C.FIX")
async def fix(visit: Visit) -> View:
    """How to give the bot the right that it lacks."""
    chat = await shown_chat(visit, await _to_mend(visit))
    check = Button(say("c-fix.check"), Do("C.FIX.CHECK", {"c": chat.id}), Colour.MAIN)
    back = Button(say("c-fix.back"), Goto("C.DEL.RUN" if chat.deleted_at else "C.VIEW", {"c": chat.id}))
    place = await _own_place(visit, chat)
    text = say("c-fix", title=chat.title) if chat.trouble else say("c-fix-done", title=chat.title)
    return View(text, (*(_way_in(place, "c-view") if place else ()), (check,), (back,)))


@pages.act("C.FIX.CHECK")
async def check(visit: Visit) -> Outcome:
    """Have reconciliation look at the chat at once; what it finds shows on the screen."""
    chat = await chat_to(visit, await _to_mend(visit))
    await chats.wake(visit.school, [chat.id])
    visit.school.bells.chats.set()
    return Stay(say("c-fix-checking"))


async def _to_mend(visit: Visit) -> Act:
    """What somebody has to be allowed who mends a chat; a deleted one concerns only whoever may bring it back."""
    is_deleted = await Chat.filter(id=visit.number("c"), deleted_at__isnull=False).exists()
    return Act.RESTORE if is_deleted else Act.SEE_STATES


def _way_in(place: ChatPlace, key: str) -> tuple[Row, ...]:
    if not place.is_ready:
        return ()
    label = say(f"{key}.open" if place.is_inside else f"{key}.join")
    colour = Colour.MAIN if place.is_inside else Colour.GOOD
    return ((Button(label, Do("JOIN", {"c": place.chat.id}), colour),),)


async def _own_place(visit: Visit, chat: Chat) -> ChatPlace | None:
    places = await places_of(visit.school, visit.profile)
    return next((place for place in places if place.chat.id == chat.id), None)


async def _first(visit: Visit, chat: Chat) -> tuple[Row, ...]:
    """The way in, or the way out of a problem."""
    if chat.trouble == "no-rights":
        return ((Button(say("c-view.fix"), Goto("C.FIX", {"c": chat.id}), Colour.MAIN),),)
    place = await _own_place(visit, chat)
    return _way_in(place, "c-view") if place else ()


async def _may_delete_class(visit: Visit, chat: Chat) -> bool:
    """Whether the person may propose to delete the chat of a class."""
    level = await console_roles.level_of(visit.school, visit.profile)
    return chat.kind in CLASS_CHATS and level is not None and level >= Level.ADMINISTRATOR


def _doors(may: Collection[Act], chat: Chat, people: int, *, is_head: bool) -> tuple[Row, ...]:
    """A button for everything that the person may do here."""
    here = {"c": chat.id}
    edit = Button(say("c-view.edit"), Goto("C.EDIT", here))
    members = Button(say("c-view.members", count=people), Goto("C.MEMBERS", here))
    link = Button(say("c-view.link"), Goto("C.LINK", here))
    settings = Button(say("c-view.settings"), Goto("C.SET", here))
    sync = Button(say("c-view.sync"), Goto("C.SYNC", here))
    log = Button(say("c-view.log"), Goto("C.LOG", here))
    delete = Button(say("c-view.delete"), Goto("C.DEL", here), Colour.DANGER)
    together = Button(say("c-del-class"), Do("C.DEL.CLASS.ASK", here), Colour.DANGER)
    back = Button(say("c-view.back"), Goto("M.LIST"))
    rows = (
        ((Act.EDIT_PEOPLE, edit),),
        ((Act.SEE_MEMBERS, members), (Act.SHOW_LINK, link)),
        ((Act.SETTINGS, settings), (Act.SYNC, sync)),
        ((Act.SEE_LOG, log), (Act.DELETE, delete), *(((Act.SYNC, together),) if is_head else ())),
        ((Act.VIEW, back),),
    )
    shown = (tuple(button for act, button in row if act in may) for row in rows)
    return tuple(row for row in shown if row)


async def _text(visit: Visit, chat: Chat, lines: Sequence[Line]) -> str:
    counted = Counter(line.state for line in lines)
    leading = [line.person for line in lines if line.leads]
    names = [short_name(one.family, one.given, one.patronymic) for one in leading]
    day = day_and_month(chat.created_at.astimezone(visit.school.settings.time_zone).date())
    is_made = chat.state not in (ChatState.PLANNED, ChatState.CREATING)
    states = [say(f"c-count-{state.value}", count=counted[state]) for state in COUNTED if counted[state]]
    return say(
        "c-view",
        title=chat.title,
        kind=say(f"c-kind-{_kind(chat)}") + (say("c-is-closed") if _is_closed(chat) else ""),
        created=say("c-created", day=day) if is_made else say("c-making"),
        inside=counted[State.INSIDE],
        expected=len(lines),
        states="".join(f"\n{said}" for said in states),
        admins=", ".join(names) or say("c-no-admins"),
        follows=say("c-follows" if _follows(chat) else "c-follows-not"),
        checked=say("c-checked", moment=visit.said_moment(chat.seen_at)) if chat.seen_at else say("c-not-checked"),
        evicted=await _evicted(visit, chat),
    )


def _kind(chat: Chat) -> str:
    if chat.kind in CLASS_CHATS:
        return "class"
    return "subject" if chat.kind is ChatKind.SUBJECT else "custom"


def _is_closed(chat: Chat) -> bool:
    return chat_settings.closedness(chat) == "closed"


def _follows(chat: Chat) -> bool:
    return chat.follows_journal and chat.kind is not ChatKind.CUSTOM


async def _evicted(visit: Visit, chat: Chat) -> str:
    """How many strangers the last week has seen leave."""
    week = visit.now - timedelta(days=7)
    count = await LedgerLine.filter(chat_id=chat.id, event="evicted", at__gt=week).count()
    return "\n" + say("c-evicted", count=count) if count else ""
