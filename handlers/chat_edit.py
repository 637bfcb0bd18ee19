"""C: other people for a chat that exists: what would change, what others changed meanwhile, saved, and undone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import accounts, drafts, edit_chat, whereabouts
from bot.services.edit_chat import Changes, ConflictError
from bot.services.roster import Roster
from bot.services.whereabouts import Whereabouts
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Params, View
from bot.ui.words import folded
from handlers.card import shown_chat
from handlers.sketches import Picking, farewell, keep, picking, some
from handlers.summary import edit_view
from handlers.visit import Visit
from models.chats import Chat

CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


@pages.screen("C.EDIT")
async def edit(visit: Visit) -> View:
    """The people of the chat, and the ways to change them; an edit that was begun is gone on with."""
    return await edit_view(await picking(visit))


@pages.screen("C.DIFF")
async def difference(visit: Visit) -> View:
    """What saving would change, by name."""
    now, chat = await _edit(visit)
    changes = await edit_chat.effect(visit.school, chat, _settled(now))
    again = (Button(say("c-diff.again"), Goto("C.EDIT", now.ref)),)
    if not changes:
        return View(say("c-diff-none", title=now.title), (again,))
    lines = [*await _lines(visit, changes)]
    if changes.title:
        lines.append(say("c-diff-title", before=edit_chat.chat_title(chat), after=changes.title))
    save = Button(say("c-diff.save"), Do("C.SAVE", {**now.ref, "d": now.sketch.id}), Colour.GOOD)
    cancel = Button(say("c-diff.cancel"), Do("X.CANCEL", now.ref))
    return View(say("c-diff", lines="\n".join(lines)), ((save,), (*again, cancel)))


@pages.act("C.SAVE")
async def save(visit: Visit) -> Outcome:
    """Save the edit; many removals ask for a word first, and what others changed is shown first."""
    chat = await shown_chat(visit, Act.EDIT_PEOPLE)
    if done := await _saved_before(visit, chat):
        return done
    now, _ = await _edit(visit)
    if now.gone:
        await keep(now, now.selection)
        return Go("C.DIFF", now.ref, await farewell(now))
    if edit_chat.is_large(_settled(now)):
        asked = {"t": int(visit.now.timestamp())}
        return Go("C.EDIT.TYPED", {**now.ref, **_seen(visit), **asked})
    return await _save(visit, now, chat)


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Save only for the right word in time."""
    now, chat = await _edit(visit)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(say("c-typed-word")):
        return Go("C.DIFF", now.ref, say("x-typed-wrong"))
    return await _save(visit, now, chat)


@pages.screen("C.EDIT.TYPED", typed=word_typed)
async def ask_word(visit: Visit) -> View:
    """Many people go: a word typed within two minutes."""
    now, _ = await _edit(visit)
    removed = edit_chat.wished(_settled(now)).removed
    text = say("c-typed", count=len(removed), word=say("c-typed-word"))
    return View(text, ((Button(say("c-typed.no"), Goto("C.DIFF", now.ref)),),))


@pages.screen("C.CONFLICT")
async def conflict(visit: Visit) -> View:
    """Others have changed the chat meanwhile: by name, and by whom."""
    now, chat = await _edit(visit)
    theirs, seen = await edit_chat.meanwhile(visit.school, chat, now.sketch)
    if not theirs:
        return await difference(visit)
    kept = theirs.removed & now.selection.members
    params = {**now.ref, "d": now.sketch.id, "f": seen}
    names = await _names(visit, kept)
    if kept:
        bring = Button(say("c-conflict.bring", names=names), Do("C.SAVE", {**params, "k": 1}), Colour.GOOD)
        rows = [(bring,), (Button(say("c-conflict.without", names=names), Do("C.SAVE", params)),)]
    else:
        rows = [(Button(say("c-conflict.save"), Do("C.SAVE", params), Colour.GOOD),)]
    rows.append((Button(say("c-conflict.anew"), Do("C.LOOK", now.ref)),))
    text = say(
        "c-conflict",
        lines="\n".join(await _their_lines(visit, chat, now, theirs)),
        kept="\n" + say("c-conflict-kept", names=names) if kept else "",
    )
    return View(text, tuple(rows))


@pages.act("C.LOOK")
async def look_anew(visit: Visit) -> Outcome:
    """Go on editing from how the chat is now."""
    now, chat = await _edit(visit)
    await edit_chat.look_anew(visit.school, visit.profile, chat, _settled(now))
    return Go("C.EDIT", now.ref)


@pages.screen("C.SAVED")
async def saved(visit: Visit) -> View:
    """What has become of the changes, as VK shows it; for ten minutes they can be undone."""
    chat = await shown_chat(visit, Act.EDIT_PEOPLE)
    line, changes = await edit_chat.change_of(chat, visit.number("l"))
    lines = await _outcome(visit, chat, changes)
    card = (Button(say("c-saved.card"), Goto("C.VIEW", {"c": chat.id}), Colour.MAIN),)
    if not await edit_chat.is_undoable(visit.school, chat, line):
        return View(say("c-saved", title=edit_chat.chat_title(chat), lines="\n".join(lines), undo=""), (card,))
    until = say("c-saved-undo", time=_time(visit, line.at + edit_chat.UNDO))
    undo = Button(say("c-saved.undo"), Goto("C.UNDO", {"c": chat.id, "l": line.id}), Colour.DANGER)
    text = say("c-saved", title=edit_chat.chat_title(chat), lines="\n".join(lines), undo="\n" + until)
    return View(text, ((undo,), card))


@pages.screen("C.UNDO")
async def ask_undo(visit: Visit) -> View:
    """Undo? Whoever was removed has to be invited anew."""
    chat = await shown_chat(visit, Act.EDIT_PEOPLE)
    line, changes = await edit_chat.change_of(chat, visit.number("l"))
    params = {"c": chat.id, "l": line.id}
    invited = say("c-undo-invited", names=await _names(visit, changes.removed)) if changes.removed else ""
    return View(
        say("c-undo", invited=invited),
        (
            (Button(say("c-undo.yes"), Do("C.UNDO.YES", params), Colour.DANGER),),
            (Button(say("c-undo.no"), Goto("C.SAVED", params)),),
        ),
    )


@pages.act("C.UNDO.YES")
async def undo(visit: Visit) -> Outcome:
    """Take the changes back."""
    chat = await shown_chat(visit, Act.EDIT_PEOPLE)
    await edit_chat.undo(visit.school, visit.profile, chat, visit.number("l"))
    return Go("C.VIEW", {"c": chat.id}, say("c-undone"))


async def _save(visit: Visit, now: Picking, chat: Chat) -> Outcome:
    try:
        line = await edit_chat.apply(
            visit.school,
            visit.profile,
            chat,
            _settled(now),
            seen=visit.text("f"),
            keeps_removed=bool(visit.params.get("k")),
        )
    except ConflictError:
        return Go("C.CONFLICT", now.ref)
    return Go("C.SAVED", {"c": chat.id, "l": line}) if line else Stay(say("c-diff-nothing"))


async def _saved_before(visit: Visit, chat: Chat) -> Outcome | None:
    """A second press leads to what the first one has saved."""
    number = visit.params.get("d")
    waiting = await drafts.begun(visit.school, visit.page, drafts.EDIT, chat_id=chat.id)
    if not number or (waiting is not None and waiting.id == number):
        return None
    line = await edit_chat.last_change(visit.profile, chat)
    return Go("C.SAVED", {"c": chat.id, "l": line}) if line else Go("C.EDIT", {"c": chat.id})


async def _edit(visit: Visit) -> tuple[Picking, Chat]:
    now = await picking(visit)
    if now.chat is None:
        raise ScreenOutdated("")
    return now, now.chat


def _settled(now: Picking) -> drafts.Sketch:
    """The draft with those who can be picked at this moment."""
    members, leaders = tuple(sorted(now.selection.members)), tuple(sorted(now.selection.leaders))
    return replace(now.sketch, members=members, leaders=leaders)


def _seen(visit: Visit) -> Params:
    return {name: visit.params[name] for name in ("f", "k") if name in visit.params}


async def _lines(visit: Visit, changes: Changes) -> Iterable[str]:
    parts = (
        ("c-diff-add", changes.added),
        ("c-diff-remove", changes.removed),
        ("c-diff-lead", changes.promoted),
        ("c-diff-follow", changes.demoted),
    )
    return [say(key, names=await _names(visit, people)) for key, people in parts if people]


async def _their_lines(visit: Visit, chat: Chat, now: Picking, theirs: Changes) -> list[str]:
    """«Иванова Е. П.: убрать Зуева А.», one line for everybody who changed something."""
    by_account = await edit_chat.authors_of(chat, now.sketch, theirs.people)
    found = []
    for account in sorted({by_account.get(one, 0) for one in theirs.people}):
        mine = {one for one in theirs.people if by_account.get(one, 0) == account}
        who = await _who(visit, account)
        part = Changes(theirs.added & mine, theirs.removed & mine, theirs.promoted & mine, theirs.demoted & mine)
        found += [say("c-conflict-line", who=who, what=line) for line in await _lines(visit, part)]
    return found


async def _who(visit: Visit, account: int) -> str:
    people = await accounts.linked_people(visit.school, account) if account else ()
    if not people:
        return say("c-conflict-journal")
    return short_name(people[0].family, people[0].given, people[0].patronymic)


async def _outcome(visit: Visit, chat: Chat, changes: Changes) -> list[str]:
    """What happened to those who were added and removed, read back from VK."""
    where = await whereabouts.of_people(visit.school, changes.added | changes.removed | changes.promoted, chat)
    lines = [
        say(f"c-saved-{kind.value}", names=await _names(visit, people))
        for kind in Whereabouts
        if (people := {one for one in changes.added if where[one] is kind})
    ]
    still_inside = {one for one in changes.removed if where[one] is Whereabouts.INSIDE}
    groups: Mapping[str, Iterable[str]] = {
        "c-saved-removed": changes.removed - still_inside,
        "c-saved-removing": still_inside,
        "c-saved-lead": changes.promoted,
        "c-saved-follow": changes.demoted,
    }
    lines += [say(key, names=await _names(visit, people)) for key, people in groups.items() if people]
    return [*lines, *([say("c-saved-title", title=changes.title)] if changes.title else [])]


async def _names(visit: Visit, people: Iterable[str]) -> str:
    roster = await Roster.of(visit.school.key, visit.school.today())
    known = (await roster.people(list(people))).values()
    return some(sorted(short_name(one.family, one.given, one.patronymic) for one in known))


def _time(visit: Visit, at: datetime) -> str:
    return at.astimezone(visit.school.settings.time_zone).strftime("%H:%M")
