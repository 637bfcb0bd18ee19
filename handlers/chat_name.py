"""N, C: the name of a custom chat, for a new one and for one that is renamed; doubtful names are asked about."""

from dataclasses import replace

from bot.domain.kinds import ChatKind
from bot.domain.permissions import Act
from bot.errors import ScreenOutdated
from bot.services import create_chat, drafts
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.card import shown_chat
from handlers.sketches import Picking, keep, picking, refuse_others
from handlers.visit import Visit

PRESETS = ("circle", "trip", "project")

pages: Pages[Visit] = Pages()


async def first_name_typed(visit: Visit, text: str) -> Outcome:
    """The name of a new chat: where its people come from is asked next."""
    return await _named(visit, text)


@pages.screen("N.NAME", typed=first_name_typed)
async def name(visit: Visit) -> View:
    """Ask for the name of a custom chat."""
    refuse_others(visit)
    ref = {"d": visit.number("d")} if "d" in visit.params else {}
    presets = tuple(Button(say(f"n-name.{one}"), Do("N.NAME.SET", {**ref, "w": one})) for one in PRESETS)
    back = Button(say("n-name.back"), Goto("N.TYPE", {"all": 1}))
    if not ref:
        return View(say("n-name"), (presets, (back,)))
    now = await _custom(visit)
    onward = Button(say("n-name.on"), Goto("N.SCOPE", ref), Colour.MAIN)
    return View(say("n-name-again", title=now.title), (presets, (onward,), (back,)))


@pages.act("N.NAME.SET")
async def set_preset(visit: Visit) -> Outcome:
    """One of the ready names."""
    if visit.text("w") not in PRESETS:
        raise ScreenOutdated("N.NAME")
    return await _named(visit, say(f"n-name.{visit.text('w')}"))


async def other_name_typed(visit: Visit, text: str) -> Outcome:
    """Another name from the review."""
    return await _renamed(visit, text, Goto("N.REVIEW"))


@pages.screen("N.RENAME", typed=other_name_typed)
async def rename(visit: Visit) -> View:
    """Ask for another name of the new chat."""
    now = await _custom(visit)
    return View(say("n-rename", title=now.title), ((Button(say("n-name.back"), Goto("N.REVIEW", now.ref)),),))


async def chat_name_typed(visit: Visit, text: str) -> Outcome:
    """Another name of a chat that exists: it is a part of the edit, which is saved as a whole."""
    return await _renamed(visit, text, Goto("C.DIFF"))


@pages.screen("C.RENAME", typed=chat_name_typed)
async def rename_chat(visit: Visit) -> View:
    """Ask for another name of a custom chat."""
    await shown_chat(visit, Act.RENAME)
    now = await _custom(visit)
    return View(say("c-rename", title=now.title), ((Button(say("n-name.back"), Goto("C.EDIT", now.ref)),),))


@pages.screen("N.NAME.KEEP")
async def keep_name(visit: Visit) -> View:
    """The name is taken by another own chat, or holds private data: keep it?"""
    now = await _custom(visit)
    onward = visit.text("to")
    ask = {"N.SCOPE": "N.NAME", "N.REVIEW": "N.RENAME", "C.DIFF": "C.RENAME"}
    if onward not in ask:
        raise ScreenOutdated("")
    key = "n-keep-private" if visit.text("why") == "private" else "n-keep-same"
    change = Button(say("n-keep.change"), Goto(ask[onward], now.ref), Colour.MAIN)
    return View(say(key, title=now.title), ((change,), (Button(say("n-keep.yes"), Goto(onward, now.ref)),)))


async def _named(visit: Visit, text: str) -> Outcome:
    refuse_others(visit)
    if "d" in visit.params:
        return await _renamed(visit, text, Goto("N.SCOPE"))
    title = create_chat.checked_title(text)
    sketch = await drafts.begin(visit.school, visit.page, drafts.CUSTOM, title=title)
    return await _onward(await _custom(replace(visit, params={"d": sketch.id})), Goto("N.SCOPE"))


async def _renamed(visit: Visit, text: str, onward: Goto) -> Outcome:
    now = await _custom(visit)
    title = create_chat.checked_title(text)
    renamed = replace(now, sketch=replace(now.sketch, title=title), title=title)
    await keep(renamed, now.selection)
    return await _onward(renamed, onward)


async def _onward(now: Picking, onward: Goto) -> Outcome:
    """On with the name, or first the question whether it is to stay."""
    besides = now.chat.id if now.chat else 0
    visit = now.visit
    if doubt := await create_chat.doubt_about(visit.school, visit.profile, now.title, besides=besides):
        return Go("N.NAME.KEEP", {**now.ref, "to": onward.screen, "why": doubt})
    return Go(onward.screen, now.ref)


async def _custom(visit: Visit) -> Picking:
    """The draft, if its chat has a name of its own."""
    now = await picking(visit)
    if now.sketch.unit_id or (now.chat is not None and now.chat.kind is not ChatKind.CUSTOM):
        raise ScreenOutdated("", "e-denied-rename-subject")
    return now
